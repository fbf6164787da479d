import { type RawBuilder, sql } from 'kysely';
import type { Day } from '$lib/calendar/day';
import type { Tx } from '$lib/db/connect.server';

const SUMMED = sql`
  case when bool_or(store_id is null) then sum(units) filter (where store_id is null) else sum(units) end,
  case when bool_or(store_id is null) then sum(stock_on_hand) filter (where store_id is null) else sum(stock_on_hand) end`;

/**
 * Makes the weekly roll-up anew from the rows under it, for all accounts or those given, in the caller's transaction.
 * Where an account has a row of its own for a week, it wins over the sum of its stores.
 */
export async function rebuildSellThroughWeeks(tx: Tx, accountIds: number[] | null = null): Promise<void> {
  const only = accountIds === null ? sql`true` : sql`account_id = any(${accountIds}::bigint[])`;
  await sql`delete from sell_through_week where ${only}`.execute(tx);
  await sql`
    insert into sell_through_week (account_id, product_id, week, units, stock_on_hand)
    select account_id, product_id, week, ${SUMMED}
    from sell_through where ${only} group by account_id, product_id, week`.execute(tx);
}

type Rows<T> = RawBuilder<{ account_id: number; product_id: number; week: Day } & T>;

/**
 * Brings the weekly roll-up up to date with rows that have just been added or changed, in their transaction.
 *
 * @param accountRows a query of the rows of whole accounts among them, which stand for their week as they are
 * @param storeWeeks a query of the weeks of the others, each once, which are summed anew
 * @param correction keeps what known weeks said before it, so that an earlier day still shows it; null where none is known
 */
export async function rollUpTouchedWeeks(
  tx: Tx,
  accountRows: Rows<{ units: number | null; stock_on_hand: number | null }>,
  storeWeeks: Rows<unknown>,
  correction: { runId: number; today: Day } | null
): Promise<void> {
  const store = async (rows: RawBuilder<unknown>) => {
    if (correction)
      await sql`
        insert into sell_through_week_revision (account_id, product_id, week, units, stock_on_hand, replaced_on, import_run_id)
        select w.account_id, w.product_id, w.week, w.units, w.stock_on_hand, ${correction.today}::date, ${correction.runId}::bigint
        from sell_through_week w join (${rows}) as n(account_id, product_id, week, units, stock_on_hand) using (account_id, product_id, week)
        where (w.units, w.stock_on_hand) is distinct from (n.units, n.stock_on_hand)`.execute(tx);
    await sql`
      insert into sell_through_week as w (account_id, product_id, week, units, stock_on_hand) ${rows}
      on conflict on constraint sell_through_week_pk do update set units = excluded.units, stock_on_hand = excluded.stock_on_hand
      where (w.units, w.stock_on_hand) is distinct from (excluded.units, excluded.stock_on_hand)`.execute(tx);
  };
  await store(sql`select account_id, product_id, week, units, stock_on_hand from (${accountRows}) a`);
  await store(sql`
    select account_id, product_id, week, ${SUMMED}
    from sell_through join (${storeWeeks}) t using (account_id, product_id, week) group by account_id, product_id, week`);
}
