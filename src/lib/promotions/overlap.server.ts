import { sql } from 'kysely';
import type { Day } from '$lib/calendar/day';
import type { Db } from '$lib/db/connect.server';

/** A promotion at the same account, on some of the same days, for some of the same products. */
export interface Overlap {
  code: string;
  name: string;
  startsOn: Day;
  endsOn: Day;
}

/**
 * What overlaps with each promotion, by its id. A promotion without products is for all of them; one whose change waits
 * is taken as it is to become.
 */
export async function readOverlaps(db: Db, ids: readonly number[]): Promise<Map<number, Overlap[]>> {
  const { rows } = await sql<{ id: number; overlaps: Overlap[] }>`
    select p.promotion_id as id, json_agg(json_build_object('code', o.code, 'name', o.name,
      'startsOn', o.starts_on, 'endsOn', o.ends_on) order by o.starts_on, o.code) as overlaps
    from promotion p join promotion o on o.account_id = p.account_id and o.promotion_id <> p.promotion_id
      and daterange(o.starts_on, o.ends_on, '[]')
        && daterange(coalesce(p.wanted_starts_on, p.starts_on), coalesce(p.wanted_ends_on, p.ends_on), '[]')
    where p.promotion_id = any(${ids}::bigint[]) and o.cancelled_on is null
      and (exists (select from promotion_product a join promotion_product b using (product_id)
          where a.promotion_id = p.promotion_id and b.promotion_id = o.promotion_id)
        or not exists (select from promotion_product a where a.promotion_id = p.promotion_id)
        or not exists (select from promotion_product b where b.promotion_id = o.promotion_id))
    group by p.promotion_id`.execute(db);
  return new Map(rows.map(({ id, overlaps }) => [id, overlaps]));
}
