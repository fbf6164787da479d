import { addDays, type Day, type DayRange } from './day';
import { type FiscalCalendar, type FiscalWeek, fiscalWeekOf } from './fiscal';
import { mondayOf, weeksBetween } from './week';

/** Weeks of the fiscal year before that stand beside others, one for one. */
export interface WeeksBefore {
  /** Mondays, in the order of the weeks that they stand beside. */
  weeks: Day[];
  /**
   * `shifted`: a 53rd week has none to stand beside, so that the weeks of its year stand beside those one number
   * earlier. `left-out`: the year before had a 53rd week and these have none.
   */
  week53: 'shifted' | 'left-out' | null;
}

/**
 * The weeks of the same numbers in the fiscal year before.
 *
 * @param weeks Mondays, one after the other, of less than two years
 */
export function weeksYearBefore(calendar: FiscalCalendar, weeks: Day[]): WeeksBefore {
  const named = weeks.map((week) => fiscalWeekOf(calendar, week));
  const shifted = new Set(
    named.filter((week) => week.isWeek53 && weeksInYearBefore(calendar, week) < 53).map((week) => week.year)
  );
  const before = named.map((week) =>
    addDays(week.from, -7 * (weeksInYearBefore(calendar, week) + (shifted.has(week.year) ? 1 : 0)))
  );
  const hasGap = before.some((week, i) => i > 0 && week !== addDays(before[i - 1]!, 7));
  return { weeks: before, week53: shifted.size > 0 ? 'shifted' : hasGap ? 'left-out' : null };
}

/** The weeks whose Thursday lies in a range, by their Mondays; the one of its first day where it holds no Thursday. */
export function weeksOf(range: DayRange): Day[] {
  const weeks = weeksBetween(addDays(range.from, 3), addDays(range.to, -3));
  return weeks.length > 0 ? weeks : [mondayOf(range.from)];
}

/** 52 or 53. */
function weeksInYearBefore(calendar: FiscalCalendar, { from, week }: FiscalWeek): number {
  return fiscalWeekOf(calendar, addDays(from, -7 * week)).week;
}
