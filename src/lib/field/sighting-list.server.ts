import { sql } from 'kysely';
import type { Day } from '$lib/calendar/day';
import type { Db } from '$lib/db/connect.server';
import type { QuietStore, SightingQuery, SightingRow } from './sighting-list';

/** As many rows as a person reads; `all` says how many there are. */
const MOST = 500;

const KINDS = {
  supply: ['stock_out', 'restock'],
  spend: ['spend']
} as const;

/**
 * The reports behind a figure, newest first: of one account, known by the end of `asOf`. Those that count in nothing
 * are listed and marked.
 */
export async function readSightingList(
  db: Db,
  query: SightingQuery,
  asOf: Day
): Promise<{ rows: SightingRow[]; all: number }> {
  const { rows } = await sql<SightingRow & { all: number }>`
    select o.observation_id as id, o.seen_on as "seenOn", o.received_on as "receivedOn", b.name as brand,
      p.name as product, o.kind, o.tactic, s.name as store, o.starts_on as "startsOn",
      o.starts_latest_on as "startsLatestOn", o.ends_on as "endsOn", o.amount_low_minor as "lowMinor",
      o.amount_high_minor as "highMinor", o.source, o.sureness, o.note, person.name as by,
      (o.is_withheld and not coalesce(o.withheld_on > ${asOf}, false)) as "isWithheld", count(*) over () as all
    from observation o join account a using (account_id) join brand b using (brand_id)
    left join product p on p.product_id = o.product_id left join store s on s.store_id = o.store_id
    left join person on person.person_id = o.person_id
    where ${conditions(query, asOf)}
    order by o.seen_on desc, s.name nulls first, o.observation_id limit ${MOST}`.execute(db);
  return { rows: rows.map(({ all: _, ...row }) => row), all: rows[0]?.all ?? 0 };
}

/** Stores of the account that were entered in these days by somebody who reported none of it: they count against it. */
export async function readQuietStores(db: Db, query: SightingQuery, asOf: Day): Promise<QuietStore[]> {
  const { rows } = await sql<QuietStore>`
    select s.name as store, count(*) as visits, max(v.visited_on) as "lastOn"
    from visit v join store s using (store_id) join account a on a.account_id = v.account_id
    where a.code = ${query.account} and v.received_on <= ${asOf} and (v.withheld_on is null or v.withheld_on > ${asOf})
      and (${query.from}::date is null or v.visited_on >= ${query.from}::date)
      and (${query.to}::date is null or v.visited_on <= ${query.to}::date)
      and not exists (
        select from observation o join account a using (account_id) join brand b using (brand_id)
        left join product p on p.product_id = o.product_id
        where ${conditions(query, asOf)} and (not o.is_withheld or o.withheld_on > ${asOf}) and o.store_id = v.store_id)
    group by s.store_id, s.name order by max(v.visited_on) desc, s.name limit ${MOST}`.execute(db);
  return rows;
}

function conditions(query: SightingQuery, asOf: Day) {
  const { account, brand, product, about, from, to } = query;
  return sql`a.code = ${account} and o.received_on <= ${asOf}
      and (${brand}::text is null or b.name = ${brand})
      and (${product}::text is null or p.name = ${product})
      and (${about}::text is null or o.kind = any(${about ? [...KINDS[about]] : []}::text[]))
      and (${from}::date is null or o.seen_on >= ${from}::date or o.ends_on >= ${from}::date)
      and (${to}::date is null or o.seen_on <= ${to}::date)`;
}
