import { sql } from 'kysely';
import type { Day } from '$lib/calendar/day';
import type { Db, Tx } from '$lib/db/connect.server';
import type { ActualVolume, Projection, VolumeKnown } from './projection';
import { projectionOf } from './projection';
import type { Promotion } from './promotion';
import type { PromotionTerms } from './terms';
import { readTermsOf } from './terms.server';

/** The projected stream of each promotion, with what was agreed; by promotion. @param on what was known by its end */
export async function readProjections(
  db: Db | Tx,
  promotions: readonly Promotion[],
  on: Day
): Promise<Map<number, { terms: PromotionTerms | null; projection: Projection }>> {
  const ids = promotions.map(({ promotionId }) => promotionId);
  const [terms, volumes] = await Promise.all([readTermsOf(db, ids), readVolumes(db, ids, on)]);
  return new Map(
    promotions.map((promotion) => {
      const agreed = terms.get(promotion.promotionId) ?? null;
      const volume = volumes.get(promotion.promotionId) ?? null;
      return [
        promotion.promotionId,
        { terms: agreed, projection: projectionOf(promotion, agreed, volume, on) }
      ];
    })
  );
}

/**
 * What came of promotions so far, for those whose terms count something.
 *
 * Sold: weekly figures of its own products, of a week that it shares only the days that are its; a week counts once it is
 * over and each product that reported has a figure. Ordered: rows whose day lies in its days, known up to the last day
 * on which anybody ordered. Logged: what was logged and not taken back. What is not known is left out of the map.
 */
async function readVolumes(
  db: Db | Tx,
  promotionIds: readonly number[],
  on: Day
): Promise<Map<number, ActualVolume>> {
  const wanted = sql`
    wanted as materialized (
      select p.promotion_id, p.account_id, p.starts_on, p.ends_on, t.basis
      from promotion p join promotion_terms t using (promotion_id)
      where p.promotion_id = any(${promotionIds}::bigint[]) and p.starts_on <= ${on}::date)`;
  const { rows } = await sql<{
    promotion_id: number;
    volume: number;
    by: VolumeKnown['by'];
    known: number;
    all: number;
    through: Day | null;
  }>`
    with ${wanted},
    week as (
      select w.promotion_id, sum(s.units) as units, count(s.units) = count(*) as is_known,
        least(w.ends_on, s.week + 6) - greatest(w.starts_on, s.week) + 1 as days
      from wanted w
      join promotion_product using (promotion_id)
      join sell_through_week s on s.account_id = w.account_id and s.product_id = promotion_product.product_id
        and s.week between w.starts_on - 6 and w.ends_on and s.week + 6 <= ${on}::date
      where w.basis = 'sold'
      group by w.promotion_id, s.week, w.starts_on, w.ends_on),
    sold as (
      select promotion_id, round(sum(units * days) filter (where is_known) / 7)::bigint as volume,
        count(*) filter (where is_known) as known
      from week group by 1),
    last as (select max(ordered_on) as through from sell_in where ordered_on <= ${on}::date),
    ordered as (
      select w.promotion_id, least(w.ends_on, last.through) as through,
        coalesce(sum(case when w.basis = 'order_value' then s.net_value_minor else s.units end), 0)::bigint as volume,
        count(s.units) filter (where w.basis = 'order_value' and s.net_value_minor is null) as unpriced
      from wanted w cross join last
      join promotion_product using (promotion_id)
      left join sell_in s on s.account_id = w.account_id and s.product_id = promotion_product.product_id
        and s.ordered_on between w.starts_on and least(w.ends_on, last.through)
      where w.basis in ('ordered', 'order_value') and last.through >= w.starts_on
      group by w.promotion_id, w.ends_on, last.through),
    logged as (
      select w.promotion_id, sum(g.volume)::bigint as volume, count(*) as entries
      from wanted w join promotion_progress g using (promotion_id)
      where w.basis = 'logged' and g.takes_back_id is null and g.done_on <= ${on}::date
        and not exists (select from promotion_progress b where b.takes_back_id = g.promotion_progress_id)
      group by 1)
    select w.promotion_id, sold.volume, 'weeks' as by, sold.known,
      ((w.ends_on - date_trunc('week', w.starts_on)::date) / 7 + 1) as "all", null::date as through
    from sold join wanted w using (promotion_id) where sold.known > 0
    union all select promotion_id, volume, 'orders', unpriced, 0, through from ordered
    union all select promotion_id, volume, 'entries', entries, 0, null from logged`.execute(db);
  return new Map(
    rows.map((row) => [row.promotion_id, { volume: row.volume, known: knownOf(row) } satisfies ActualVolume])
  );
}

function knownOf(row: {
  by: VolumeKnown['by'];
  known: number;
  all: number;
  through: Day | null;
}): VolumeKnown {
  switch (row.by) {
    case 'weeks':
      return { by: 'weeks', in: row.known, all: row.all };
    case 'orders':
      return { by: 'orders', through: row.through!, unpriced: row.known };
    case 'entries':
      return { by: 'entries', count: row.known };
  }
}
