import { sql } from 'kysely';
import { addDays, type Day } from '$lib/calendar/day';
import type { Db } from '$lib/db/connect.server';
import { productsExpected } from './expected';
import { salesKnownOn } from './known.server';
import type { AccountSales } from './sales';

/**
 * The last day on which any account ordered, by `asOf`: later weeks have no orders on file yet, which is not zero. One
 * look into the index for each account. Null without an order.
 */
export async function readOrdersEnd(db: Db, asOf: Day): Promise<Day | null> {
  const { sellIn } = await salesKnownOn(db, asOf);
  const { rows } = await sql<{ last: Day | null }>`
    select max(last) as last from account cross join lateral (
      select max(ordered_on) as last from ${sellIn} placed
      where placed.account_id = account.account_id and ordered_on <= ${asOf}) of_account`.execute(db);
  return rows[0]?.last ?? null;
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
  const known = await salesKnownOn(db, asOf);
  const own = sql`(select product_id from product join brand using (brand_id) where is_own)`;
  const [orders, sold, empty] = await Promise.all([
    sql<{ account_id: number; weeks: [number, number][] }>`
      select account_id, json_agg(json_build_array(w, units) order by w) as weeks from (
        select account_id, (ordered_on - ${from}::date) / 7 as w, sum(units) as units
        from ${known.sellIn} placed
        where account_id = any(${accounts}::bigint[]) and ordered_on between ${from} and ${asOf}
          and product_id in ${own}
        group by 1, 2) by_week
      group by account_id`.execute(db),
    sql<{
      account_id: number;
      weeks: [place: number, products: number, units: number, withStock: number, stock: number][];
      spans: [first: number, last: number, products: number][];
    }>`
      with row as materialized (
        select account_id, product_id, (week - ${from}::date) / 7 as w, units, stock_on_hand from ${known.sellThroughWeek} sold
        where account_id = any(${accounts}::bigint[]) and week >= ${from} and week + 6 <= ${asOf}
          and product_id in ${own}),
      by_week as (
        select account_id, w, count(units) as n, sum(units) as units, count(stock_on_hand) as stocked,
          sum(stock_on_hand) as stock
        from row group by 1, 2),
      span as (
        select account_id, first, last, count(*) as n from (
          select account_id, min(w) as first, max(w) as last from row group by account_id, product_id) one
        group by 1, 2, 3)
      select account_id, json_agg(json_build_array(w, n, units, stocked, stock) order by w) as weeks,
        (select json_agg(json_build_array(first, last, n)) from span where span.account_id = by_week.account_id) as spans
      from by_week group by account_id`.execute(db),
    sql<{ account_id: number; weeks: [number, string, string, number][] }>`
      select s.account_id, json_agg(json_build_array(s.product_id, p.name, b.name, (s.week - ${from}::date) / 7)
        order by s.product_id, s.week) as weeks
      from ${known.sellThroughWeek} s join product p using (product_id) join brand b using (brand_id)
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
    of(row.account_id).sellThrough = row.weeks.map(([w, products, units, withStock, stock]) => {
      const expected = productsExpected(row.spans, w);
      return {
        week: weekAt(w),
        units: products < expected ? null : units,
        stockOnHand: withStock < expected ? null : stock
      };
    });
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
