import { dayOf, type Day, parseDay } from './day';

/**
 * The clock's day in UTC, the one place that reads it. `WARCHEST_TODAY` stands in for it, so that a screenshot
 * or a test shows the same day each time.
 */
export function today(): Day {
  return parseDay(process.env.WARCHEST_TODAY ?? '') ?? dayOf(new Date());
}
