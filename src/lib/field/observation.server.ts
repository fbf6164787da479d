import { sql } from 'kysely';
import { randomUUID } from 'node:crypto';
import type { Day } from '$lib/calendar/day';
import type { Db, Tx } from '$lib/db/connect.server';
import { endOf, type LogKind, spendBands, startOf } from './observation';
import type { LogInput } from './observation.input';

export type LogRefusal = 'unknown-place' | 'unknown-product' | 'own-brand' | 'not-yours';

interface Place {
  accountId: number;
  storeId: number | null;
}

/**
 * Writes an observation and that somebody was there, by the id that the client made: the same one sent ten times is
 * one row. A correction leaves the old one in place, withheld from every estimate, and adds a new one.
 */
export async function logObservation(
  db: Db,
  input: LogInput,
  by: { personId: number; today: Day; currency: string }
): Promise<{ ok: true } | { ok: false; why: LogRefusal }> {
  return db.transaction().execute(async (tx) => {
    const place = await findPlace(tx, input.place);
    if (!place) return { ok: false, why: 'unknown-place' };
    const seen = await findWhat(tx, input.what);
    if (!seen) return { ok: false, why: 'unknown-product' };
    if (seen.isOwn) return { ok: false, why: 'own-brand' };
    const isRestock = input.kind === 'restock';
    const start = isRestock ? { startsOn: null, startsLatestOn: null } : startOf(input.since, by.today);
    const band = input.kind === 'spend' ? spendBands(by.currency)[input.band] : undefined;
    if (input.corrects) {
      const { numUpdatedRows } = await tx
        .updateTable('observation')
        .set({ is_withheld: true })
        .where('observation_id', '=', input.corrects)
        .where('person_id', '=', by.personId)
        .executeTakeFirst();
      if (numUpdatedRows === 0n) return { ok: false, why: 'not-yours' };
    }
    await tx
      .insertInto('observation')
      .values({
        observation_id: input.id,
        code: null,
        account_id: place.accountId,
        store_id: place.storeId,
        brand_id: seen.brandId,
        product_id: seen.productId,
        kind: input.kind,
        tactic: input.kind === 'spend' ? (input.tactic ?? null) : null,
        seen_on: by.today,
        received_on: by.today,
        starts_on: start.startsOn,
        starts_latest_on: start.startsLatestOn,
        ends_on: input.kind === 'spend' ? endOf(input.until, by.today) : null,
        amount_low_minor: band?.lowMinor ?? null,
        amount_high_minor: band?.highMinor ?? null,
        source: input.source,
        sureness: input.sureness,
        note: input.note || null,
        person_id: by.personId
      })
      .onConflict((conflict) => conflict.column('observation_id').doNothing())
      .execute();
    if (place.storeId !== null && input.source === 'store') await addVisit(tx, place, by);
    return { ok: true };
  });
}

/** *Nothing to report here*: somebody looked and saw nothing, which is not the same as nobody having looked. */
export async function logVisit(
  db: Db,
  place: LogInput['place'],
  by: { personId: number; today: Day }
): Promise<{ ok: true } | { ok: false; why: LogRefusal }> {
  return db.transaction().execute(async (tx) => {
    const found = await findPlace(tx, place);
    if (!found || found.storeId === null) return { ok: false, why: 'unknown-place' };
    await addVisit(tx, found, by);
    return { ok: true };
  });
}

/** One visit a person, store and day, however many things were seen on it. */
async function addVisit(tx: Tx, place: Place, by: { personId: number; today: Day }): Promise<void> {
  await sql`
    insert into visit (visit_id, account_id, store_id, visited_on, received_on, person_id)
    select ${randomUUID()}::uuid, ${place.accountId}, ${place.storeId}, ${by.today}, ${by.today}, ${by.personId}
    where not exists (select from visit where store_id = ${place.storeId} and visited_on = ${by.today} and person_id = ${by.personId})`.execute(
    tx
  );
}

async function findPlace(tx: Tx, place: LogInput['place']): Promise<Place | null> {
  if (place.kind === 'account') {
    const row = await tx
      .selectFrom('account')
      .select('account_id')
      .where('code', '=', place.code)
      .executeTakeFirst();
    return row ? { accountId: row.account_id, storeId: null } : null;
  }
  const row = await tx
    .selectFrom('store')
    .select(['account_id', 'store_id'])
    .where('code', '=', place.code)
    .executeTakeFirst();
  return row ? { accountId: row.account_id, storeId: row.store_id } : null;
}

async function findWhat(
  tx: Tx,
  what: string
): Promise<{ brandId: number; productId: number | null; isOwn: boolean } | null> {
  const [kind, code] = [what.slice(0, what.indexOf(':')), what.slice(what.indexOf(':') + 1)];
  if (kind === 'brand') {
    const row = await tx.selectFrom('brand').selectAll().where('name', '=', code).executeTakeFirst();
    return row ? { brandId: row.brand_id, productId: null, isOwn: row.is_own } : null;
  }
  const row = await tx
    .selectFrom('product')
    .innerJoin('brand', 'brand.brand_id', 'product.brand_id')
    .select(['product_id', 'brand.brand_id', 'is_own'])
    .where('code', '=', code)
    .executeTakeFirst();
  return row ? { brandId: row.brand_id, productId: row.product_id, isOwn: row.is_own } : null;
}

/** A person's own report, as the list shows it and as a correction starts from it. */
export interface RecentObservation {
  id: string;
  kind: LogKind;
  place: string;
  placeName: string;
  what: string;
  whatName: string;
  tactic: string | null;
  lowMinor: number | null;
  highMinor: number | null;
  seenOn: Day;
  note: string | null;
  isWithheld: boolean;
}

/** What a person logged since a day, newest first, corrected ones included. */
export async function readRecentObservations(
  db: Db,
  personId: number,
  since: Day
): Promise<RecentObservation[]> {
  const { rows } = await sql<RecentObservation>`
    select o.observation_id as id, o.kind, o.tactic, o.amount_low_minor as "lowMinor", o.amount_high_minor as "highMinor",
      o.seen_on as "seenOn", o.note, o.is_withheld as "isWithheld",
      case when s.store_id is null then 'account:' || a.code else 'store:' || s.code end as place,
      coalesce(s.name, a.name) as "placeName",
      case when p.product_id is null then 'brand:' || b.name else 'product:' || p.code end as what,
      coalesce(p.name, b.name) as "whatName"
    from observation o join account a using (account_id) join brand b on b.brand_id = o.brand_id
    left join store s on s.store_id = o.store_id left join product p on p.product_id = o.product_id
    where o.person_id = ${personId} and o.seen_on >= ${since}::date and o.kind in ('stock_out', 'spend', 'restock')
    order by o.logged_at desc, o.observation_id desc limit 50`.execute(db);
  return rows;
}
