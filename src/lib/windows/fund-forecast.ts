import type { Day } from '$lib/calendar/day';
import type { LeftLane } from '$lib/timeline/timeline';
import type { Minor } from '$lib/money/money';

/** What will be left at the end of a fund's period, with what it is made of. */
export interface FundForecast {
  on: Day;
  /** In eight of ten cases it is from `low` to `high`. */
  low: Minor;
  median: Minor;
  high: Minor;
  /** What the account usually spends a week, the weeks to come, and what is promised for them already. */
  perWeek: Minor;
  weeks: number;
  promised: Minor;
  /** When nothing is left any more: at the earliest, as usual, at the latest; null where there is money until the end. */
  usedUp: { early: Day; median: Day | null; late: Day | null } | null;
}

/** The forecast of a lane at its end; null where its weeks are too few or it has none to come. */
export function forecastOf({ forecast, usual }: Pick<LeftLane, 'forecast' | 'usual'>): FundForecast | null {
  const end = forecast.at(-1);
  if (!end || !usual || forecast.length < 2) return null;
  const firstBelow = (of: 'p10' | 'p50' | 'p90') => forecast.find((point) => point[of] < 0)?.on ?? null;
  const early = firstBelow('p10');
  return {
    on: end.on,
    low: end.p10,
    median: end.p50,
    high: end.p90,
    ...usual,
    usedUp: early && { early, median: firstBelow('p50'), late: firstBelow('p90') }
  };
}
