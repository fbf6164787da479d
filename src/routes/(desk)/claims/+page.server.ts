import { today } from '$lib/calendar/today.server';
import { listClaims, openClaims, parseClaimList } from '$lib/claims/claim-list';
import { readClaims } from '$lib/claims/claim.server';
import { database } from '$lib/db/connect.server';
import { sumMinor } from '$lib/money/money';
import { idOf } from '$lib/text/id';
import { getLocale } from '$lib/paraglide/runtime';
import type { PageServerLoad } from './$types';

/** What somebody looks through; the rest is one filter or one download away. */
const MOST_SHOWN = 200;

export const load: PageServerLoad = async ({ url }) => {
  const on = today();
  const all = await readClaims(database());
  const list = parseClaimList(url.searchParams);
  const compare = new Intl.Collator(getLocale()).compare;
  const claims = listClaims(all, list, on, compare);
  const accounts = new Map(all.map(({ account }) => [account.code, account.name]));
  return {
    list,
    claims: claims.slice(0, MOST_SHOWN),
    matching: claims.length,
    imported: idOf(url.searchParams.get('imported') ?? ''),
    inAll: all.length,
    open: openClaims(all, on),
    amountMinor: sumMinor(claims.map(({ amountMinor }) => amountMinor)),
    matchedMinor: sumMinor(claims.map(({ matchedMinor }) => matchedMinor)),
    accounts: [...accounts].map(([code, name]) => ({ code, name })).sort((a, b) => compare(a.name, b.name))
  };
};
