import { type Day, type DayRange, daysBetween } from '$lib/calendar/day';
import { sundayOf } from '$lib/calendar/week';
import { plainText } from '$lib/text/plain-text';
import type { TimelineView } from '$lib/timeline/timeline';

/** An account as the picture names it. */
export interface PictureAccount {
  account: number;
  code: string;
  name: string;
  region: string | null;
  channel: string | null;
  stores: number;
}

/** First and last day with any fact of an account. */
export interface FactRange extends DayRange {
  /** Last day of the last promotion, which may lie ahead. */
  planned: Day | null;
}

/** Data that end longer ago than this are looked at from their own end. */
const OLD_AFTER_DAYS = 56;

/** The accounts that the view's filters leave. */
export function chosenAccounts(accounts: PictureAccount[], view: TimelineView): PictureAccount[] {
  const search = plainText(view.search, 200).toLocaleLowerCase();
  return accounts.filter(
    (account) =>
      (view.accounts.length === 0 || view.accounts.includes(account.code)) &&
      (view.region === null || account.region === view.region) &&
      (view.channel === null || account.channel === view.channel) &&
      (search === '' || `${account.name} ${account.code}`.toLocaleLowerCase().includes(search))
  );
}

/** The day to see from when none is asked for: today, or the end of the newest fact's week where that is old. */
export function ownToday(
  ranges: Iterable<DayRange>,
  today: Day
): { asOf: Day; asOfBecause: 'today' | 'data-end' } {
  let newest: Day | null = null;
  for (const { to } of ranges) if (newest === null || to > newest) newest = to;
  const isOld = newest !== null && daysBetween(newest, today) > OLD_AFTER_DAYS;
  return isOld ? { asOf: sundayOf(newest!), asOfBecause: 'data-end' } : { asOf: today, asOfBecause: 'today' };
}
