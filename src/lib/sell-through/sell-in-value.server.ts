import { sql } from 'kysely';
import { addDays, type Day } from '$lib/calendar/day';
import type { Db } from '$lib/db/connect.server';
import type { Minor } from '$lib/money/money';

/**
 * Net value of the orders for our own products that each account placed in the 52 weeks up to a day, by its code. An
 * account with an order whose value is not on file is left out: part of a value is no share.
 */
export async function readSellInValue(db: Db, to: Day): Promise<Record<string, Minor>> {
  const { rows } = await sql<{ code: string; value: Minor }>`
    select account.code, sum(net_value_minor)::bigint as value
    from sell_in join account using (account_id)
    where ordered_on between ${addDays(to, -363)}::date and ${to}::date
      and product_id in (select product_id from product join brand using (brand_id) where is_own)
    group by account.code having count(*) = count(net_value_minor)`.execute(db);
  return Object.fromEntries(rows.map(({ code, value }) => [code, value]));
}
