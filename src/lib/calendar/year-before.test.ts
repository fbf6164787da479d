import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays, day } from './day';
import { type FiscalCalendar, fiscalWeekOf } from './fiscal';
import { mondayOf, weeksBetween } from './week';
import { weeksOf, weeksYearBefore } from './year-before';

const ISO: FiscalCalendar = { kind: 'iso', yearStartMonth: 1 };
const calendars = fc.record({
  kind: fc.constantFrom('iso' as const, '4-4-5' as const, '5-4-4' as const, 'month' as const),
  yearStartMonth: fc.integer({ min: 1, max: 12 })
});
const mondays = fc.integer({ min: 0, max: 20_000 }).map((n) => mondayOf(addDays(day('1990-01-01'), n)));
const named = (weeks: ReturnType<typeof weeksBetween>) =>
  weeks.map((week) => {
    const { year, week: number } = fiscalWeekOf(ISO, week);
    return `${year} W${number}`;
  });

describe('the same weeks a year before', () => {
  it('have the same numbers in the fiscal year before', () => {
    const { weeks, week53 } = weeksYearBefore(ISO, weeksBetween(day('2026-05-25'), day('2026-06-14')));
    expect(named(weeks)).toEqual(['2025 W22', '2025 W23', '2025 W24']);
    expect(weeks[0]).toBe('2025-05-26');
    expect(week53).toBeNull();
  });

  it('shift by one where a 53rd week has none to stand beside', () => {
    // 2026 has 53 weeks, 2025 has 52.
    const { weeks, week53 } = weeksYearBefore(ISO, weeksBetween(day('2026-12-14'), day('2027-01-17')));
    expect(named(weeks)).toEqual(['2025 W50', '2025 W51', '2025 W52', '2026 W1', '2026 W2']);
    expect(week53).toBe('shifted');
  });

  it('leave out a 53rd week that nothing stands beside', () => {
    const { weeks, week53 } = weeksYearBefore(ISO, weeksBetween(day('2027-12-27'), day('2028-01-09')));
    expect(named(weeks)).toEqual(['2026 W52', '2027 W1']);
    expect(week53).toBe('left-out');
  });

  it('have the same numbers in every calendar, unless a 53rd week shifts them', () => {
    fc.assert(
      fc.property(calendars, mondays, fc.integer({ min: 1, max: 53 }), (calendar, first, length) => {
        const weeks = weeksBetween(first, addDays(first, 7 * length - 1));
        const before = weeksYearBefore(calendar, weeks);
        expect(new Set(before.weeks).size).toBe(length);
        weeks.forEach((week, i) => {
          const [own, other] = [fiscalWeekOf(calendar, week), fiscalWeekOf(calendar, before.weeks[i]!)];
          if (before.week53 === 'shifted') return;
          expect([other.year, other.week]).toEqual([own.year - 1, own.week]);
        });
        if (before.week53 === 'shifted')
          before.weeks.forEach((week, i) => i > 0 && expect(week).toBe(addDays(before.weeks[i - 1]!, 7)));
      })
    );
  });
});

describe('the weeks of a range', () => {
  it('are those whose Thursday it holds, and at least one', () => {
    expect(weeksOf({ from: day('2026-06-01'), to: day('2026-06-21') })).toEqual([
      '2026-06-01',
      '2026-06-08',
      '2026-06-15'
    ]);
    // June as a calendar month: its last Tuesday belongs to a week of July.
    expect(weeksOf({ from: day('2026-06-01'), to: day('2026-06-30') }).at(-1)).toBe('2026-06-22');
    expect(weeksOf({ from: day('2026-06-06'), to: day('2026-06-07') })).toEqual(['2026-06-01']);
  });
});
