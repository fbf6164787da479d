import { sql } from 'kysely';
import type { Day } from '$lib/calendar/day';
import type { Tx } from '$lib/db/connect.server';
import { rollUpTouchedWeeks } from '$lib/sell-through/roll-up.server';
import type { Run } from './merge.server';

/**
 * Rolls up the weeks of the staged sell-through, after it has been merged, and keeps what known weeks said before.
 *
 * @param isCorrected whether a row was on file before with other figures, some of which an empty cell leaves as they are
 */
export async function rollUpStaged(tx: Tx, run: Run, isCorrected: boolean): Promise<void> {
  const staged = sql`stage_sell_through s join account a on a.code = s.account join product p on p.code = s.product`;
  const of = isCorrected ? sql`t` : sql`s`;
  const onFile = isCorrected
    ? sql`join sell_through t on t.account_id = a.account_id and t.store_id is null and t.product_id = p.product_id and t.week = s.week`
    : sql``;
  await rollUpTouchedWeeks(
    tx,
    sql<{
      account_id: number;
      product_id: number;
      week: Day;
      units: number | null;
      stock_on_hand: number | null;
    }>`select a.account_id, p.product_id, s.week, ${of}.units, ${of}.stock_on_hand from ${staged} ${onFile} where s.store is null`,
    sql<{ account_id: number; product_id: number; week: Day }>`
      select distinct a.account_id, p.product_id, s.week from ${staged} where s.store is not null`,
    (await isAnyKnown(tx)) ? run : null
  );
}

/** Whether any staged week is rolled up already: weeks that are all new have nothing to keep. */
async function isAnyKnown(tx: Tx): Promise<boolean> {
  const { rows } = await sql<{ is_known: boolean }>`
    select exists (select from sell_through_week where week in (select distinct week from stage_sell_through)) as is_known`.execute(
    tx
  );
  return rows[0]!.is_known;
}
