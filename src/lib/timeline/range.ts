import { addDays, type Day, type DayRange, daysBetween, maxDay, minDay } from '$lib/calendar/day';
import { mondayOf, sundayOf } from '$lib/calendar/week';

const LEAST_WEEKS = 2;
/** Room beyond the first fact and the last plan into which the reader may pan. */
const MARGIN_WEEKS = 26;

/** Whole weeks that hold a range, never less than two. */
export function snap(range: DayRange): DayRange {
  const from = mondayOf(range.from);
  return { from, to: maxDay(sundayOf(range.to), addDays(from, LEAST_WEEKS * 7 - 1)) };
}

/** The range moved by whole weeks, later for positive `weeks`, held near what there is to see. */
export function pan(range: DayRange, extent: DayRange, weeks: number): DayRange {
  const length = daysBetween(range.from, range.to);
  const earliest = addDays(extent.from, -MARGIN_WEEKS * 7);
  const latest = addDays(extent.to, MARGIN_WEEKS * 7);
  const from = maxDay(
    minDay(addDays(range.from, weeks * 7), addDays(latest, -length)),
    minDay(earliest, range.from)
  );
  return snap({ from, to: addDays(from, length) });
}

/**
 * The range shown `factor` times as long (below 1 is closer), with `at` staying where it is on the screen.
 */
export function zoom(range: DayRange, extent: DayRange, factor: number, at: Day): DayRange {
  const days = daysBetween(range.from, range.to) + 1;
  const most = daysBetween(minDay(extent.from, range.from), maxDay(extent.to, range.to)) + 1;
  const weeks = Math.round((days * factor) / 7);
  // A step that rounding would swallow still moves by one week.
  const moved =
    factor > 1 ? Math.max(weeks, Math.floor(days / 7) + 1) : Math.min(weeks, Math.ceil(days / 7) - 1);
  const length = Math.max(LEAST_WEEKS, Math.min(moved, Math.ceil(most / 7))) * 7;
  const share = daysBetween(range.from, at) / days;
  const from = mondayOf(addDays(at, -Math.round(length * share)));
  return snap({ from, to: addDays(from, length - 1) });
}

/** One end moved to another week; the ends keep two weeks between them. */
export function moveEnd(range: DayRange, end: 'from' | 'to', day: Day): DayRange {
  if (end === 'from') return { from: minDay(mondayOf(day), mondayOf(addDays(range.to, -13))), to: range.to };
  return { from: range.from, to: maxDay(sundayOf(day), addDays(range.from, LEAST_WEEKS * 7 - 1)) };
}
