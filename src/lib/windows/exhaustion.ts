import { addDays, type Day, type DayRange, daysBetween } from '$lib/calendar/day';
import { type FiscalCalendar, fiscalQuarterOf } from '$lib/calendar/fiscal';
import type { WeekEstimate } from '$lib/competitors/spend-estimate';
import { type SpendDistribution, sumOf } from '$lib/competitors/spend-distribution';
import type { Exhaustion } from './spend-window';

/** A quarter and the places of its weeks among the evidence weeks: from `first` up to, not including, `end`. */
interface PlacedQuarter extends DayRange {
  first: number;
  end: number;
}

export type ComparedQuarters = Record<'now' | 'yearBefore' | 'justBefore', PlacedQuarter>;

/**
 * The fiscal quarter of a day, the same one a year before, and the one just before.
 *
 * @param weeks Mondays of the evidence, one after the other, none after `d`
 */
export function quartersOf(calendar: FiscalCalendar, d: Day, weeks: Day[]): ComparedQuarters {
  const thursdays = weeks.map((week) => addDays(week, 3));
  const range = ({ from, to }: DayRange) => ({
    from,
    to,
    first: thursdays.filter((on) => on < from).length,
    end: thursdays.filter((on) => on <= to).length
  });
  const now = fiscalQuarterOf(calendar, d);
  // From the middle, so that a 53rd week moves no quarter to its neighbour.
  const middle = addDays(now.from, Math.floor(daysBetween(now.from, now.to) / 2));
  return {
    now: range(now),
    yearBefore: range(fiscalQuarterOf(calendar, addDays(middle, -364))),
    justBefore: range(fiscalQuarterOf(calendar, addDays(now.from, -1)))
  };
}

/**
 * A competitor's spend so far this quarter beside that of the same quarter a year before, or, where less than half
 * of that was looked at, beside the quarter just before. Its own budget period is not known; ours stands in for it.
 *
 * @param weeks one estimate for each of the evidence weeks; null where nobody looked
 */
export function exhaustionOf(
  brand: number,
  weeks: (WeekEstimate | null)[],
  quarters: ComparedQuarters
): Exhaustion {
  const within = ({ first, end }: PlacedQuarter) => weeks.slice(first, end);
  const { now, yearBefore, justBefore } = quarters;
  const lastYear = within(yearBefore);
  const basis = lookedShare(lastYear) >= 0.5 ? ('year' as const) : ('quarter' as const);
  const compared = basis === 'year' ? yearBefore : justBefore;
  const before = within(compared);
  const soFar = within(now);
  return {
    brand,
    from: now.from,
    to: now.to,
    compared: { from: compared.from, to: compared.to, basis },
    soFar: sumOf(soFar.flatMap((week) => week?.amount ?? [])),
    before: scaled(sumOf(before.flatMap((week) => week?.amount ?? [])), lookedShare(before)),
    lookedNow: lookedShare(soFar),
    lookedBefore: lookedShare(before),
    seenNow: seen(soFar),
    seenBefore: seen(before)
  };
}

/** As if the weeks in which nobody looked had been like the others, so that thin evidence makes no low ceiling. */
function scaled(amount: SpendDistribution, looked: number): SpendDistribution {
  if (looked === 0) return amount;
  return { ...amount, mean: amount.mean / looked, variance: amount.variance / looked ** 2 };
}

function lookedShare(weeks: (WeekEstimate | null)[]): number {
  return weeks.length === 0 ? 0 : weeks.filter((week) => week !== null).length / weeks.length;
}

function seen(weeks: (WeekEstimate | null)[]): number {
  return weeks.filter((week) => week !== null && week.sightings > 0).length;
}
