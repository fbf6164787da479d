import { addDays, type Day } from '$lib/calendar/day';
import type { FiscalCalendar } from '$lib/calendar/fiscal';
import type { ComparedWeeks } from '$lib/timeline/comparison';
import { spansOf } from './column';
import { weeksName } from './column.text';

/** Weeks with their fiscal year: "FY26 W22–24", "FY26 W52 – FY27 W1". @param weeks Mondays, at least one */
export function comparedWeeks(calendar: FiscalCalendar, weeks: Day[]): ComparedWeeks {
  const range = { from: weeks[0]!, to: addDays(weeks.at(-1)!, 6) };
  const spans = spansOf(calendar, range, 'week');
  const [first, last] = [spans[0]!, spans.at(-1)!];
  const named = (of: { from: Day; to: Day }, year: string) => `${year} ${weeksName(of, spans)}`;
  const label =
    first.fiscalYear === last.fiscalYear
      ? named(range, first.fiscalYear)
      : `${named(first, first.fiscalYear)} – ${named(last, last.fiscalYear)}`;
  return { ...range, label, count: weeks.length };
}
