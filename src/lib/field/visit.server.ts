import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import type { Day } from '$lib/calendar/day';
import type { Db, Tx } from '$lib/db/connect.server';
import type { Place } from './observation.input';
import { findPlace } from './place.server';

export type VisitOutcome =
  | { ok: true; isReplay: boolean; hasReports: boolean }
  | { ok: false; why: 'unknown-place' | 'not-yours' | 'visit-has-reports' };

/** Somebody in a store on a day, received on a day that may be a later one. */
export interface Attendance {
  personId: number;
  accountId: number;
  storeId: number;
  on: Day;
  today: Day;
}

/** *Nothing to report here*: somebody looked and saw nothing, which is not the same as nobody having looked. */
export async function logVisit(
  db: Db,
  place: Place,
  by: { personId: number; today: Day }
): Promise<VisitOutcome> {
  return db.transaction().execute(async (tx) => {
    const found = await findPlace(tx, place);
    if (!found || found.storeId === null) return { ok: false, why: 'unknown-place' };
    const visit = { ...by, accountId: found.accountId, storeId: found.storeId, on: by.today };
    const { id, isNew } = await addVisit(tx, visit);
    await tx
      .updateTable('visit')
      .set({ looked_at: sql<Date>`now()` })
      .where('visit_id', '=', id)
      .where('looked_at', 'is', null)
      .execute();
    return { ok: true, isReplay: !isNew, hasReports: await hasReports(tx, visit) };
  });
}

/** One visit a person, store and day, however many things were seen on it and however often it is sent. */
export async function addVisit(tx: Tx, visit: Attendance): Promise<{ id: string; isNew: boolean }> {
  const { personId, accountId, storeId, on, today } = visit;
  // What was withdrawn stays so; whoever comes back and looks has looked once more.
  const { withdrawn } = await tx
    .selectFrom('visit')
    .select((select) => select.fn.countAll<number>().as('withdrawn'))
    .where('person_id', '=', personId)
    .where('store_id', '=', storeId)
    .where('visited_on', '=', on)
    .where('withheld_on', 'is not', null)
    .executeTakeFirstOrThrow();
  const id = visitId(visit, withdrawn);
  const { numInsertedOrUpdatedRows: inserted } = await tx
    .insertInto('visit')
    .values({
      visit_id: id,
      account_id: accountId,
      store_id: storeId,
      visited_on: on,
      received_on: today,
      person_id: personId
    })
    .onConflict((conflict) => conflict.column('visit_id').doNothing())
    .executeTakeFirstOrThrow();
  return { id, isNew: Boolean(inserted) };
}

/** *I did not look*: the visit is kept and counts no longer. One on which something was reported stands by its report. */
export async function withdrawVisit(
  db: Db,
  id: string,
  by: { personId: number; today: Day }
): Promise<VisitOutcome> {
  return db.transaction().execute(async (tx) => {
    const visit = await tx
      .selectFrom('visit')
      .selectAll()
      .where('visit_id', '=', id)
      .where('person_id', '=', by.personId)
      .forUpdate()
      .executeTakeFirst();
    if (!visit) return { ok: false, why: 'not-yours' };
    if (visit.withheld_on !== null) return { ok: true, isReplay: true, hasReports: false };
    if (await hasReports(tx, { personId: by.personId, storeId: visit.store_id, on: visit.visited_on }))
      return { ok: false, why: 'visit-has-reports' };
    await withhold(tx, id, by);
    return { ok: true, isReplay: false, hasReports: false };
  });
}

/**
 * A visit that is known from a report alone goes with that report, when the report moves to another store or is
 * withdrawn: nobody said that they looked there and saw nothing.
 */
export async function withdrawIdleVisit(tx: Tx, visit: Omit<Attendance, 'accountId'>): Promise<void> {
  if (await hasReports(tx, visit)) return;
  const idle = await tx
    .selectFrom('visit')
    .select('visit_id')
    .where('person_id', '=', visit.personId)
    .where('store_id', '=', visit.storeId)
    .where('visited_on', '=', visit.on)
    .where('withheld_on', 'is', null)
    .where('looked_at', 'is', null)
    .forUpdate()
    .execute();
  for (const { visit_id } of idle) await withhold(tx, visit_id, visit);
}

async function withhold(tx: Tx, id: string, by: { personId: number; today: Day }): Promise<void> {
  await tx
    .insertInto('withdrawal')
    .values({ observation_id: null, visit_id: id, withdrawn_on: by.today, person_id: by.personId })
    .execute();
  await tx.updateTable('visit').set({ withheld_on: by.today }).where('visit_id', '=', id).execute();
}

/** Whether somebody's report of what was seen in the store stands. */
async function hasReports(
  tx: Tx,
  { personId, storeId, on }: Pick<Attendance, 'personId' | 'storeId' | 'on'>
): Promise<boolean> {
  const found = await tx
    .selectFrom('observation')
    .select('observation_id')
    .where('person_id', '=', personId)
    .where('store_id', '=', storeId)
    .where('seen_on', '=', on)
    .where('source', '=', 'store')
    .where('is_withheld', '=', false)
    .limit(1)
    .executeTakeFirst();
  return found !== undefined;
}

/** A UUID of version 8 (RFC 9562) out of what makes a visit one visit. @param withdrawn how many like it were taken back */
function visitId({ personId, storeId, on }: Attendance, withdrawn: number): string {
  const name = [`visit ${personId} ${storeId} ${on}`, ...(withdrawn > 0 ? [withdrawn] : [])].join(' ');
  const bytes = createHash('sha256').update(name).digest().subarray(0, 16);
  bytes[6] = (bytes[6]! & 0x0f) | 0x80;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
