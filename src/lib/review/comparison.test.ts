import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cleanWeeks, compareWithBefore, earlierDifferences, USUAL_WEEKS } from './comparison';

const NO_POOL = () => [];
const always = (weeks: number) => Array<boolean>(weeks).fill(true);
const flat = (weeks: number, units: number) => Array<number | null>(weeks).fill(units);

describe('a comparison with before', () => {
  it('is the units of its weeks less the mean of eight clean weeks times as many weeks', () => {
    const units = [...flat(40, 100), 150, 170];
    const compared = compareWithBefore(units, always(42), 40, 2, NO_POOL);
    expect(compared).toMatchObject({ actual: 320, usual: 200, difference: 120, isUnusual: true, gap: null });
    expect(compared.range).toMatchObject({ low: 0, high: 0, of: 'own' });
  });

  it('takes no week with a promotion of ours, nor the two after it, for usual', () => {
    const isClean = cleanWeeks(42, [{ first: 30, last: 31 }]);
    const units = flat(42, 100);
    for (const at of [30, 31, 32, 33]) units[at] = 900;
    expect(compareWithBefore(units, isClean, 40, 1, NO_POOL).usual).toBe(100);
    expect(isClean.flatMap((clean, at) => (clean ? [] : [at]))).toEqual([30, 31, 32, 33]);
  });

  it('gives no difference where fewer than eight clean weeks came before, and says how many there were', () => {
    const compared = compareWithBefore(flat(10, 100), always(10), 7, 1, NO_POOL);
    expect(compared).toMatchObject({
      actual: 100,
      usual: null,
      difference: null,
      gap: { why: 'few-clean-weeks', clean: 7 }
    });
  });

  it('looks at most 26 weeks back for them', () => {
    const isClean = cleanWeeks(60, [{ first: 12, last: 55 }]);
    expect(compareWithBefore(flat(60, 100), isClean, 59, 1, NO_POOL).gap).toEqual({
      why: 'few-clean-weeks',
      clean: 1
    });
  });

  it('is nothing, never zero, where units are not known', () => {
    expect(compareWithBefore(flat(20, 0).fill(null), always(20), 15, 1, NO_POOL)).toMatchObject({
      actual: null,
      difference: null,
      gap: { why: 'no-data' }
    });
    const hole = flat(40, 100);
    hole[31] = null;
    expect(compareWithBefore(hole, always(40), 30, 3, NO_POOL).gap).toEqual({
      why: 'weeks-missing',
      missing: 1
    });
    expect(compareWithBefore(flat(31, 100), always(31), 30, 3, NO_POOL).gap).toEqual({ why: 'not-in-yet' });
  });

  it('is not made without windows to judge it by; those of all accounts stand in for too few of its own', () => {
    const units = flat(16, 100);
    const alone = compareWithBefore(units, always(16), 15, 1, NO_POOL);
    expect(alone).toMatchObject({ usual: 100, difference: null, gap: { why: 'few-windows', windows: 0 } });
    const pool = Array.from({ length: 40 }, (_, i) => (i - 20) / 100);
    const helped = compareWithBefore(units, always(16), 15, 1, () => pool);
    expect(helped.range).toEqual({ low: -18, high: 17, windows: 40, share: 0.9, of: 'all' });
    expect(helped.isUnusual).toBe(false);
  });

  it('does not divide by nothing', () => {
    expect(compareWithBefore(flat(40, 0), always(40), 30, 2, NO_POOL)).toMatchObject({
      actual: 0,
      usual: 0,
      difference: null,
      gap: { why: 'nothing-sold' }
    });
  });

  const worlds = fc.record({
    units: fc.array(fc.option(fc.nat({ max: 500 }), { nil: null, freq: 8 }), { minLength: 1, maxLength: 80 }),
    promotions: fc.array(
      fc
        .tuple(fc.nat({ max: 79 }), fc.nat({ max: 5 }))
        .map(([first, more]) => ({ first, last: first + more })),
      { maxLength: 4 }
    ),
    first: fc.nat({ max: 79 }),
    count: fc.integer({ min: 1, max: 6 })
  });

  it('never shows a difference without its range, and its figures always agree', () => {
    fc.assert(
      fc.property(worlds, ({ units, promotions, first, count }) => {
        const compared = compareWithBefore(units, cleanWeeks(80, promotions), first, count, NO_POOL);
        expect(compared.difference === null).toBe(compared.range === null);
        expect(compared.gap === null).toBe(compared.difference !== null);
        if (compared.difference === null || !compared.range) return;
        expect(compared.difference).toBe(compared.actual! - compared.usual!);
        expect(compared.range.low).toBeLessThanOrEqual(compared.range.high);
        expect(compared.isUnusual).toBe(
          compared.difference < compared.range.low || compared.difference > compared.range.high
        );
      })
    );
  });

  it('knows nothing of the weeks after the promotion', () => {
    fc.assert(
      fc.property(worlds, fc.array(fc.nat({ max: 500 }), { maxLength: 10 }), (world, after) => {
        const units = Array.from({ length: world.first + world.count }, (_, i) => world.units[i] ?? 7);
        const isClean = cleanWeeks(200, world.promotions);
        const compare = (weekly: number[]) =>
          compareWithBefore(weekly, isClean, world.first, world.count, NO_POOL);
        expect(compare([...units, ...after])).toEqual(compare(units));
      })
    );
  });

  it('judges by windows that end before the promotion and touch no unclean week', () => {
    const isClean = cleanWeeks(60, [{ first: 20, last: 21 }]);
    const units = flat(60, 100);
    for (const at of [20, 21]) units[at] = 5000;
    expect(new Set(earlierDifferences(units, isClean, 40, 2))).toEqual(new Set([0]));
    // Windows 8–18 before the promotion of weeks 20–23 with its dip, and 24–38 after it.
    expect(earlierDifferences(units, isClean, 40, 2)).toHaveLength(11 + 15);
    expect(USUAL_WEEKS).toBe(8);
  });
});
