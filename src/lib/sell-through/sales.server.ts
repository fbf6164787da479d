import { sql } from 'kysely';
import { addDays, type Day } from '$lib/calendar/day';
import type { Db } from '$lib/db/connect.server';

/** Units of our own products at one account in one week; null where any product's figure is not known. */
interface SalesWeek {
  week: Day;
  units: number | null;
  stockOnHand: number | null;
}

export interface AccountSales {
  /** Ordered by the account, by week, the oldest first. */
  sellIn: { week: Day; units: number }[];
  sellThrough: SalesWeek[];
  /** Weeks at whose end a product of ours was not on hand. */
  emptyWeeks: { product: number; productName: string; brandName: string; week: Day }[];
}

/**
 * Sell-in and sell-through of our own products by week, from the Monday `from` on: orders placed by `asOf`, weeks
 * that were over by `asOf`. Three statements over all accounts, side by side.
 */
export async function readSales(
  db: Db,
  accounts: number[],
  from: Day,
  asOf: Day
): Promise<Map<number, AccountSales>> {
  const own = sql`(select product_id from product join brand using (brand_id) where is_own)`;
  const [orders, sold, empty] = await Promise.all([
    sql<{ account_id: number; weeks: [number, number][] }>`
      select account_id, json_agg(json_build_array(w, units) order by w) as weeks from (
        select account_id, (ordered_on - ${from}::date) / 7 as w, sum(units) as units
        from sell_in
        where account_id = any(${accounts}::bigint[]) and ordered_on between ${from} and ${asOf}
          and product_id in ${own}
        group by 1, 2) by_week
      group by account_id`.execute(db),
    sql<{ account_id: number; weeks: [number, number | null, number | null][] }>`
      select account_id, json_agg(json_build_array(w, units, stock) order by w) as weeks from (
        select account_id, (week - ${from}::date) / 7 as w,
          case when count(units) = count(*) then sum(units) end as units,
          case when count(stock_on_hand) = count(*) then sum(stock_on_hand) end as stock
        from sell_through_week
        where account_id = any(${accounts}::bigint[]) and week >= ${from} and week + 6 <= ${asOf}
          and product_id in ${own}
        group by 1, 2) by_week
      group by account_id`.execute(db),
    sql<{ account_id: number; weeks: [number, string, string, number][] }>`
      select s.account_id, json_agg(json_build_array(s.product_id, p.name, b.name, (s.week - ${from}::date) / 7)
        order by s.product_id, s.week) as weeks
      from sell_through_week s join product p using (product_id) join brand b using (brand_id)
      where s.account_id = any(${accounts}::bigint[]) and s.week >= ${from} and s.week + 6 <= ${asOf}
        and s.stock_on_hand = 0 and b.is_own
      group by s.account_id`.execute(db)
  ]);
  const found = new Map<number, AccountSales>();
  const of = (account: number): AccountSales => {
    let sales = found.get(account);
    if (!sales) found.set(account, (sales = { sellIn: [], sellThrough: [], emptyWeeks: [] }));
    return sales;
  };
  const weekAt = (w: number): Day => addDays(from, w * 7);
  for (const row of orders.rows)
    of(row.account_id).sellIn = row.weeks.map(([w, units]) => ({ week: weekAt(w), units }));
  for (const row of sold.rows) {
    of(row.account_id).sellThrough = row.weeks.map(([w, units, stockOnHand]) => ({
      week: weekAt(w),
      units,
      stockOnHand
    }));
  }
  for (const row of empty.rows) {
    of(row.account_id).emptyWeeks = row.weeks.map(([product, productName, brandName, w]) => ({
      product,
      productName,
      brandName,
      week: weekAt(w)
    }));
  }
  return found;
}
