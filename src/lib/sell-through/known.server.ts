import { type RawBuilder, sql } from 'kysely';
import type { Day } from '$lib/calendar/day';
import type { Db } from '$lib/db/connect.server';

/** Where sales are read from, as tables of a statement: `sell_in` and `sell_through_week` as they were known. */
export interface KnownSales {
  sellIn: RawBuilder<unknown>;
  sellThroughWeek: RawBuilder<unknown>;
}

/**
 * Sales as they were known on `asOf`: a figure that a file has corrected since is what it was before. Where nothing has
 * been corrected since, which is nearly always, these are the tables themselves.
 */
export async function salesKnownOn(db: Db, asOf: Day): Promise<KnownSales> {
  const { rows } = await sql<{ orders: boolean; weeks: boolean }>`
    select exists (select from sell_in_revision where replaced_on > ${asOf}) as orders,
      exists (select from sell_through_week_revision where replaced_on > ${asOf}) as weeks`.execute(db);
  const { orders, weeks } = rows[0]!;
  return {
    sellIn: orders
      ? sql`(
        with been as materialized (
          select distinct on (order_code, product_id) * from sell_in_revision where replaced_on > ${asOf}
          order by order_code, product_id, sell_in_revision_id)
        select account_id, product_id, ordered_on, units from sell_in s
        where not exists (select from been where been.order_code = s.order_code and been.product_id = s.product_id)
        union all
        select account_id, product_id, ordered_on, units from been)`
      : sql`sell_in`,
    sellThroughWeek: weeks
      ? sql`(
        with been as materialized (
          select distinct on (account_id, product_id, week) * from sell_through_week_revision where replaced_on > ${asOf}
          order by account_id, product_id, week, sell_through_week_revision_id)
        select account_id, product_id, week, units, stock_on_hand from sell_through_week s
        where not exists (select from been where been.account_id = s.account_id and been.product_id = s.product_id and been.week = s.week)
        union all
        select account_id, product_id, week, units, stock_on_hand from been)`
      : sql`sell_through_week`
  };
}
