import { type RawBuilder, sql } from 'kysely';
import type { Day } from '$lib/calendar/day';
import type { Db } from '$lib/db/connect.server';
import { type QuietVisit, recentEntries, type RecentEntry, type RecentObservation } from './recent';

type Received<T> = T & { receivedOn: Day; at: number };

/** What a person logged since a day, what came in last first; with what was corrected and what was withdrawn. */
export async function readRecent(
  db: Db,
  personId: number,
  since: Day,
  most: number
): Promise<{ entries: RecentEntry[]; hasMore: boolean }> {
  const [reports, visits] = await Promise.all([
    readReports(db, personId, sql`o.seen_on >= ${since}::date`, most + 1),
    readQuietVisits(db, personId, since, most + 1)
  ]);
  return recentEntries(reports, visits, most);
}

/** One report of a person, of whichever day; null where it is not theirs, or no report at all. */
export async function readOwnReport(db: Db, personId: number, id: string): Promise<RecentObservation | null> {
  const [report] = await readReports(db, personId, sql`o.observation_id = ${id}::uuid`, 1);
  return report ?? null;
}

async function readReports(db: Db, personId: number, which: RawBuilder<unknown>, most: number) {
  const { rows } = await sql<Received<RecentObservation>>`
    select o.observation_id as id, o.kind, o.tactic, o.amount_low_minor as "lowMinor", o.amount_high_minor as "highMinor",
      o.seen_on as "seenOn", o.starts_on as "startsOn", o.starts_latest_on as "startsLatestOn", o.ends_on as "endsOn",
      o.sureness, o.source, o.note, o.received_on as "receivedOn", extract(epoch from o.logged_at)::float8 * 1000 as at,
      exists (select from observation c where c.corrects_id = o.observation_id) as "isCorrected",
      exists (select from withdrawal w where w.observation_id = o.observation_id) as "isWithdrawn",
      exists (select from observation e
        where e.person_id = o.person_id and e.account_id = o.account_id and e.store_id is not distinct from o.store_id
          and e.brand_id = o.brand_id and e.product_id is not distinct from o.product_id and e.kind = o.kind
          and e.tactic is not distinct from o.tactic and e.seen_on = o.seen_on and not e.is_withheld
          and (e.logged_at, e.observation_id) < (o.logged_at, o.observation_id)) as "isRepeat",
      case when s.store_id is null then 'account:' || a.code else 'store:' || s.code end as place,
      coalesce(s.name, a.name) as "placeName",
      case when p.product_id is null then 'brand:' || b.name else 'product:' || p.code end as what,
      coalesce(p.name, b.name) as "whatName"
    from observation o join account a using (account_id) join brand b on b.brand_id = o.brand_id
    left join store s on s.store_id = o.store_id left join product p on p.product_id = o.product_id
    where o.person_id = ${personId} and ${which} and o.kind in ('stock_out', 'spend', 'restock')
    order by o.received_on desc, o.logged_at desc, o.observation_id desc limit ${most}`.execute(db);
  return rows;
}

/** Reports that a person made on a day, without those that were corrected or withdrawn since. */
export async function countReports(db: Db, personId: number, on: Day): Promise<number> {
  const { rows } = await sql<{ reports: number }>`
    select count(*) as reports from observation where person_id = ${personId} and seen_on = ${on}::date and not is_withheld`.execute(
    db
  );
  return rows[0]!.reports;
}

/**
 * Visits of a person since a day on which they said that they looked, or reported nothing that stands. One that went
 * with the report it was known from is not among them: nobody ever said that they looked.
 */
async function readQuietVisits(db: Db, personId: number, since: Day, most: number) {
  const { rows } = await sql<Received<QuietVisit>>`
    select v.visit_id as id, s.name as "placeName", v.visited_on as "visitedOn", v.received_on as "receivedOn",
      extract(epoch from coalesce(v.looked_at, v.visited_on))::float8 * 1000 as at,
      v.withheld_on is not null as "isWithdrawn", seen.stands as "hasReports"
    from visit v join store s using (store_id) cross join lateral (
      select count(*) > 0 as reported, count(*) filter (where not o.is_withheld) > 0 as stands from observation o
      where o.person_id = v.person_id and o.store_id = v.store_id and o.seen_on = v.visited_on and o.source = 'store') seen
    where v.person_id = ${personId} and v.visited_on >= ${since}::date
      and (v.looked_at is not null or not (case when v.withheld_on is null then seen.stands else seen.reported end))
    order by v.received_on desc, at desc, s.name limit ${most}`.execute(db);
  return rows;
}

/** Stores that a person was in, the latest first: `store:CODE`. */
export async function readLastStores(db: Db, personId: number, most: number): Promise<string[]> {
  const { rows } = await sql<{ place: string }>`
    select 'store:' || s.code as place from visit v join store s using (store_id)
    where v.person_id = ${personId} and v.withheld_on is null
    group by s.code order by max(v.visited_on) desc, s.code limit ${most}`.execute(db);
  return rows.map(({ place }) => place);
}

/**
 * Competitors' products and brands that were seen at an account since a day, the latest first, as it was known when
 * `today` began: what is reported today moves nothing, so that a thumb finds each where it was a minute ago.
 */
export async function readLatelySeen(db: Db, accountCode: string, since: Day, today: Day): Promise<string[]> {
  const { rows } = await sql<{ what: string }>`
    select what from (
      select case when p.product_id is null then 'brand:' || b.name else 'product:' || p.code end as what, o.seen_on
      from observation o join account a using (account_id) join brand b using (brand_id)
      left join product p on p.product_id = o.product_id
      where a.code = ${accountCode} and o.seen_on >= ${since}::date and o.received_on < ${today}::date
        and (not o.is_withheld or o.withheld_on >= ${today}::date) and not b.is_own) seen
    group by what order by max(seen_on) desc, what`.execute(db);
  return rows.map(({ what }) => what);
}
