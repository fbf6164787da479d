import { type Day, maxDay, minDay } from '$lib/calendar/day';
import type { Minor } from '$lib/money/money';

/** What a fund has had left: the changes of its available balance by day. */
export interface FundHistory {
  /** The lowest that it may stand. */
  floor: Minor;
  changes: Map<Day, Minor>;
}

export function addChange(history: FundHistory, on: Day, amount: Minor): void {
  history.changes.set(on, (history.changes.get(on) ?? 0) + amount);
}

/** What a promotion took from a fund: `committed` when it began, of which `spent` was kept when it was over. */
export interface PastSpend {
  startsOn: Day;
  endsOn: Day;
  committed: Minor;
  spent: Minor;
}

/**
 * The days on which history that first comes in is booked: those of the facts, or where the fund could not have borne
 * it then the first day from which it can, so that no balance stands below its floor on any day.
 *
 * @param today nothing is booked later
 */
export function daysToBook(
  { floor, changes }: FundHistory,
  { startsOn, endsOn, committed, spent }: PastSpend,
  today: Day
): { commitOn: Day; closeOn: Day } {
  const start = minDay(startsOn, today);
  const end = minDay(endsOn, today);
  let amount = 0;
  const balances = [...changes.keys()].sort().map((on) => ({ on, left: (amount += changes.get(on)!) }));
  const later = balances.map(({ on }) => on).filter((on) => on > start && on < today);
  for (const commitOn of [start, ...later]) {
    const closeOn = maxDay(commitOn, end);
    const before = balances.findLast(({ on }) => on <= commitOn)?.left ?? 0;
    const isBorne =
      before - committed >= floor &&
      balances.every(({ on, left }) => on <= commitOn || left - (on <= closeOn ? committed : spent) >= floor);
    if (isBorne) return { commitOn, closeOn };
  }
  return { commitOn: today, closeOn: today };
}
