import { sql } from 'kysely';
import { addDays, type Day, maxDay, minDay } from '$lib/calendar/day';
import { supplyReport } from '$lib/competitors/sighting';
import { readBrands, readSightings, readVisits } from '$lib/competitors/sighting.server';
import { isStale, stockOuts } from '$lib/competitors/stock-out';
import type { Tx } from '$lib/db/connect.server';
import type { Promotion } from '$lib/promotions/promotion';
import { type OwnOut, ownOutDuring } from './own-out';

/** Sightings from before a promotion may still hold while it runs; older ones are another stock-out. */
const LOOK_BACK_DAYS = 56;

/**
 * Products of ours that were out of stock at the account while a promotion for them ran, by the promotion's code: as
 * somebody reported, and weeks at whose end none was on hand.
 */
export async function readOwnOut(
  tx: Tx,
  promotions: readonly Promotion[],
  today: Day
): Promise<Map<string, OwnOut[]>> {
  const begun = promotions.filter(({ startsOn, cancelledOn }) => startsOn <= today && cancelledOn === null);
  if (begun.length === 0) return new Map();
  const ids = begun.map(({ promotionId }) => promotionId);
  const { rows: named } = await sql<{
    promotion_id: number;
    account_id: number;
    products: string[] | null;
    empty: [product: string, week: Day][] | null;
  }>`
    select p.promotion_id, p.account_id,
      (select array_agg(product.name) from promotion_product join product using (product_id)
        where promotion_product.promotion_id = p.promotion_id) as products,
      (select json_agg(json_build_array(product.name, s.week) order by product.name, s.week)
        from sell_through_week s join product using (product_id) join brand using (brand_id)
        where brand.is_own and s.account_id = p.account_id and s.stock_on_hand = 0
          and s.week between p.starts_on - 6 and p.ends_on and s.week + 6 <= ${today}
          and (not exists (select from promotion_product x where x.promotion_id = p.promotion_id)
            or exists (select from promotion_product x where x.promotion_id = p.promotion_id
              and x.product_id = s.product_id))) as empty
    from promotion p where p.promotion_id = any(${ids}::bigint[])`.execute(tx);
  const accounts = [...new Set(named.map(({ account_id }) => account_id))];
  const starts = begun.map(({ startsOn }) => startsOn);
  const from = addDays(minDay(starts[0]!, ...starts), -LOOK_BACK_DAYS);
  const sightings = await readSightings(tx, accounts, from, today);
  const visits = await readVisits(tx, accounts, from, today);
  const names = await readBrands(tx);
  const reports = new Map(
    [...sightings].map(([account, seen]) => [
      account,
      seen.flatMap((one) => (one.isOwn ? (supplyReport(one) ?? []) : []))
    ])
  );
  /** From what was seen since a while before the promotion, so that it does not matter which others are read with it. */
  const reportedFor = ({ startsOn }: Promotion, account: number): OwnOut[] => {
    const since = addDays(startsOn, -LOOK_BACK_DAYS);
    const seen = (reports.get(account) ?? []).filter(
      ({ seenOn, ends }) => seenOn >= since || (ends !== null && ends >= since)
    );
    if (seen.length === 0) return [];
    const looked = (visits.get(account) ?? []).filter(({ on }) => on >= since);
    return stockOuts(seen, looked, 0, today).map((out) => ({
      product: (out.product && names.products.get(out.product)) || (names.brands.get(out.brand) ?? ''),
      // From the first day on which it was surely out to the last, or to today while it is fresh.
      from: out.startLatest,
      to: maxDay(out.startLatest, out.endEarliest ?? (isStale(out, today) ? out.lastSeen : today))
    }));
  };
  const brands = new Set(names.brands.values());
  const byId = new Map(named.map((row) => [row.promotion_id, row]));
  return new Map(
    begun.map((promotion) => {
      const row = byId.get(promotion.promotionId)!;
      const isOfIt = ({ product }: OwnOut) =>
        row.products === null || row.products.includes(product) || brands.has(product);
      const empty = (row.empty ?? []).map(([product, week]) => ({
        product,
        from: week,
        to: addDays(week, 6)
      }));
      const outs = [...reportedFor(promotion, row.account_id).filter(isOfIt), ...empty];
      return [promotion.code, ownOutDuring(outs, { from: promotion.startsOn, to: promotion.endsOn })];
    })
  );
}
