import { addDays, type Day, daysBetween } from '$lib/calendar/day';
import { type FiscalCalendar, fiscalQuarterOf } from '$lib/calendar/fiscal';
import type { WeekEstimate } from '$lib/competitors/spend-estimate';
import { type SpendDistribution, sumOf } from '$lib/competitors/spend-distribution';
import type { DayRange } from '$lib/timeline/timeline';
import type { Exhaustion } from './spend-window';

/** The fiscal quarter of a day, the same one a year before, and the one just before. */
export function quartersOf(
  calendar: FiscalCalendar,
  d: Day
): { now: DayRange; yearBefore: DayRange; justBefore: DayRange } {
  const range = ({ from, to }: DayRange) => ({ from, to });
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
 * @param weeks Mondays, with one estimate each; null where nobody looked
 */
export function exhaustionOf(
  brand: number,
  weeks: Day[],
  estimates: (WeekEstimate | null)[],
  quarters: ReturnType<typeof quartersOf>,
  asOf: Day
): Exhaustion {
  const within = ({ from, to }: DayRange) =>
    estimates.filter((_, i) => {
      const thursday = addDays(weeks[i]!, 3);
      return thursday >= from && thursday <= to && weeks[i]! <= asOf;
    });
  const { now, yearBefore, justBefore } = quarters;
  const lastYear = within(yearBefore);
  const basis = lookedShare(lastYear) >= 0.5 ? ('year' as const) : ('quarter' as const);
  const before = basis === 'year' ? lastYear : within(justBefore);
  const soFar = within(now);
  return {
    brand,
    ...now,
    compared: { ...(basis === 'year' ? yearBefore : justBefore), basis },
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
