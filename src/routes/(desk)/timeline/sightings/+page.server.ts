import { error } from '@sveltejs/kit';
import { minDay } from '$lib/calendar/day';
import { today } from '$lib/calendar/today.server';
import { database } from '$lib/db/connect.server';
import { parseSightingQuery } from '$lib/field/sighting-list';
import { readQuietStores, readSightingList } from '$lib/field/sighting-list.server';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ url }) => {
  const db = database();
  const query = parseSightingQuery(url.searchParams);
  const asOf = minDay(query.asOf ?? today(), today());
  const account = await db
    .selectFrom('account')
    .select(['code', 'name'])
    .where('code', '=', query.account)
    .executeTakeFirst();
  if (!account) error(404);
  const [list, quiet] = await Promise.all([
    readSightingList(db, query, asOf),
    readQuietStores(db, query, asOf)
  ]);
  return { query, asOf, account, ...list, quiet };
};
