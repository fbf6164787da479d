import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays, day } from '$lib/calendar/day';
import { quantilesOf, sumOf } from './spend-distribution';
import {
  combineEstimates,
  estimateWeeks,
  type Looked,
  nothingSeen,
  type SpendReport
} from './spend-estimate';

const FIRST = day('2026-01-05');
const WEEKS = Array.from({ length: 12 }, (_, i) => addDays(FIRST, 7 * i));
const nobody: Looked[] = WEEKS.map(() => ({ visited: 0, stores: 8 }));

function report(values: Partial<SpendReport> = {}): SpendReport {
  return {
    product: null,
    tactic: 'display',
    store: 1,
    seenOn: FIRST,
    from: FIRST,
    to: addDays(FIRST, 6),
    low: 90_000,
    high: 110_000,
    source: 'store',
    sureness: 'saw',
    ...values
  };
}

const anyReport: fc.Arbitrary<SpendReport> = fc
  .record({
    product: fc.option(fc.integer({ min: 1, max: 3 })),
    tactic: fc.option(fc.constantFrom('display', 'price')),
    store: fc.option(fc.integer({ min: 1, max: 8 })),
    start: fc.integer({ min: -10, max: 80 }),
    length: fc.integer({ min: 0, max: 30 }),
    amounts: fc.option(fc.tuple(fc.nat(10_000_000), fc.nat(10_000_000)), { freq: 5 }),
    source: fc.constantFrom('store', 'public', 'account'),
    sureness: fc.constantFrom('saw', 'told', 'estimate')
  })
  .map(({ start, length, amounts, ...rest }) => ({
    ...rest,
    seenOn: addDays(FIRST, start),
    from: addDays(FIRST, start),
    to: addDays(FIRST, start + length),
    low: amounts ? Math.min(...amounts) : null,
    high: amounts ? Math.max(...amounts) : null
  })) as fc.Arbitrary<SpendReport>;
const anyLooked = fc.array(
  fc.integer({ min: 0, max: 8 }).map((visited) => ({ visited, stores: 8 })),
  { minLength: WEEKS.length, maxLength: WEEKS.length }
);

describe('a competitor’s weekly spend', () => {
  it('has quantiles that never decrease, none below zero, for any reports', () => {
    fc.assert(
      fc.property(
        fc.array(anyReport, { maxLength: 20 }),
        anyLooked,
        fc.nat(1_000_000),
        (reports, looked, scale) => {
          const weeks = estimateWeeks(WEEKS, reports, looked, scale);
          for (const part of [...weeks.map((week) => [week]), weeks]) {
            const estimate = combineEstimates(part);
            if (!estimate) continue;
            const { p10, p25, p50, p75, p90 } = estimate;
            expect([p10, p25, p50, p75, p90]).toEqual([p10, p25, p50, p75, p90].sort((a, b) => a - b));
            expect(p10).toBeGreaterThanOrEqual(0);
            expect(Number.isSafeInteger(p90)).toBe(true);
          }
        }
      )
    );
  });

  it('is not known in a week in which nobody looked and of which nobody told', () => {
    fc.assert(
      fc.property(fc.array(anyReport, { maxLength: 10 }), anyLooked, (reports, looked) => {
        estimateWeeks(WEEKS, reports, looked, 1000).forEach((week, i) => {
          const monday = WEEKS[i]!;
          const told = reports.some(({ from, to }) => from <= addDays(monday, 6) && to >= monday);
          if (!told) expect(week === null).toBe(looked[i]!.visited === 0);
        });
      })
    );
  });

  it('does not depend on the order in which reports came', () => {
    fc.assert(
      fc.property(
        fc
          .array(anyReport, { maxLength: 8 })
          .chain((reports) =>
            fc.tuple(fc.constant(reports), fc.shuffledSubarray(reports, { minLength: reports.length }))
          ),
        anyLooked,
        ([reports, shuffled], looked) => {
          expect(estimateWeeks(WEEKS, shuffled, looked, 1000)).toEqual(
            estimateWeeks(WEEKS, reports, looked, 1000)
          );
        }
      )
    );
  });

  it('that nobody saw has a median of zero, and more visits never widen it', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 40 }),
        fc.double({ min: 0.01, max: 0.99, noNaN: true }),
        fc.integer({ min: 1, max: 1_000_000 }),
        (visited, often, mean) => {
          const size = { mean, variance: (0.7 * mean) ** 2 };
          const few = quantilesOf(nothingSeen(visited, often, size));
          const more = quantilesOf(nothingSeen(visited + 1, often, size));
          expect(few.p50).toBe(0);
          expect(more.p90).toBeLessThanOrEqual(few.p90);
          expect(more.p75).toBeLessThanOrEqual(few.p75);
        }
      )
    );
  });

  it('leaves room for what was missed when few stores were entered', () => {
    const seen = WEEKS.slice(0, 6).map((week, i) =>
      report({ from: week, to: addDays(week, 6), seenOn: week, store: i })
    );
    const looked = WEEKS.map((_, i) => ({ visited: i < 6 ? 3 : 1, stores: 8 }));
    expect(quantilesOf(estimateWeeks(WEEKS, seen, looked, 0)[8]!.amount).p90).toBeGreaterThan(0);
  });

  const width = (estimate: { p10: number; p90: number }) => estimate.p90 - estimate.p10;

  it('is less sure, and no other amount, where few of the stores were entered', () => {
    const of = (visited: number) =>
      combineEstimates(
        estimateWeeks(
          WEEKS,
          [report()],
          WEEKS.map(() => ({ visited, stores: 8 })),
          0
        ).slice(0, 1)
      )!;
    const widths = [8, 4, 1].map((visited) => width(of(visited)));
    expect(widths).toEqual([...widths].sort((a, b) => a - b));
    expect(widths[2]).toBeGreaterThan(widths[0]! * 1.2);
    // At worst twice the variance.
    expect(widths[2]).toBeLessThan(widths[0]! * 1.5);
  });

  it('is less sure where it is a guess, by half as much again', () => {
    const of = (sureness: SpendReport['sureness']) =>
      width(
        combineEstimates(
          estimateWeeks(WEEKS, [report({ sureness, low: 100_000, high: 100_000 })], nobody, 0).slice(0, 1)
        )!
      );
    expect(of('told')).toBe(of('saw'));
    expect(of('estimate') / of('saw')).toBeGreaterThan(1.25);
    expect(of('estimate') / of('saw')).toBeLessThan(1.65);
  });

  it('takes several stores’ reports of one promotion as one amount, known better', () => {
    const one = combineEstimates(estimateWeeks(WEEKS, [report()], nobody, 0).slice(0, 1))!;
    const four = combineEstimates(
      estimateWeeks(
        WEEKS,
        [1, 2, 3, 4].map((store) => report({ store })),
        nobody,
        0
      ).slice(0, 1)
    )!;
    expect(four.p50).toBeGreaterThan(90_000);
    expect(four.p50).toBeLessThan(110_000);
    expect(four.p90 - four.p10).toBeLessThan(one.p90 - one.p10);
    expect(four.sightings).toBe(4);
  });

  it('adds what is told of the whole account for different products', () => {
    const told = [1, 2].map((product) =>
      report({ product, store: null, source: 'public', low: 1000, high: 1000 })
    );
    const week = combineEstimates(estimateWeeks(WEEKS, told, nobody, 0).slice(0, 1))!;
    expect(week.p50).toBeGreaterThan(1900);
    expect(week.p50).toBeLessThan(2100);
  });

  it('is not known where something was seen and nobody said for how much', () => {
    expect(estimateWeeks(WEEKS, [report({ low: null, high: null })], nobody, 1000)[0]).toBeNull();
  });
});

describe('weeks taken together', () => {
  it('are narrower than their ends added, and as large in the middle', () => {
    const week = { zero: 0, mean: 100_000, variance: 35_000 ** 2 };
    const one = quantilesOf(week);
    const four = quantilesOf(sumOf([week, week, week, week]));
    expect(four.p90).toBeLessThan(4 * one.p90);
    expect(four.p10).toBeGreaterThan(4 * one.p10);
    expect(Math.abs(four.p50 - 400_000)).toBeLessThan(20_000);
  });

  it('say which share of them was looked at, and are unknown only if all are', () => {
    const weeks = estimateWeeks(WEEKS, [report()], nobody, 0);
    expect(combineEstimates(weeks.slice(0, 4))!.looked).toBe(0.25);
    expect(combineEstimates(weeks.slice(1, 4))).toBeNull();
  });
});
