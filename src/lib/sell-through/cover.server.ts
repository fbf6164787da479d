import { addDays, type Day } from '$lib/calendar/day';
import { mondayOf } from '$lib/calendar/week';
import type { Db } from '$lib/db/connect.server';
import { COVER_MEMORY_WEEKS, weeksOfCover } from './cover';
import { readSales } from './sales.server';

/** Weeks of cover of accounts, by their codes; null where it is not known. */
export async function readCover(
  db: Db,
  codes: readonly string[],
  asOf: Day
): Promise<Record<string, number | null>> {
  if (codes.length === 0) return {};
  const accounts = await db
    .selectFrom('account')
    .select(['account_id', 'code'])
    .where('code', 'in', codes)
    .execute();
  const from = addDays(mondayOf(asOf), -7 * COVER_MEMORY_WEEKS);
  const sales = await readSales(
    db,
    accounts.map(({ account_id }) => account_id),
    from,
    asOf
  );
  return Object.fromEntries(
    accounts.map(({ account_id, code }) => [code, weeksOfCover(sales.get(account_id)?.sellThrough ?? [])])
  );
}
