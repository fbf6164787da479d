import { addDays, type Day, day } from '$lib/calendar/day';
import { type FiscalCalendar, fiscalYearOf } from '$lib/calendar/fiscal';
import { mondayOf } from '$lib/calendar/week';
import { OCCASIONS } from './cast';

/** Weeks of the demo: a year and a half, the last one the week of today. */
export const DEMO_WEEKS = 78;
export const DEMO_CALENDAR: FiscalCalendar = { kind: '4-4-5', yearStartMonth: 1 };

/** Which day is which in the demo. */
export interface Timetable {
  today: Day;
  /** Mondays, oldest first; the last is that of today's week. */
  weeks: Day[];
  years: ReturnType<typeof fiscalYearOf>[];
}

export function timetable(today: Day): Timetable {
  const last = mondayOf(today);
  const weeks = Array.from({ length: DEMO_WEEKS }, (_, i) => addDays(last, (i - DEMO_WEEKS + 1) * 7));
  const years = [fiscalYearOf(DEMO_CALENDAR, weeks[0]!)];
  while (years.at(-1)!.to < today) years.push(fiscalYearOf(DEMO_CALENDAR, addDays(years.at(-1)!.to, 1)));
  return { today, weeks, years };
}

/** The days that everybody plans around, in and shortly after the demo's weeks. */
export function keyDates({ weeks, years }: Timetable): { name: string; on: Day }[] {
  const calendarYears = [
    ...new Set([Number(weeks[0]!.slice(0, 4)), ...years.map(({ year }) => year), years.at(-1)!.year + 1])
  ];
  return calendarYears
    .flatMap((year) => OCCASIONS.map(({ name, on }) => ({ name, on: day(`${year}-${on}`) })))
    .filter(({ on }) => on >= weeks[0]! && on <= addDays(years.at(-1)!.to, 30));
}
