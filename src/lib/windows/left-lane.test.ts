import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays, day } from '$lib/calendar/day';
import { balancesOn, budgetOn, type FundBooks, leftLane, spendRate } from './left-lane';

const FROM = day('2025-12-29');
const TO = day('2027-01-03');
const AS_OF = day('2026-06-15');
const RANGE = { from: FROM, to: TO };

const kinds = ['available', 'reserve', 'committed', 'spent'] as const;
const anyFund: fc.Arbitrary<FundBooks> = fc
  .array(
    fc.record({
      n: fc.nat(200),
      from: fc.constantFrom(...kinds),
      to: fc.constantFrom(...kinds),
      amount: fc.nat(1_000_000)
    }),
    { maxLength: 30 }
  )
  .map((moves) => ({
    fund: 1,
    code: 'F',
    period: RANGE,
    changes: [
      { on: FROM, kind: 'available' as const, amount: 40_000_000 },
      ...moves.flatMap(({ n, from, to, amount }) => [
        { on: addDays(FROM, n), kind: from, amount: -amount },
        { on: addDays(FROM, n), kind: to, amount }
      ])
    ].sort((a, b) => (a.on < b.on ? -1 : 1))
  }));

const valueOn = (steps: { on: string; value: number }[], d: string) =>
  steps.filter((step) => step.on <= d).at(-1)?.value;

describe('what is left', () => {
  it('adds up: total is spent, committed, reserve and left, and the lane ends at the head’s figure', () => {
    fc.assert(
      fc.property(anyFund, (fund) => {
        const lane = leftLane([fund], [], [], null, AS_OF, RANGE)!;
        const budget = budgetOn([fund], AS_OF, 'FY26', lane.forecast)!;
        expect(budget.spent + budget.committed + budget.reserve + budget.left).toBe(budget.total);
        expect(valueOn(lane.committed, AS_OF)).toBe(budget.left);
        expect(valueOn(lane.actual, AS_OF)).toBe(budget.left + balancesOn(fund, AS_OF).committed);
      })
    );
  });

  it('falls as commitments fall due, until all that was promised is paid', () => {
    const fund: FundBooks = {
      fund: 1,
      code: 'F',
      period: RANGE,
      changes: [
        { on: FROM, kind: 'available', amount: 700 },
        { on: FROM, kind: 'committed', amount: 100 }
      ]
    };
    const due = { fund: 1, from: day('2026-06-08'), to: day('2026-07-05'), amount: 100 };
    const lane = leftLane([fund], [due], [], null, AS_OF, RANGE)!;
    expect(valueOn(lane.actual, AS_OF)).toBe(800);
    expect(valueOn(lane.actual, '2026-07-05')).toBe(700);
    expect(valueOn(lane.actual, TO)).toBe(700);
    const values = lane.actual.filter((step) => step.on > AS_OF).map((step) => step.value);
    expect(values).toEqual([...values].sort((a, b) => b - a));
  });

  it('is no longer there when the fund’s period is over', () => {
    const fund: FundBooks = {
      fund: 1,
      code: 'F',
      period: RANGE,
      changes: [{ on: FROM, kind: 'available', amount: 700 }]
    };
    const lane = leftLane([fund], [], [], null, addDays(TO, 30), { from: FROM, to: addDays(TO, 60) })!;
    expect(lane.committed.at(-1)).toEqual({ on: addDays(TO, 1), value: 0 });
    expect(budgetOn([fund], addDays(TO, 30), 'FY27', [])).toBeNull();
  });

  it('is forecast only from eight weeks or more, in a range that opens with time and never rises', () => {
    expect(spendRate([1, 2, 3, 4, 5, 6, 7])).toBeNull();
    fc.assert(
      fc.property(fc.array(fc.nat(1_000_000), { minLength: 8, maxLength: 52 }), (weekly) => {
        const fund: FundBooks = {
          fund: 1,
          code: 'F',
          period: RANGE,
          changes: [{ on: FROM, kind: 'available', amount: 9_000_000 }]
        };
        const { forecast } = leftLane([fund], [], [], spendRate(weekly), AS_OF, RANGE)!;
        for (const { p10, p25, p50, p75, p90 } of forecast) {
          expect([p10, p25, p50, p75, p90]).toEqual([p10, p25, p50, p75, p90].sort((a, b) => a - b));
          expect(p90).toBeLessThanOrEqual(9_000_000);
        }
        const widths = forecast.map(({ p10, p50 }) => p50 - p10);
        expect(widths.every((width, i) => i === 0 || width >= widths[i - 1]! - 1)).toBe(true);
        expect(forecast.at(-1)!.on).toBe(TO);
      })
    );
  });
});
