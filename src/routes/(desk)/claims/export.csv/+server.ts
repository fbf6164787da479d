import { today } from '$lib/calendar/today.server';
import { listClaims, parseClaimList } from '$lib/claims/claim-list';
import { claimTable } from '$lib/claims/claim-table.text';
import { readClaims } from '$lib/claims/claim.server';
import { database } from '$lib/db/connect.server';
import { getLocale } from '$lib/paraglide/runtime';
import { readOrganisation } from '$lib/people/organisation.server';
import { printCsv } from '$lib/text/csv';
import type { RequestHandler } from './$types';

/** Every claim that the page's filters leave, in its order. */
export const GET: RequestHandler = async ({ url }) => {
  const db = database();
  const on = today();
  const [{ currency }, all] = await Promise.all([readOrganisation(db), readClaims(db)]);
  const compare = new Intl.Collator(getLocale()).compare;
  const claims = listClaims(all, parseClaimList(url.searchParams), on, compare);
  return new Response(printCsv(claimTable(claims, currency)), {
    headers: {
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': `attachment; filename="claims-${on}.csv"`,
      'cache-control': 'private, no-store'
    }
  });
};
