import { sql } from 'kysely';
import { addDays, type Day } from '$lib/calendar/day';
import type { Db } from '$lib/db/connect.server';
import type { Sighting } from './sighting';
import type { StoreVisit } from './stock-out';

type Packed = [
  number,
  boolean,
  number | null,
  number | null,
  Sighting['kind'],
  string | null,
  Day,
  Day | null,
  Day | null,
  Day | null,
  number | null,
  number | null,
  Sighting['source'],
  Sighting['sureness']
];

/**
 * What was seen at the accounts and received by `asOf`, from the day `from` on; what is marked *do not use*, and what
 * was corrected or withdrawn by `asOf`, is left out. One statement, packed in PostgreSQL: a row a sighting through the driver costs several times as much.
 */
export async function readSightings(
  db: Db,
  accounts: number[],
  from: Day,
  asOf: Day
): Promise<Map<number, Sighting[]>> {
  const { rows } = await sql<{ account_id: number; seen: Packed[] }>`
    select o.account_id, json_agg(json_build_array(
        o.brand_id, b.is_own, o.product_id, o.store_id, o.kind, o.tactic, o.seen_on,
        o.starts_on, o.starts_latest_on, o.ends_on, o.amount_low_minor, o.amount_high_minor, o.source, o.sureness
      )) as seen
    from observation o join brand b using (brand_id)
    where o.account_id = any(${accounts}::bigint[]) and o.received_on <= ${asOf}
      and (not o.is_withheld or o.withheld_on > ${asOf})
      and (o.seen_on >= ${from} or o.ends_on >= ${from})
    group by o.account_id`.execute(db);
  return new Map(rows.map((row) => [row.account_id, row.seen.map(unpack)]));
}

/** Who entered which store when, received by `asOf` and not withdrawn by then, from the day `from` on. */
export async function readVisits(
  db: Db,
  accounts: number[],
  from: Day,
  asOf: Day
): Promise<Map<number, StoreVisit[]>> {
  const { rows } = await sql<{ account_id: number; visits: [number, number][] }>`
    select account_id, json_agg(json_build_array(store_id, visited_on - ${from}::date)) as visits
    from visit
    where account_id = any(${accounts}::bigint[]) and received_on <= ${asOf} and visited_on >= ${from}
      and (withheld_on is null or withheld_on > ${asOf})
    group by account_id`.execute(db);
  // Days repeat in their hundreds; each is spelled once.
  const days = new Map<number, Day>();
  const dayAt = (offset: number): Day => {
    let found = days.get(offset);
    if (!found) days.set(offset, (found = addDays(from, offset)));
    return found;
  };
  return new Map(
    rows.map((row) => [row.account_id, row.visits.map(([store, offset]) => ({ store, on: dayAt(offset) }))])
  );
}

/** Names of all brands and products by id. */
export async function readBrands(
  db: Db
): Promise<{ brands: Map<number, string>; products: Map<number, string> }> {
  const [brands, products] = await Promise.all([
    db.selectFrom('brand').select(['brand_id', 'name']).execute(),
    db.selectFrom('product').select(['product_id', 'name']).execute()
  ]);
  return {
    brands: new Map(brands.map((row) => [row.brand_id, row.name])),
    products: new Map(products.map((row) => [row.product_id, row.name]))
  };
}

function unpack(packed: Packed): Sighting {
  const [
    brand,
    isOwn,
    product,
    store,
    kind,
    tactic,
    seenOn,
    starts,
    startsLatest,
    ends,
    low,
    high,
    source,
    sureness
  ] = packed;
  return {
    brand,
    isOwn,
    product,
    store,
    kind,
    tactic,
    seenOn,
    starts,
    startsLatest,
    ends,
    low,
    high,
    source,
    sureness
  };
}
