import { describe, expect, it } from 'vitest';
import { addDays, day } from '$lib/calendar/day';
import { weeksBetween } from '$lib/calendar/week';
import type { WeekEstimate } from '$lib/competitors/spend-estimate';
import type { ComparedLine } from '$lib/timeline/comparison';
import { promotion, stockOut } from '$lib/timeline/fixture-marks';
import { type ComparedFacts, comparisonOf } from './comparison';

// Two weeks a year before, two in between, two now; the last is over on the day that all is seen from.
const THEN = weeksBetween(day('2025-06-02'), day('2025-06-15'));
const NOW = weeksBetween(day('2026-06-01'), day('2026-06-14'));
const WEEKS = [...THEN, ...NOW];
const AS_OF = day('2026-06-14');

const about = (mean: number, sd = mean * 0.1): WeekEstimate => ({
  amount: { zero: 0, mean, variance: sd ** 2 },
  sightings: 1,
  newest: null,
  how: 'seen'
});

function facts(changes: Partial<ComparedFacts> = {}, row: Partial<ComparedFacts['row']> = {}): ComparedFacts {
  return {
    asOf: AS_OF,
    columns: WEEKS.map((from) => ({ from, to: addDays(from, 6) })),
    row: {
      spend: { planned: [10, 20, 30, 40], committed: [0, 0, 0, 5], actual: [8, 12, 25, 25] },
      orders: {
        sellIn: [100, 100, 150, 150],
        sellThrough: [90, 90, 120, 60],
        weeksOfCover: null,
        isCoverHigh: false,
        unitsSource: 'both'
      },
      supply: [],
      promotions: [],
      ...row
    },
    evidenceWeeks: WEEKS,
    competitors: [],
    visited: new Set(WEEKS),
    stocked: new Set(WEEKS),
    firstPromotion: day('2024-01-01'),
    firstOrder: day('2024-01-01'),
    ordersEnd: AS_OF,
    ...changes
  };
}

/** The kind of line that compares this. */
type LineOf<Of, Line = ComparedLine> = Line extends { of: infer Each }
  ? Of extends Each
    ? Line
    : never
  : never;

function line<Of extends ComparedLine['of']>(given: ComparedFacts, of: Of): LineOf<Of> {
  return comparisonOf(given, THEN, NOW).find((one) => one.of === of) as LineOf<Of>;
}

describe('exact figures', () => {
  it('are added on both sides, with their difference and its share', () => {
    expect(line(facts(), 'actual')).toMatchObject({
      then: { value: 20, missing: 0, ahead: 0 },
      now: { value: 50, missing: 0, ahead: 0 },
      difference: { by: 30, share: 1.5 }
    });
    expect(line(facts(), 'sold').difference).toEqual({ by: 0, share: 0 });
  });

  it('have no share where the base is zero', () => {
    expect(line(facts(), 'committed').difference).toEqual({ by: 5, share: null });
  });

  it('have no difference where a week is not known, and say that it is not', () => {
    const orders = { ...facts().row.orders, sellThrough: [null, 90, 120, 60] };
    const sold = line(facts({}, { orders }), 'sold');
    expect(sold.then).toEqual({ value: 90, missing: 1, ahead: 0 });
    expect(sold.difference).toBeNull();
  });

  it('are not zero where nothing is known', () => {
    const given = facts(
      { firstPromotion: day('2026-01-05'), firstOrder: null },
      {
        orders: { ...facts().row.orders, sellIn: [null, null, null, null] }
      }
    );
    expect(line(given, 'actual').then.value).toBeNull();
    expect(line(given, 'planned').then.value).toBeNull();
    expect(line(given, 'actual').now.value).toBe(50);
    expect(line(given, 'orders').now).toEqual({ value: null, missing: 2, ahead: 0 });
    expect(line(given, 'promotions').then.names).toBeNull();
    expect(line(given, 'promotions').now.names).toEqual([]);
  });

  it('count a week without an order as zero between the first order and the last of all', () => {
    const orders = { ...facts().row.orders, sellIn: [null, 100, 150, null] };
    expect(line(facts({}, { orders }), 'orders').then).toEqual({ value: 100, missing: 0, ahead: 0 });
    const late = facts({ ordersEnd: addDays(NOW[1]!, -1) }, { orders });
    expect(line(late, 'orders').now).toEqual({ value: 150, missing: 1, ahead: 0 });
  });

  it('of weeks that are not over have no difference, but for what is agreed ahead', () => {
    const given = facts({ asOf: day('2026-06-10') });
    expect(line(given, 'actual')).toMatchObject({ now: { value: 50, ahead: 1 }, difference: null });
    expect(line(given, 'planned').difference).toEqual({ by: 40, share: 40 / 30 });
    const ahead = facts({ asOf: day('2026-05-31') });
    expect(line(ahead, 'actual').now).toEqual({ value: null, missing: 0, ahead: 2 });
    expect(line(ahead, 'planned').now.value).toBe(70);
  });

  it('of a plan that was never one in money are not known', () => {
    const spend = { ...facts().row.spend, planned: [null, 20, 30, 40] };
    expect(line(facts({}, { spend }), 'planned')).toMatchObject({
      then: { value: 20, missing: 1 },
      difference: null
    });
  });
});

describe('estimates', () => {
  const of = (...weeks: (WeekEstimate | null)[]) => [{ brand: 'Beacon', lists: [weeks] }];

  it('add by mean and variance, and differ by a range where their ranges lie apart', () => {
    const { then, now, difference } = line(
      facts({ competitors: of(about(1000), about(1000), about(3000), about(3000)) }),
      'competitor'
    );
    expect(then.range!.median).toBeGreaterThan(1950);
    expect(then.range!.median).toBeLessThan(2050);
    // End by end, two weeks of ±13 % would be ±256.
    expect(then.range!.high - then.range!.low).toBeLessThan(400);
    const { low, high } = difference as { low: number; high: number };
    expect(low).toBeGreaterThan(3000);
    expect(high).toBeLessThan(5000);
    expect(now.range!.high - then.range!.low).toBeGreaterThan(high);
  });

  it('cannot be told apart where their ranges overlap', () => {
    const competitors = of(about(1000, 500), about(1000, 500), about(1200, 500), about(1200, 500));
    expect(line(facts({ competitors }), 'competitor').difference).toBe('overlap');
  });

  it('have no difference where nobody looked in a week', () => {
    const half = line(facts({ competitors: of(about(1000), null, about(9000), about(9000)) }), 'competitor');
    expect(half).toMatchObject({ then: { missing: 1 }, difference: null });
    const none = line(facts({ competitors: of(null, null, about(9000), about(9000)) }), 'competitor');
    expect(none).toMatchObject({ then: { range: null, missing: 2 }, difference: null });
  });

  it('of all competitors together are known where each is', () => {
    const competitors = [
      {
        brand: null,
        lists: [
          [about(1000), about(1000), about(1000), about(1000)],
          [about(500), null, about(500), about(500)]
        ]
      }
    ];
    const { then, now } = line(facts({ competitors }), 'competitor');
    expect(then.missing).toBe(1);
    expect(now.missing).toBe(0);
    expect(Math.round(now.range!.median! / 100)).toBe(30);
  });
});

describe('days out of stock', () => {
  const out = (owner: 'competitor' | 'own' = 'competitor') => ({
    ...stockOut('S', ['2026-05-30', '2026-06-03', '2026-06-07', '2026-06-11', '2026-06-07'], 3, owner)
  });

  it('are those that are sure to those that are possible', () => {
    const { then, now, difference } = line(facts({}, { supply: [out()] }), 'competitor-out');
    expect(now.range).toEqual({ low: 5, median: null, high: 11 });
    expect(then.range).toEqual({ low: 0, median: null, high: 0 });
    expect(difference).toEqual({ low: 5, high: 11 });
  });

  it('are not zero in a week in which nobody looked', () => {
    const given = facts({ visited: new Set(NOW), stocked: new Set(NOW) }, { supply: [out(), out('own')] });
    expect(line(given, 'competitor-out')).toMatchObject({
      then: { range: null, missing: 2 },
      difference: null
    });
    expect(line(given, 'own-out').then.range).toBeNull();
    expect(line({ ...given, stocked: new Set(WEEKS) }, 'own-out').then.range).toMatchObject({
      low: 0,
      high: 0
    });
  });

  it('are counted once where two products of a brand are out on one day', () => {
    expect(line(facts({}, { supply: [out(), out()] }), 'competitor-out').now.range!.low).toBe(5);
  });
});

describe('promotions', () => {
  it('are named once each, without those that were called off', () => {
    const promotions = [
      promotion('A', '618', '2026-05-30', '2026-06-02', 'ended'),
      promotion('B', '618', '2026-06-10', '2026-06-12', 'ended'),
      promotion('C', 'Called off', '2026-06-01', '2026-06-12', 'cancelled'),
      promotion('D', 'Later', '2026-06-15', '2026-06-20', 'approved'),
      promotion('E', 'Beacon price cut', '2026-06-01', '2026-06-05', 'ended', 'competitor')
    ];
    const given = facts({ visited: new Set(NOW) }, { promotions });
    expect(line(given, 'promotions').now.names).toEqual(['618']);
    expect(line(given, 'promotions').then.names).toEqual([]);
    expect(line(given, 'activities').now.names).toEqual(['Beacon price cut']);
    expect(line(given, 'activities').then.names).toBeNull();
  });
});
