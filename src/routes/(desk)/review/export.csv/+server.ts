import { today } from '$lib/calendar/today.server';
import { database } from '$lib/db/connect.server';
import { readOrganisation } from '$lib/people/organisation.server';
import { printCsv } from '$lib/text/csv';
import { parseReviewQuery } from '$lib/review/query';
import { reviewTable } from '$lib/review/review-table.text';
import { getLocale } from '$lib/paraglide/runtime';
import { readReview } from '$lib/review/review.server';
import type { RequestHandler } from './$types';

/** Every row that the page's filters leave, in its order. */
export const GET: RequestHandler = async ({ url }) => {
  const db = database();
  const on = today();
  const [{ currency }, { rows, period }] = await Promise.all([
    readOrganisation(db),
    readReview(db, parseReviewQuery(url.searchParams), on, new Intl.Collator(getLocale()).compare)
  ]);
  return new Response(printCsv(reviewTable(rows, currency)), {
    headers: {
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': `attachment; filename="review-${period?.value ?? 'all'}-${on}.csv"`,
      'cache-control': 'private, no-store'
    }
  });
};
