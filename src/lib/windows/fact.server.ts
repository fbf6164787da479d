import { sql } from 'kysely';
import type { Day, DayRange } from '$lib/calendar/day';
import type { Db } from '$lib/db/connect.server';
import { salesKnownOn } from '$lib/sell-through/known.server';
import type { KeyDay } from '$lib/timeline/timeline';
import type { FactRange, PictureAccount } from './fact';

/** Every account, by name in the database's order; the reader's language sorts them later. */
export async function readAccounts(db: Db): Promise<PictureAccount[]> {
  const { rows } = await sql<PictureAccount>`
    select a.account_id as account, a.code, a.name, a.region, a.channel, count(s.store_id) as stores
    from account a left join store s using (account_id)
    group by a.account_id order by a.name`.execute(db);
  return rows;
}

/**
 * First and last day with any fact of each account that was known on `asOf`: sightings, visits, orders, sell-through,
 * promotions and the books of its own funds. An account without any is absent.
 */
export async function readFactRanges(db: Db, accounts: number[], asOf: Day): Promise<Map<number, FactRange>> {
  const ids = sql`any(${accounts}::bigint[])`;
  const known = await salesKnownOn(db, asOf);
  const { rows } = await sql<{ account_id: number; first: Day; last: Day; planned: Day | null }>`
    select account_id, min(first) as first, max(last) as last, max(planned) as planned from (
      select account_id, min(seen_on) as first, max(seen_on) as last, null::date as planned from observation
      where account_id = ${ids} and received_on <= ${asOf} and (not is_withheld or withheld_on > ${asOf}) group by 1
      union all
      select account_id, min(visited_on), max(visited_on), null from visit
      where account_id = ${ids} and received_on <= ${asOf} and (withheld_on is null or withheld_on > ${asOf}) group by 1
      union all
      select account_id, min(ordered_on), max(ordered_on), null from ${known.sellIn} placed
      where account_id = ${ids} and ordered_on <= ${asOf} group by 1
      union all
      select account_id, min(week), max(week) + 6, null from ${known.sellThroughWeek} sold
      where account_id = ${ids} and week + 6 <= ${asOf} group by 1
      union all
      select account_id, min(least(starts_on, created_on)), max(greatest(created_on, least(ends_on, ${asOf}::date))), max(ends_on)
      from (
        select p.account_id, p.created_on, coalesce(been.was_starts_on, p.starts_on) as starts_on,
          coalesce(been.was_ends_on, p.ends_on) as ends_on
        from promotion p left join (
          select distinct on (promotion_id) promotion_id, was_starts_on, was_ends_on from promotion_change
          where changed_on > ${asOf} order by promotion_id, promotion_change_id) been using (promotion_id)
        where p.account_id = ${ids} and p.created_on <= ${asOf}) promoted group by 1
      union all
      select f.account_id, min(m.booked_on), max(m.booked_on), null
      from fund f join balance b using (fund_id) join movement m on m.to_balance_id = b.balance_id
      where f.account_id = ${ids} and m.booked_on <= ${asOf} group by 1) each
    group by account_id`.execute(db);
  return new Map(
    rows.map((row) => [row.account_id, { from: row.first, to: row.last, planned: row.planned }])
  );
}

/** Days that people plan around: those of all accounts and those of the chosen ones. */
export async function readKeyDays(db: Db, accounts: number[], range: DayRange): Promise<KeyDay[]> {
  const rows = await db
    .selectFrom('key_date')
    .leftJoin('account', 'account.account_id', 'key_date.account_id')
    .select(['falls_on as on', 'key_date.name', 'account.code as account'])
    .where('falls_on', '>=', range.from)
    .where('falls_on', '<=', range.to)
    .where((is) =>
      is.or([
        is('key_date.account_id', 'is', null),
        is('key_date.account_id', 'in', accounts.length > 0 ? accounts : [-1])
      ])
    )
    .orderBy('falls_on')
    .orderBy('key_date.name')
    .execute();
  return rows;
}
