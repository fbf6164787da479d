import { addDays, type Day, type DayRange, maxDay, minDay } from '$lib/calendar/day';
import {
  type FiscalCalendar,
  fiscalPeriodOf,
  fiscalQuarterOf,
  fiscalWeekOf,
  fiscalYearOf
} from '$lib/calendar/fiscal';
import { mondayOf, sundayOf, weeksBetween } from '$lib/calendar/week';
import type { Grain } from '$lib/timeline/timeline';

/** A column before it is named in a language. */
export interface FiscalSpan extends DayRange {
  grain: Grain | 'year';
  /** "FY26". */
  fiscalYear: string;
  /** Number of the week, period or quarter within its year; the year itself for a year. */
  number: number;
  quarter: number;
  weeks: number;
  hasWeek53: boolean;
  startsYear: boolean;
}

/** More columns than this cannot be told apart. */
const MOST_WEEKS = 60;
const MOST_WEEKS_IN_PERIODS = 160;

/** Further away than this from where one looks, nothing is to be seen; every week of a range costs work. */
const MOST_DAYS_AWAY = 10 * 365;

/** Weeks while they can be told apart, then periods, then quarters, unless one is asked for. */
export function grainFor(asked: Grain | 'auto', range: DayRange): Grain {
  if (asked !== 'auto') return asked;
  const weeks = weeksBetween(range.from, range.to).length;
  return weeks <= MOST_WEEKS ? 'week' : weeks <= MOST_WEEKS_IN_PERIODS ? 'period' : 'quarter';
}

/**
 * Whole weeks to show: what is asked for, else half a year back and a quarter ahead; where the data end in the past
 * nothing lies ahead but a window, so that more of the past is shown. What is asked for far away is cut.
 */
export function rangeFor(
  asked: { from: Day | null; to: Day | null },
  asOf: Day,
  isDataEnd: boolean
): DayRange {
  const [back, ahead] = isDataEnd ? [40, 4] : [26, 13];
  const near = (d: Day | null) =>
    d && minDay(maxDay(d, addDays(asOf, -MOST_DAYS_AWAY)), addDays(asOf, MOST_DAYS_AWAY));
  const [first, last] = [near(asked.from), near(asked.to)];
  let from = first ?? addDays(mondayOf(asOf), -7 * back);
  let to = last ?? addDays(sundayOf(asOf), 7 * ahead);
  if (from > to)
    [from, to] =
      first && last ? [to, from] : first ? [from, addDays(from, 7 * 39)] : [addDays(to, -7 * 39), to];
  return { from: mondayOf(from), to: maxDay(sundayOf(to), addDays(mondayOf(from), 13)) };
}

/** The coarser bands above the columns, cut to them: periods above weeks, years above the rest. */
export function bandsOf(calendar: FiscalCalendar, columns: FiscalSpan[]): FiscalSpan[] {
  const [first, last] = [columns[0], columns.at(-1)];
  if (!first || !last) return [];
  const range = { from: first.from, to: last.to };
  return spansOf(calendar, range, first.grain === 'week' ? 'period' : 'year')
    .map((band) => ({ ...band, from: maxDay(band.from, range.from), to: minDay(band.to, range.to) }))
    .filter((band) => band.from <= band.to);
}

/** Index of the column that a week belongs to, by its Thursday; −1 outside. */
export function columnOfWeek(columns: DayRange[], monday: Day): number {
  const thursday = addDays(monday, 3);
  let [low, high] = [0, columns.length - 1];
  while (low <= high) {
    const middle = (low + high) >> 1;
    const column = columns[middle]!;
    if (thursday < column.from) high = middle - 1;
    else if (thursday > column.to) low = middle + 1;
    else return middle;
  }
  return -1;
}

/** The columns of a range, whole at both ends: the first and last may reach beyond it. */
export function spansOf(calendar: FiscalCalendar, range: DayRange, grain: Grain | 'year'): FiscalSpan[] {
  const spans: FiscalSpan[] = [];
  let at = range.from;
  while (at <= range.to) {
    const span = spanOf(calendar, at, grain);
    spans.push(span);
    at = addDays(span.to, 1);
  }
  return spans;
}

function spanOf(calendar: FiscalCalendar, d: Day, grain: Grain | 'year'): FiscalSpan {
  if (grain === 'week') {
    const week = fiscalWeekOf(calendar, d);
    return {
      grain,
      from: week.from,
      to: week.to,
      fiscalYear: fiscalYearOf(calendar, addDays(week.from, 3)).label,
      number: week.week,
      quarter: week.quarter,
      weeks: 1,
      hasWeek53: week.isWeek53,
      startsYear: week.startsYear
    };
  }
  const year = fiscalYearOf(calendar, d);
  if (grain === 'year') {
    return {
      grain,
      from: year.from,
      to: year.to,
      fiscalYear: year.label,
      number: year.year,
      quarter: 0,
      weeks: year.weeks,
      hasWeek53: year.weeks === 53,
      startsYear: true
    };
  }
  const period = grain === 'period' ? fiscalPeriodOf(calendar, d) : fiscalQuarterOf(calendar, d);
  return {
    grain,
    from: period.from,
    to: period.to,
    fiscalYear: year.label,
    number: grain === 'period' ? fiscalPeriodOf(calendar, d).period : period.quarter,
    quarter: period.quarter,
    weeks: period.weeks,
    hasWeek53: year.weeks === 53 && period.to === year.to,
    startsYear: period.from === year.from
  };
}

/** Whole weeks from the first to the last of some days; null for none. */
export function wholeWeeks(days: (Day | null)[]): DayRange | null {
  const known = days.flatMap((d) => d ?? []);
  const first = known[0];
  return first ? { from: mondayOf(minDay(first, ...known)), to: sundayOf(maxDay(first, ...known)) } : null;
}
