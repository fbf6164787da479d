import { addDays, type Day, day, daysBetween } from './day';
import { mondayOf, sundayOf } from './week';

/**
 * How the organisation cuts its year. In a week-based year (`iso` and the 4-4-5 family) a quarter has 13 weeks in
 * three periods and the year begins on the Monday nearest to the first of `yearStartMonth`, which for January is
 * the ISO year. With `month`, periods are calendar months and a week belongs to the month of its Thursday.
 */
export interface FiscalCalendar {
  kind: 'iso' | '4-4-5' | '4-5-4' | '5-4-4' | 'month';
  /** 1 to 12. A year that starts after January is named by the calendar year in which it ends. */
  yearStartMonth: number;
}

export interface FiscalYear {
  year: number;
  /** "FY26". */
  label: string;
  from: Day;
  /** Included. */
  to: Day;
  weeks: number;
}

export interface FiscalWeek {
  year: number;
  /** 1 to 53. */
  week: number;
  period: number;
  quarter: number;
  from: Day;
  to: Day;
  isWeek53: boolean;
  startsYear: boolean;
}

export interface FiscalPeriod {
  year: number;
  /** 1 to 12. */
  period: number;
  quarter: number;
  /** First day; a Monday in a week-based year. */
  from: Day;
  to: Day;
  /** Weeks whose Thursday lies in it. */
  weeks: number;
}

export interface FiscalQuarter {
  year: number;
  quarter: number;
  from: Day;
  to: Day;
  weeks: number;
}

const PATTERNS: Record<Exclude<FiscalCalendar['kind'], 'month'>, [number, number, number]> = {
  iso: [4, 4, 5],
  '4-4-5': [4, 4, 5],
  '4-5-4': [4, 5, 4],
  '5-4-4': [5, 4, 4]
};

/** The fiscal year that holds `d`. */
export function fiscalYearOf(calendar: FiscalCalendar, d: Day): FiscalYear {
  const guess = Number(d.slice(0, 4));
  for (const startYear of [guess + 1, guess, guess - 1]) {
    const from = yearStart(calendar, startYear);
    if (from <= d) {
      const to = addDays(yearStart(calendar, startYear + 1), -1);
      const year = calendar.yearStartMonth === 1 ? startYear : startYear + 1;
      return {
        year,
        label: `FY${String(year % 100).padStart(2, '0')}`,
        from,
        to,
        weeks: thursdays(from, to)
      };
    }
  }
  throw new RangeError(`No fiscal year holds ${d}.`);
}

/** A fiscal year by its number: every calendar's year of a number holds its 15 January. */
export function fiscalYearNumbered(calendar: FiscalCalendar, year: number): FiscalYear {
  return fiscalYearOf(calendar, day(`${year}-01-15`));
}

/** The week of `d` within its fiscal year; in a month-based year the week's Thursday decides the year. */
export function fiscalWeekOf(calendar: FiscalCalendar, d: Day): FiscalWeek {
  const from = mondayOf(d);
  const thursday = addDays(from, 3);
  const { year, from: yearFrom } = fiscalYearOf(calendar, thursday);
  const week = thursdays(yearFrom, thursday);
  const { period, quarter } = fiscalPeriodOf(calendar, thursday);
  return {
    year,
    week,
    period,
    quarter,
    from,
    to: sundayOf(d),
    isWeek53: week === 53,
    startsYear: week === 1
  };
}

/** The period that holds `d`; a 53rd week belongs to the last one. */
export function fiscalPeriodOf(calendar: FiscalCalendar, d: Day): FiscalPeriod {
  const { year, from: yearFrom, to: yearTo } = fiscalYearOf(calendar, d);
  if (calendar.kind === 'month') {
    const from = day(`${d.slice(0, 7)}-01`);
    const to = addDays(monthStart(Number(d.slice(0, 4)), Number(d.slice(5, 7)) + 1), -1);
    const period = ((Number(d.slice(5, 7)) - calendar.yearStartMonth + 12) % 12) + 1;
    return { year, period, quarter: Math.ceil(period / 3), from, to, weeks: thursdays(from, to) };
  }
  const pattern = PATTERNS[calendar.kind];
  let index = Math.floor(daysBetween(yearFrom, d) / 7);
  let from = yearFrom;
  for (let period = 1; period <= 12; period++) {
    const isLast = period === 12;
    const length = pattern[(period - 1) % 3]!;
    if (index < length || isLast) {
      const to = isLast ? yearTo : addDays(from, length * 7 - 1);
      return {
        year,
        period,
        quarter: Math.ceil(period / 3),
        from,
        to,
        weeks: (daysBetween(from, to) + 1) / 7
      };
    }
    index -= length;
    from = addDays(from, length * 7);
  }
  throw new RangeError(`No fiscal period holds ${d}.`);
}

/** The quarter that holds `d`. */
export function fiscalQuarterOf(calendar: FiscalCalendar, d: Day): FiscalQuarter {
  const own = fiscalPeriodOf(calendar, d);
  let first = own;
  while ((first.period - 1) % 3 !== 0) first = fiscalPeriodOf(calendar, addDays(first.from, -1));
  let last = own;
  while (last.period % 3 !== 0) last = fiscalPeriodOf(calendar, addDays(last.to, 1));
  return {
    year: own.year,
    quarter: own.quarter,
    from: first.from,
    to: last.to,
    weeks: thursdays(first.from, last.to)
  };
}

function yearStart(calendar: FiscalCalendar, calendarYear: number): Day {
  const first = monthStart(calendarYear, calendar.yearStartMonth);
  // The Monday nearest to the first is the Monday of the week in which the first's own Thursday-week lies.
  return calendar.kind === 'month' ? first : mondayOf(addDays(first, 3));
}

function monthStart(year: number, month: number): Day {
  return new Date(Date.UTC(year, month - 1, 1)).toISOString().slice(0, 10) as Day;
}

/** Thursdays from `from` to `to`, both included: the weeks that belong to the span. */
function thursdays(from: Day, to: Day): number {
  const first = addDays(mondayOf(addDays(from, 3)), 3);
  return first > to ? 0 : Math.floor(daysBetween(first, to) / 7) + 1;
}
