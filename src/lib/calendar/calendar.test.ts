import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays, day, dayOf, daysBetween, FIRST_DAY, LAST_DAY, parseDay, toUtc } from './day';
import { dayInput } from './day.input';
import { type FiscalCalendar, fiscalPeriodOf, fiscalQuarterOf, fiscalWeekOf, fiscalYearOf } from './fiscal';
import { formatDayRange } from './format';
import { mondayOf, sundayOf, weeksBetween } from './week';

const days = fc.integer({ min: 0, max: 40_000 }).map((n) => addDays(day('1970-01-01'), n));
const calendars: fc.Arbitrary<FiscalCalendar> = fc.record({
  kind: fc.constantFrom('iso', '4-4-5', '4-5-4', '5-4-4', 'month'),
  yearStartMonth: fc.integer({ min: 1, max: 12 })
});

describe('a day', () => {
  it('refuses what the calendar does not have', () => {
    for (const text of ['2026-02-30', '2026-2-3', '03/04/2026', '', '2025-02-29'])
      expect(parseDay(text)).toBeNull();
    expect(parseDay('2024-02-29')).toBe('2024-02-29');
    expect(() => day('yesterday')).toThrow(RangeError);
  });

  it('that cannot be meant is none that people name', () => {
    for (const text of ['0026-11-25', '0100-01-01', '1969-12-31', '2200-01-01', '9999-12-31', '20260-01-01'])
      expect(parseDay(text), text).toBeNull();
    expect([parseDay(FIRST_DAY), parseDay(LAST_DAY)]).toEqual([FIRST_DAY, LAST_DAY]);
    // What the program reckons with may lie outside: the week before the first day.
    expect(day('1969-12-31')).toBe('1969-12-31');
  });

  it('in a form says whether it is none, or one that cannot be meant', () => {
    const fault = (text: string) => dayInput.safeParse(text).error?.issues[0]?.message;
    expect(fault('0026-11-25')).toBe('far-off-day');
    expect(fault('9999-12-31')).toBe('far-off-day');
    expect(fault('202611-12-31')).toBe('far-off-day');
    expect(fault('2026-02-30')).toBe('not-a-day');
    expect(fault('soon')).toBe('not-a-day');
    expect(fault('２０２６-11-25')).toBeUndefined();
  });

  it('adds and counts the same days', () => {
    fc.assert(
      fc.property(days, fc.integer({ min: -9999, max: 9999 }), (d, n) => {
        expect(daysBetween(d, addDays(d, n))).toBe(n);
        expect(dayOf(toUtc(d))).toBe(d);
      })
    );
  });
});

describe('a week', () => {
  it('runs from a Monday to the Sunday six days later', () => {
    fc.assert(
      fc.property(days, (d) => {
        expect(toUtc(mondayOf(d)).getUTCDay()).toBe(1);
        expect(mondayOf(d) <= d && d <= sundayOf(d)).toBe(true);
        expect(daysBetween(mondayOf(d), sundayOf(d))).toBe(6);
      })
    );
  });

  it('is listed once, without a gap', () => {
    expect(weeksBetween(day('2026-11-25'), day('2026-12-07'))).toEqual([
      '2026-11-23',
      '2026-11-30',
      '2026-12-07'
    ]);
    expect(weeksBetween(day('2026-12-07'), day('2026-11-25'))).toEqual([]);
  });
});

describe('the fiscal calendar', () => {
  it('leaves no day out and counts none twice', () => {
    fc.assert(
      fc.property(calendars, days, (calendar, d) => {
        for (const spanOf of [fiscalYearOf, fiscalQuarterOf, fiscalPeriodOf]) {
          const span = spanOf(calendar, d);
          expect(span.from <= d && d <= span.to).toBe(true);
          expect(spanOf(calendar, span.from)).toEqual(span);
          expect(spanOf(calendar, span.to)).toEqual(span);
          expect(spanOf(calendar, addDays(span.to, 1)).from).toBe(addDays(span.to, 1));
        }
      })
    );
  });

  it('numbers the weeks of a year from 1 to its last, one by one', () => {
    fc.assert(
      fc.property(calendars, days, (calendar, d) => {
        const here = fiscalWeekOf(calendar, d);
        const next = fiscalWeekOf(calendar, addDays(here.to, 1));
        expect(next.year === here.year ? next.week - here.week : next.week).toBe(1);
        expect(here.week).toBeLessThanOrEqual(53);
        expect(next.startsYear).toBe(next.year !== here.year);
      })
    );
  });

  it('gives a week-based year 52 or 53 weeks in twelve periods and four quarters', () => {
    fc.assert(
      fc.property(calendars, days, (calendar, d) => {
        const year = fiscalYearOf(calendar, d);
        expect([52, 53]).toContain(year.weeks);
        let weeks = 0;
        for (let at = year.from, period = 1; at <= year.to; period++) {
          const span = fiscalPeriodOf(calendar, at);
          expect(span.period).toBe(period);
          expect(span.quarter).toBe(Math.ceil(period / 3));
          weeks += span.weeks;
          at = addDays(span.to, 1);
          if (at > year.to) expect(period).toBe(12);
        }
        expect(weeks).toBe(year.weeks);
      })
    );
  });

  it('is the ISO year when it starts in January', () => {
    const iso: FiscalCalendar = { kind: 'iso', yearStartMonth: 1 };
    expect(fiscalYearOf(iso, day('2027-01-03'))).toMatchObject({
      year: 2026,
      label: 'FY26',
      from: '2025-12-29',
      to: '2027-01-03',
      weeks: 53
    });
    expect(fiscalWeekOf(iso, day('2026-12-31'))).toMatchObject({
      week: 53,
      isWeek53: true,
      quarter: 4,
      period: 12
    });
    expect(fiscalWeekOf(iso, day('2026-11-23'))).toMatchObject({ week: 48, period: 12 });
  });

  it('follows the chosen pattern', () => {
    const lengths = (kind: FiscalCalendar['kind']) =>
      ['2026-01-10', '2026-02-10', '2026-03-15'].map(
        (d) => fiscalPeriodOf({ kind, yearStartMonth: 1 }, day(d)).weeks
      );
    expect(lengths('4-4-5')).toEqual([4, 4, 5]);
    expect(lengths('5-4-4')).toEqual([5, 4, 4]);
    expect(fiscalPeriodOf({ kind: 'month', yearStartMonth: 4 }, day('2026-05-05'))).toMatchObject({
      year: 2027,
      period: 2,
      from: '2026-05-01',
      to: '2026-05-31'
    });
  });
});

describe('a range of days on the screen', () => {
  it('says what both ends share once', () => {
    expect(
      formatDayRange(day('2026-09-01'), day('2026-09-07'), 'en').replace(/[\u2009\u202f]/g, ' ')
    ).toMatch(/^1 ?– ?7 Sept? 2026$/);
    expect(formatDayRange(day('2026-09-01'), day('2026-09-07'), 'zh-Hans')).toMatch(/^2026/);
  });
});
