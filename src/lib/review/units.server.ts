import { sql } from 'kysely';
import { addDays, type Day, daysBetween, maxDay, minDay } from '$lib/calendar/day';
import { mondayOf } from '$lib/calendar/week';
import type { Tx } from '$lib/db/connect.server';
import type { Promotion } from '$lib/promotions/promotion';
import { HISTORY_WEEKS, LOOK_BACK_WEEKS } from './comparison';
import type { PromotionUnits, UnitsInTime } from './review-row';

type Weeks = [place: number, units: number | null][];

/**
 * Weekly units of each promotion's products at its account (of all our products where it names none), far enough back
 * to compare with. Promotions of one account for the same products share a series.
 *
 * Orders: a week without one is a week of zero between the account's first order and the last that anybody placed,
 * and not known outside. Sell-through: a week without a figure for a product is not known.
 */
export async function readUnits(tx: Tx, promotions: readonly Promotion[], today: Day): Promise<UnitsInTime> {
  if (promotions.length === 0) return { from: mondayOf(today), weeks: 0, byPromotion: new Map() };
  const starts = promotions.map(({ startsOn }) => startsOn);
  const from = mondayOf(addDays(minDay(starts[0]!, ...starts), -7 * (HISTORY_WEEKS + LOOK_BACK_WEEKS)));
  // Some weeks past the last end, so that a week that is missing can be told from one that is not in yet.
  const ends = promotions.map(({ endsOn }) => endsOn);
  const to = minDay(today, addDays(maxDay(ends[0]!, ...ends), 7 * LOOK_BACK_WEEKS));
  const weeks = Math.max(0, Math.floor((daysBetween(from, to) + 1) / 7));
  const { rows: named } = await sql<{ promotion_id: number; account_id: number; products: number[] | null }>`
    select p.promotion_id, p.account_id, array_agg(pp.product_id order by pp.product_id)
      filter (where pp.product_id is not null) as products
    from promotion p left join promotion_product pp using (promotion_id)
    where p.promotion_id = any(${promotions.map(({ promotionId }) => promotionId)}::bigint[])
    group by 1, 2`.execute(tx);
  const keyOf = (row: { account_id: number; products: number[] | null }) =>
    `${row.account_id}|${row.products?.join() ?? ''}`;
  const sets = [...new Map(named.map((row) => [keyOf(row), row])).entries()].map(
    ([key, { account_id, products }]) => ({ key, account_id, products })
  );
  // Which products each series is of; ours only, whatever a promotion names.
  const members = sql`
    members as materialized (
      select k.key, k.account_id, product.product_id
      from jsonb_to_recordset(${JSON.stringify(sets)}::jsonb) as k(key text, account_id bigint, products bigint[])
      join product on k.products is null or product.product_id = any(k.products)
      join brand using (brand_id) where brand.is_own)`;
  const { rows: orders } = await sql<{ key: string; first: number; last: number; weeks: Weeks | null }>`
    with ${members},
    feed as (
      select account_id, min(ordered_on) as first, (select max(ordered_on) from sell_in where ordered_on <= ${today}) as last
      from sell_in where account_id in (select account_id from members) group by 1),
    by_week as (
      select m.key, (s.ordered_on - ${from}::date) / 7 as place, sum(s.units)::bigint as units
      from members m join sell_in s using (account_id, product_id)
      where s.ordered_on between ${from} and ${today} group by 1, 2)
    select keys.key, (feed.first - ${from}::date) / 7 as first, (feed.last - ${from}::date) / 7 as last,
      (select json_agg(json_build_array(place, units)) from by_week where by_week.key = keys.key) as weeks
    from (select distinct key, account_id from members) keys join feed using (account_id)`.execute(tx);
  const { rows: sold } = await sql<{ key: string; weeks: Weeks }>`
    with ${members}
    select key, json_agg(json_build_array(place, units)) as weeks from (
      select m.key, (s.week - ${from}::date) / 7 as place,
        case when count(s.units) = count(*) then sum(s.units)::bigint end as units
      from members m join sell_through_week s using (account_id, product_id)
      where s.week >= ${from} and s.week + 6 <= ${today} group by 1, 2) by_week
    group by key`.execute(tx);

  const bySet = new Map<string, PromotionUnits>(
    sets.map(({ key }) => [
      key,
      { orders: Array<number | null>(weeks).fill(null), sold: Array<number | null>(weeks).fill(null) }
    ])
  );
  const fill = (series: (number | null)[], known: Weeks | null) => {
    for (const [place, units] of known ?? []) if (place < weeks) series[place] = units;
  };
  for (const row of orders) {
    const series = bySet.get(row.key)!.orders as (number | null)[];
    series.fill(0, Math.max(0, row.first), Math.min(weeks, row.last + 1));
    fill(series, row.weeks);
  }
  for (const row of sold) fill(bySet.get(row.key)!.sold as (number | null)[], row.weeks);
  const setOf = new Map(named.map((row) => [row.promotion_id, keyOf(row)]));
  return {
    from,
    weeks,
    byPromotion: new Map(
      promotions.map(({ code, promotionId }) => [code, bySet.get(setOf.get(promotionId)!)!])
    )
  };
}
