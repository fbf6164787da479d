import { addDays, type Day, daysBetween, maxDay, minDay } from '$lib/calendar/day';
import { type FiscalCalendar, fiscalPeriodOf, fiscalQuarterOf, fiscalYearOf } from '$lib/calendar/fiscal';
import { mondayOf } from '$lib/calendar/week';
import type { Promotion, PromotionStatus } from './promotion';

export type CalendarGrain = 'month' | 'quarter';

/** What a calendar shows: a fiscal month or quarter, and the days that open the ones beside it. */
export interface CalendarSpan {
  grain: CalendarGrain;
  /** `FY27 P2`, `FY27 Q1`. */
  label: string;
  from: Day;
  to: Day;
  before: Day;
  after: Day;
}

/** The fiscal month or quarter that holds a day. */
export function calendarSpan(calendar: FiscalCalendar, grain: CalendarGrain, on: Day): CalendarSpan {
  const { from, to, ...found } =
    grain === 'month' ? fiscalPeriodOf(calendar, on) : fiscalQuarterOf(calendar, on);
  const part = 'period' in found ? `P${found.period}` : `Q${found.quarter}`;
  const { label } = fiscalYearOf(calendar, from);
  return { grain, label: `${label} ${part}`, from, to, before: addDays(from, -1), after: addDays(to, 1) };
}

type Shown = Pick<
  Promotion,
  'code' | 'name' | 'tactic' | 'account' | 'startsOn' | 'endsOn' | 'plannedMinor'
> & {
  status: PromotionStatus;
};

/** A promotion as a bar: where it stands in the span, as shares of its width, and in which lane of its account. */
export interface CalendarBar<T> {
  promotion: T;
  start: number;
  width: number;
  lane: number;
  /** It began before the span, or ends after it. */
  isFromBefore: boolean;
  isOnAfter: boolean;
}

export interface CalendarRow<T> {
  account: { code: string; name: string };
  lanes: number;
  bars: CalendarBar<T>[];
}

/** What is not to happen is not in a calendar. */
const isPlanned = ({ status }: Shown) => status !== 'cancelled' && status !== 'declined';

/**
 * The promotions of a span by account, each in the first lane that is free: lanes beside each other are promotions at
 * once.
 *
 * @param compareText for the order of accounts
 */
export function calendarRows<T extends Shown>(
  promotions: readonly T[],
  { from, to }: Pick<CalendarSpan, 'from' | 'to'>,
  compareText: (a: string, b: string) => number
): CalendarRow<T>[] {
  const days = daysBetween(from, to) + 1;
  const rows = new Map<string, CalendarRow<T> & { ends: Day[] }>();
  const shown = promotions
    .filter((promotion) => isPlanned(promotion) && promotion.startsOn <= to && promotion.endsOn >= from)
    .sort((a, b) => (a.startsOn < b.startsOn || (a.startsOn === b.startsOn && a.code < b.code) ? -1 : 1));
  for (const promotion of shown) {
    const { account, startsOn, endsOn } = promotion;
    const row = rows.get(account.code) ?? { account, lanes: 0, bars: [], ends: [] };
    rows.set(account.code, row);
    const free = row.ends.findIndex((end) => end < startsOn);
    const lane = free < 0 ? row.ends.length : free;
    row.ends[lane] = endsOn;
    row.lanes = row.ends.length;
    const [first, last] = [maxDay(from, startsOn), minDay(to, endsOn)];
    row.bars.push({
      promotion,
      start: daysBetween(from, first) / days,
      width: (daysBetween(first, last) + 1) / days,
      lane,
      isFromBefore: startsOn < from,
      isOnAfter: endsOn > to
    });
  }
  return [...rows.values()]
    .map(({ ends: _, ...row }) => row)
    .sort((a, b) => compareText(a.account.name, b.account.name));
}

/** A line of the calendar's head: a week by its Monday, or its first day in the span. */
export interface CalendarMark {
  day: Day;
  at: number;
}

/** The weeks of a span, from its first day on. */
export function calendarMarks({ from, to }: Pick<CalendarSpan, 'from' | 'to'>): CalendarMark[] {
  const days = daysBetween(from, to) + 1;
  const marks: CalendarMark[] = [];
  for (let day = from; day <= to; day = addDays(mondayOf(day), 7))
    marks.push({ day, at: daysBetween(from, day) / days });
  return marks;
}

/** Where a day begins in a span, as a share of its width; null outside. */
export function placeIn({ from, to }: Pick<CalendarSpan, 'from' | 'to'>, on: Day): number | null {
  return from <= on && on <= to ? daysBetween(from, on) / (daysBetween(from, to) + 1) : null;
}
