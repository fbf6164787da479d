import { sql } from 'kysely';
import type { Day } from '$lib/calendar/day';
import type { Tx } from '$lib/db/connect.server';
import { rollUpTouchedWeeks } from '$lib/sell-through/roll-up.server';

/** Rolls up the weeks of the staged sell-through, after it has been merged. */
export async function rollUpStaged(tx: Tx): Promise<void> {
  const staged = sql`stage_sell_through s join account a on a.code = s.account join product p on p.code = s.product`;
  await rollUpTouchedWeeks(
    tx,
    sql<{
      account_id: number;
      product_id: number;
      week: Day;
      units: number | null;
      stock_on_hand: number | null;
    }>`select a.account_id, p.product_id, s.week, s.units, s.stock_on_hand from ${staged} where s.store is null`,
    sql<{ account_id: number; product_id: number; week: Day }>`
      select distinct a.account_id, p.product_id, s.week from ${staged} where s.store is not null`
  );
}
