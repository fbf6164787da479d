import { addDays, type Day, type DayRange, daysBetween, maxDay, minDay } from '$lib/calendar/day';
import { mondayOf, sundayOf } from '$lib/calendar/week';

/** What of a bar is held: one of its ends, or all of it. */
export type Grip = 'start' | 'end' | 'whole';

/**
 * Where a bar's days lie after a drag. Ends snap to the first and last day of a week, the whole bar moves by weeks and
 * keeps its length; nothing moves before `least`, and no end passes the other.
 *
 * @param byDays how far it was dragged, in days; a part of a day is rounded
 * @param least the first day that a moved end may lie on
 * @param isExact whether to stop at any day rather than at weeks
 */
export function movedRange(
  { from, to }: DayRange,
  grip: Grip,
  byDays: number,
  least: Day,
  isExact: boolean
): DayRange {
  const days = Math.round(byDays);
  if (grip === 'whole') {
    const step = isExact ? 1 : 7;
    const wanted = Math.round(days / step) * step;
    const earliest = Math.ceil(daysBetween(from, least) / step) * step;
    // A bar that stands before `least` already may still stay where it is.
    const by = wanted < 0 ? Math.min(0, Math.max(wanted, earliest)) : wanted;
    return { from: addDays(from, by), to: addDays(to, by) };
  }
  if (grip === 'start') {
    const wanted = addDays(from, days);
    const snapped = isExact ? wanted : mondayOf(addDays(wanted, 3));
    return { from: minDay(to, maxDay(least, snapped)), to };
  }
  const wanted = addDays(to, days);
  const snapped = isExact ? wanted : sundayOf(addDays(wanted, -3));
  return { from, to: maxDay(from, least, snapped) };
}
