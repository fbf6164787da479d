import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays, day } from '../calendar/day';
import { forecastOf } from './fund-forecast';
import { type FundBooks, leftLane, spendRate } from './left-lane';

const TODAY = day('2026-06-10');
const period = { from: day('2026-01-01'), to: day('2026-12-31') };
const fund = (available: number): FundBooks => ({
  fund: 1,
  code: 'f',
  period,
  changes: [{ on: period.from, kind: 'available', amount: available }]
});
const laneOf = (available: number, weekly: number[], today = TODAY) =>
  leftLane([fund(available)], [], [], spendRate(weekly), today, period)!;

describe('forecastOf', () => {
  it('says nothing where fewer than eight weeks tell how the account spends, nor once the period is over', () => {
    expect(forecastOf(laneOf(1_000, [10, 20, 30]))).toBeNull();
    expect(forecastOf(laneOf(1_000, Array<number>(10).fill(5), addDays(period.to, 1)))).toBeNull();
  });

  it('names the week in which money that is spent as usual is used up', () => {
    const found = forecastOf(laneOf(1_000, Array<number>(10).fill(100)))!;
    // Weeks that do not vary leave no range: 1,000 lasts ten weeks.
    expect(found.usedUp!.early).toBe(found.usedUp!.median);
    expect(found.usedUp!.median).toBe(found.usedUp!.late);
    const lasted = (Date.parse(found.usedUp!.median!) - Date.parse(TODAY)) / (7 * 86_400_000);
    expect(lasted).toBeGreaterThan(10);
    expect(lasted).toBeLessThanOrEqual(11);
    expect(forecastOf(laneOf(1_000_000, Array<number>(10).fill(100)))!.usedUp).toBeNull();
  });

  it('holds its median in a range that never turns over, and is used up early before late', () => {
    const weeks = fc.array(fc.nat(500), { minLength: 8, maxLength: 52 });
    fc.assert(
      fc.property(fc.nat(20_000), weeks, (available, weekly) => {
        const found = forecastOf(laneOf(available, weekly))!;
        expect(found.low).toBeLessThanOrEqual(found.median);
        expect(found.median).toBeLessThanOrEqual(found.high);
        const { early, median, late } = found.usedUp ?? { early: null, median: null, late: null };
        if (median) expect(early! <= median).toBe(true);
        if (late) expect(median! <= late).toBe(true);
      })
    );
  });

  it('covers the end of a fund that goes on as it went in about eight of ten simulated years', () => {
    let state = 20_260_610;
    const random = () => ((state = (state * 1_664_525 + 1_013_904_223) >>> 0) + 0.5) / 2 ** 32;
    // Promotions of two weeks now and then, of varying size, as an account has them.
    const weekSpend = (count: number) => {
      const weeks: number[] = [];
      while (weeks.length < count) {
        if (random() < 0.25) weeks.push(...Array<number>(2).fill(Math.round(2_000 * (0.5 + random()))));
        else weeks.push(0);
      }
      return weeks.slice(0, count);
    };
    const runs = 400;
    let held = 0;
    for (let run = 0; run < runs; run++) {
      const found = forecastOf(laneOf(1_000_000, weekSpend(52)))!;
      const spent = weekSpend(Math.ceil(found.weeks));
      const whole = Math.floor(found.weeks);
      const to =
        1_000_000 -
        spent.slice(0, whole).reduce((a, b) => a + b, 0) -
        (spent[whole] ?? 0) * (found.weeks - whole);
      if (found.low <= to && to <= found.high) held++;
    }
    expect(held / runs).toBeGreaterThan(0.7);
    expect(held / runs).toBeLessThan(0.92);
  });
});
