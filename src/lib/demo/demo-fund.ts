import { type Day, maxDay } from '$lib/calendar/day';
import { type OwnPromotion, round } from './own-promotion';
import type { Chance } from './random';
import type { Timetable } from './timetable';

export interface DemoFund {
  code: string;
  name: string;
  from: Day;
  to: Day;
  depositedOn: Day;
  depositMinor: number;
  reserveMinor: number;
  overdrawPercent: number;
}

/**
 * One fund a fiscal year, sized so that the year's promotions fit and most accounts are near an even pace.
 *
 * @param usedShare the most of the last year's budget that is spent or committed by now; null to fit the plans. Early
 *   in a year less is: no budget is smaller than what its year is planned to take
 */
export function fundsOf(
  random: Chance,
  code: string,
  name: string,
  promotions: OwnPromotion[],
  table: Timetable,
  usedShare: number | null
): DemoFund[] {
  return table.years.map(({ year, label, from, to }, i) => {
    // A cancelled promotion held its money until it was cancelled, so the fund must have covered it.
    const own = promotions.filter(({ startsOn }) => startsOn >= from && startsOn <= to);
    const planned = own.reduce((sum, { plannedMinor }) => sum + plannedMinor, 0);
    const used = own
      .filter(({ approvedOn, cancelledOn }) => approvedOn && !cancelledOn)
      .reduce((sum, { plannedMinor, actualMinor }) => sum + (actualMinor ?? plannedMinor), 0);
    const isLast = i === table.years.length - 1;
    const fitting = planned * (1.02 + 0.1 * random.uniform());
    const wanted = isLast && usedShare !== null ? Math.max(used / usedShare, fitting) : fitting;
    const depositMinor = Math.max(round(wanted), 1_000_000);
    return {
      code: `${code}-${year}`,
      name: `${name} ${label}`,
      from,
      to,
      depositedOn: maxDay(from, table.weeks[0]!),
      depositMinor,
      reserveMinor:
        isLast && usedShare === null && random.isTrue(0.4) ? round((depositMinor - planned) * 0.6) : 0,
      overdrawPercent: 0
    };
  });
}
