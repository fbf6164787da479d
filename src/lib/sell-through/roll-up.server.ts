import { sql } from 'kysely';
import type { Tx } from '$lib/db/connect.server';

/**
 * Makes the weekly roll-up anew from the rows under it, for all accounts or those given, in the caller's transaction.
 * Where an account has a row of its own for a week, it wins over the sum of its stores.
 */
export async function rebuildSellThroughWeeks(tx: Tx, accountIds: number[] | null = null): Promise<void> {
  const only = accountIds === null ? sql`true` : sql`account_id = any(${accountIds}::bigint[])`;
  await sql`delete from sell_through_week where ${only}`.execute(tx);
  await sql`
    insert into sell_through_week (account_id, product_id, week, units, stock_on_hand)
    select account_id, product_id, week,
      case when bool_or(store_id is null) then sum(units) filter (where store_id is null) else sum(units) end,
      case when bool_or(store_id is null) then sum(stock_on_hand) filter (where store_id is null) else sum(stock_on_hand) end
    from sell_through where ${only} group by account_id, product_id, week`.execute(tx);
}
