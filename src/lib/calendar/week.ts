import { addDays, type Day, daysBetween, toUtc } from './day';

/** The Monday on or before `d`. A week is named by it. */
export function mondayOf(d: Day): Day {
  const sinceMonday = (toUtc(d).getUTCDay() + 6) % 7;
  return sinceMonday === 0 ? d : addDays(d, -sinceMonday);
}

/** The Sunday on or after `d`: the last day of its week. */
export function sundayOf(d: Day): Day {
  return addDays(mondayOf(d), 6);
}

/** The Mondays of all weeks from that of `from` to that of `to`, both included; none where `to` is earlier. */
export function weeksBetween(from: Day, to: Day): Day[] {
  const first = mondayOf(from);
  const count = Math.floor(daysBetween(first, mondayOf(to)) / 7) + 1;
  return Array.from({ length: Math.max(0, count) }, (_, i) => addDays(first, i * 7));
}
