import { createHash } from 'node:crypto';
import type { Day } from '$lib/calendar/day';
import type { Db, Tx } from '$lib/db/connect.server';
import { endOf, isSameReport, type Report, spendBands, startOf } from './observation';
import type { LogInput, Place } from './observation.input';

export type LogRefusal =
  'unknown-place' | 'unknown-product' | 'own-brand' | 'not-yours' | 'corrected-before' | 'id-used';

export type LogOutcome = { ok: true; isReplay: boolean } | { ok: false; why: LogRefusal };

export interface Reporter {
  personId: number;
  today: Day;
  /** ISO 4217, of the bands. */
  currency: string;
}

interface FoundPlace {
  accountId: number;
  storeId: number | null;
}

/**
 * Writes an observation and that somebody was there, by the id that was made before it was sent: the same report sent
 * ten times is one row, another report under the same id is refused. A correction is an observation of its own that
 * names the one it replaces and keeps the day it was seen on; the old one stays, withheld from every estimate.
 */
export async function logObservation(db: Db, input: LogInput, by: Reporter): Promise<LogOutcome> {
  return db.transaction().execute(async (tx) => {
    const place = await findPlace(tx, input.place);
    if (!place) return { ok: false, why: 'unknown-place' };
    const what = await findWhat(tx, input.what);
    if (!what) return { ok: false, why: 'unknown-product' };
    if (what.isOwn) return { ok: false, why: 'own-brand' };
    const corrected = input.corrects ? await findCorrected(tx, input.corrects) : null;
    if (input.corrects && corrected?.person_id !== by.personId) return { ok: false, why: 'not-yours' };
    const seenOn = corrected?.seen_on ?? by.today;
    const start =
      input.kind === 'restock' ? { startsOn: null, startsLatestOn: null } : startOf(input.since, seenOn);
    const band = input.kind === 'spend' ? spendBands(by.currency)[input.band] : undefined;
    const report: Report = {
      ...place,
      brandId: what.brandId,
      productId: what.productId,
      kind: input.kind,
      tactic: input.kind === 'spend' ? (input.tactic ?? null) : null,
      seenOn,
      startsOn: start.startsOn,
      endsOn: input.kind === 'spend' ? endOf(input.until, seenOn) : null,
      lowMinor: band?.lowMinor ?? null,
      highMinor: band?.highMinor ?? null,
      source: input.source,
      sureness: input.sureness,
      note: input.note || null,
      correctsId: input.corrects || null
    };
    const { numInsertedOrUpdatedRows: inserted } = await tx
      .insertInto('observation')
      .values({
        observation_id: input.id,
        code: null,
        account_id: report.accountId,
        store_id: report.storeId,
        brand_id: report.brandId,
        product_id: report.productId,
        kind: input.kind,
        tactic: report.tactic,
        seen_on: seenOn,
        received_on: by.today,
        starts_on: report.startsOn,
        starts_latest_on: start.startsLatestOn,
        ends_on: report.endsOn,
        amount_low_minor: report.lowMinor,
        amount_high_minor: report.highMinor,
        source: input.source,
        sureness: input.sureness,
        note: report.note,
        person_id: by.personId,
        corrects_id: report.correctsId
      })
      // Without a target: the id and the one correction that a report may have both count.
      .onConflict((conflict) => conflict.doNothing())
      .executeTakeFirstOrThrow();
    if (!inserted) {
      const known = await findReport(tx, input.id, by.personId);
      if (!known) return { ok: false, why: input.corrects ? 'corrected-before' : 'id-used' };
      return isSameReport(known, report) ? { ok: true, isReplay: true } : { ok: false, why: 'id-used' };
    }
    if (input.corrects)
      await tx
        .updateTable('observation')
        .set({ is_withheld: true })
        .where('observation_id', '=', input.corrects)
        .execute();
    // A flyer or a word from the account is no look at the shelf.
    if (place.storeId !== null && input.source === 'store')
      await addVisit(tx, place, { personId: by.personId, on: seenOn, today: by.today });
    return { ok: true, isReplay: false };
  });
}

/** *Nothing to report here*: somebody looked and saw nothing, which is not the same as nobody having looked. */
export async function logVisit(
  db: Db,
  place: Place,
  by: { personId: number; today: Day }
): Promise<LogOutcome> {
  return db.transaction().execute(async (tx) => {
    const found = await findPlace(tx, place);
    if (!found || found.storeId === null) return { ok: false, why: 'unknown-place' };
    const isNew = await addVisit(tx, found, { ...by, on: by.today });
    return { ok: true, isReplay: !isNew };
  });
}

/** One visit a person, store and day, however many things were seen on it and however often it is sent. */
async function addVisit(
  tx: Tx,
  { accountId, storeId }: FoundPlace,
  by: { personId: number; on: Day; today: Day }
): Promise<boolean> {
  const { numInsertedOrUpdatedRows: inserted } = await tx
    .insertInto('visit')
    .values({
      visit_id: visitId(by.personId, storeId!, by.on),
      account_id: accountId,
      store_id: storeId!,
      visited_on: by.on,
      received_on: by.today,
      person_id: by.personId
    })
    .onConflict((conflict) => conflict.column('visit_id').doNothing())
    .executeTakeFirstOrThrow();
  return Boolean(inserted);
}

/** A UUID of version 8 (RFC 9562) out of what makes a visit one visit. */
function visitId(personId: number, storeId: number, on: Day): string {
  const bytes = createHash('sha256').update(`visit ${personId} ${storeId} ${on}`).digest().subarray(0, 16);
  bytes[6] = (bytes[6]! & 0x0f) | 0x80;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

async function findCorrected(tx: Tx, id: string) {
  return tx
    .selectFrom('observation')
    .select(['person_id', 'seen_on'])
    .where('observation_id', '=', id)
    .executeTakeFirst();
}

async function findReport(tx: Tx, id: string, personId: number): Promise<Report | undefined> {
  return tx
    .selectFrom('observation')
    .select([
      'account_id as accountId',
      'store_id as storeId',
      'brand_id as brandId',
      'product_id as productId',
      'kind',
      'tactic',
      'seen_on as seenOn',
      'starts_on as startsOn',
      'ends_on as endsOn',
      'amount_low_minor as lowMinor',
      'amount_high_minor as highMinor',
      'source',
      'sureness',
      'note',
      'corrects_id as correctsId'
    ])
    .where('observation_id', '=', id)
    .where('person_id', '=', personId)
    .executeTakeFirst();
}

async function findPlace(tx: Tx, place: Place): Promise<FoundPlace | null> {
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
  const at = what.indexOf(':');
  const [kind, code] = [what.slice(0, at), what.slice(at + 1)];
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
