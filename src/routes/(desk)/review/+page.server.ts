import { today } from '$lib/calendar/today.server';
import { database } from '$lib/db/connect.server';
import { getLocale } from '$lib/paraglide/runtime';
import { parseReviewQuery } from '$lib/review/query';
import { readReview } from '$lib/review/review.server';
import type { PageServerLoad } from './$types';

const ROWS_A_PAGE = 100;

export const load: PageServerLoad = async ({ url }) => {
  const query = parseReviewQuery(url.searchParams);
  const { rows, ...review } = await readReview(
    database(),
    query,
    today(),
    new Intl.Collator(getLocale()).compare
  );
  const pages = Math.max(1, Math.ceil(rows.length / ROWS_A_PAGE));
  const page = Math.min(query.page, pages);
  const counted = (of: 'orders' | 'sold') => ({
    compared: rows.filter((row) => row[of].difference !== null).length,
    unusual: rows.filter((row) => row[of].isUnusual).length
  });
  return {
    ...review,
    query: { ...query, page },
    pages,
    rows: rows.slice((page - 1) * ROWS_A_PAGE, page * ROWS_A_PAGE),
    matching: rows.length,
    counts: { orders: counted('orders'), sold: counted('sold') }
  };
};
