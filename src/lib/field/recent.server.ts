import { sql } from 'kysely';
import type { Day } from '$lib/calendar/day';
import type { Db } from '$lib/db/connect.server';
import type { QuietVisit, RecentObservation } from './recent';

/** What a person still has in mind; a longer list hides it. */
const MOST_REPORTS = 30;
const MOST_VISITS = 10;

/** What a person logged since a day, newest first, corrected ones included. */
export async function readRecentObservations(
  db: Db,
  personId: number,
  since: Day
): Promise<RecentObservation[]> {
  const { rows } = await sql<RecentObservation>`
    select o.observation_id as id, o.kind, o.tactic, o.amount_low_minor as "lowMinor", o.amount_high_minor as "highMinor",
      o.seen_on as "seenOn", o.starts_on as "startsOn", o.ends_on as "endsOn", o.sureness, o.source, o.note,
      exists (select from observation c where c.corrects_id = o.observation_id) as "isCorrected",
      case when s.store_id is null then 'account:' || a.code else 'store:' || s.code end as place,
      coalesce(s.name, a.name) as "placeName",
      case when p.product_id is null then 'brand:' || b.name else 'product:' || p.code end as what,
      coalesce(p.name, b.name) as "whatName"
    from observation o join account a using (account_id) join brand b on b.brand_id = o.brand_id
    left join store s on s.store_id = o.store_id left join product p on p.product_id = o.product_id
    where o.person_id = ${personId} and o.seen_on >= ${since}::date and o.kind in ('stock_out', 'spend', 'restock')
    order by o.received_on desc, o.logged_at desc, o.observation_id desc limit ${MOST_REPORTS}`.execute(db);
  return rows;
}

/** Reports that a person made on a day, without those that were corrected since. */
export async function countReports(db: Db, personId: number, on: Day): Promise<number> {
  const { rows } = await sql<{ reports: number }>`
    select count(*) as reports from observation where person_id = ${personId} and seen_on = ${on}::date and not is_withheld`.execute(
    db
  );
  return rows[0]!.reports;
}

/** Visits of a person since a day on which they reported nothing, newest first. */
export async function readQuietVisits(db: Db, personId: number, since: Day): Promise<QuietVisit[]> {
  const { rows } = await sql<QuietVisit>`
    select v.visit_id as id, s.name as "placeName", v.visited_on as "visitedOn"
    from visit v join store s using (store_id)
    where v.person_id = ${personId} and v.visited_on >= ${since}::date and not exists (
      select from observation o
      where o.person_id = v.person_id and o.store_id = v.store_id and o.seen_on = v.visited_on and not o.is_withheld)
    order by v.visited_on desc, s.name limit ${MOST_VISITS}`.execute(db);
  return rows;
}

/** Stores that a person was in, the latest first: `store:CODE`. */
export async function readLastStores(db: Db, personId: number, most: number): Promise<string[]> {
  const { rows } = await sql<{ place: string }>`
    select 'store:' || s.code as place from visit v join store s using (store_id)
    where v.person_id = ${personId} group by s.code order by max(v.visited_on) desc, s.code limit ${most}`.execute(
    db
  );
  return rows.map(({ place }) => place);
}

/** Competitors' products and brands that were seen at an account since a day, the latest first. */
export async function readLatelySeen(db: Db, accountCode: string, since: Day): Promise<string[]> {
  const { rows } = await sql<{ what: string }>`
    select what from (
      select case when p.product_id is null then 'brand:' || b.name else 'product:' || p.code end as what, o.seen_on
      from observation o join account a using (account_id) join brand b using (brand_id)
      left join product p on p.product_id = o.product_id
      where a.code = ${accountCode} and o.seen_on >= ${since}::date and not b.is_own) seen
    group by what order by max(seen_on) desc, what`.execute(db);
  return rows.map(({ what }) => what);
}
