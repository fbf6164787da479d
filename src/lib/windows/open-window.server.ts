import type { Day } from '$lib/calendar/day';
import type { Db } from '$lib/db/connect.server';
import { DEFAULT_VIEW } from '$lib/timeline/view';
import { findingsOf } from './account-row';
import { readKnown } from './picture.server';
import { windowTitle } from './reason.text';
import { windowMark } from './row.text';
import type { SpendWindow, WindowAgainst } from './spend-window';

/** A window that is open now, at one account. */
export interface OpenWindow {
  account: { code: string; name: string };
  window: SpendWindow;
  title: string;
  /** Where it is planned from, with its amount and reasons filled in. */
  planHref: string;
}

/**
 * The windows that are open now, or answered by a plan already, as the timeline shows them. One that lacks nothing but
 * money is among them; one that something else speaks strongly against is not.
 *
 * @param account code; null for every account
 */
export async function readOpenWindows(db: Db, account: string | null, today: Day): Promise<OpenWindow[]> {
  const view = { ...DEFAULT_VIEW, accounts: account === null ? [] : [account] };
  const { found, frame, accounts, words } = await readKnown(db, view, today);
  const names = new Map(accounts.map(({ code, name }) => [code, name]));
  return found.flatMap((facts) => {
    const { code } = facts;
    if (account !== null && code !== account) return [];
    return findingsOf(facts, frame, false)
      .windows.filter(({ state, to }) => state !== 'passed' && to >= today)
      .filter(({ against }) => !against.some(stopsMoney))
      .map((window) => {
        const wording = words(code);
        const free = { ...window, state: 'open' as const, isBlocked: false };
        return {
          account: { code, name: names.get(code) ?? code },
          window,
          title: windowTitle(window, wording),
          planHref: windowMark(free, { asOf: frame.asOf, today }, null, wording).planHref ?? '/promotions/new'
        };
      });
  });
}

/** What money in a reserve does not help against. */
function stopsMoney({ kind }: WindowAgainst): boolean {
  return kind === 'cover-high' || kind === 'one-sighting';
}
