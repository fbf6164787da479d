import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays, day } from '../calendar/day';
import { mayDraw, NO_RULE, reserveAge, reserveLayers, type ReserveRule } from './reserve';

const WINDOW = { kind: 'stock-out', confidence: 0.72 } as const;
const rule = (values: Partial<ReserveRule>): ReserveRule => ({ ...NO_RULE, ...values });

describe('mayDraw', () => {
  it('gives all that is held where nobody has set a rule, and nothing where nothing is held', () => {
    expect(mayDraw(NO_RULE, 500, WINDOW, 0)).toEqual({ ok: true, upTo: 500 });
    expect(mayDraw(NO_RULE, 0, WINDOW, 0)).toEqual({ ok: false, refusal: { why: 'nothing-held' } });
  });

  it('leaves the floor where it is', () => {
    expect(mayDraw(rule({ floorMinor: 200 }), 500, WINDOW, 0)).toEqual({ ok: true, upTo: 300 });
    expect(mayDraw(rule({ floorMinor: 500 }), 500, WINDOW, 0)).toEqual({
      ok: false,
      refusal: { why: 'at-floor', floor: 500 }
    });
  });

  it('asks for the kind of the window and for how sure it is', () => {
    expect(mayDraw(rule({ kinds: ['exhaustion', 'both'] }), 500, WINDOW, 0)).toMatchObject({
      refusal: { why: 'other-kind' }
    });
    expect(mayDraw(rule({ leastConfidence: 72 }), 500, WINDOW, 0)).toMatchObject({ ok: true });
    expect(mayDraw(rule({ leastConfidence: 73 }), 500, WINDOW, 0)).toMatchObject({
      refusal: { why: 'unsure', least: 73, is: 72 }
    });
  });

  it('counts what other promotions of the window have drawn', () => {
    expect(mayDraw(rule({ windowLimitMinor: 300 }), 500, WINDOW, 100)).toEqual({ ok: true, upTo: 200 });
    expect(mayDraw(rule({ windowLimitMinor: 300 }), 500, WINDOW, 300)).toMatchObject({
      refusal: { why: 'window-used', limit: 300, drawn: 300 }
    });
  });

  it('never gives more than is above the floor, nor more than the window has left', () => {
    const some = fc.nat(1_000);
    fc.assert(
      fc.property(some, some, fc.option(some), some, (held, floorMinor, windowLimitMinor, drawn) => {
        const found = mayDraw(rule({ floorMinor, windowLimitMinor }), held, WINDOW, drawn);
        if (!found.ok) return;
        expect(found.upTo).toBeGreaterThan(0);
        expect(held - found.upTo).toBeGreaterThanOrEqual(floorMinor);
        if (windowLimitMinor !== null) expect(drawn + found.upTo).toBeLessThanOrEqual(windowLimitMinor);
      })
    );
  });
});

describe('the age of a reserve', () => {
  const start = day('2026-01-01');

  it('takes out first what came in first', () => {
    const layers = reserveLayers([
      { on: start, change: 100 },
      { on: addDays(start, 10), change: 300 },
      { on: addDays(start, 20), change: -150 }
    ]);
    expect(layers).toEqual([{ on: addDays(start, 10), amountMinor: 250 }]);
    expect(reserveAge(layers, addDays(start, 40))).toEqual({ oldest: 30, mean: 30 });
    expect(reserveAge([], start)).toBeNull();
  });

  it('has layers that add up to what is held, the oldest first', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -500, max: 500 }), { maxLength: 40 }), (moves) => {
        let held = 0;
        const changes = moves.flatMap((move, i) => {
          const change = Math.max(move, -held);
          held += change;
          return change === 0 ? [] : [{ on: addDays(start, i), change }];
        });
        const layers = reserveLayers(changes);
        expect(layers.reduce((sum, { amountMinor }) => sum + amountMinor, 0)).toBe(held);
        expect(layers.map(({ on }) => on)).toEqual(layers.map(({ on }) => on).sort());
        const age = reserveAge(layers, addDays(start, 60));
        if (age) expect(age.mean).toBeLessThanOrEqual(age.oldest);
      })
    );
  });
});
