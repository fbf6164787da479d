import type { Day } from '$lib/calendar/day';
import type { Db, Tx } from '$lib/db/connect.server';
import { endOf, isSameReport, KEPT_BAND, type Report, seenDay, spendBands, startOf } from './observation';
import type { LogInput } from './observation.input';
import { findPlace } from './place.server';
import { addVisit, withdrawIdleVisit } from './visit.server';

export type LogRefusal =
  | 'unknown-place'
  | 'unknown-product'
  | 'own-brand'
  | 'not-yours'
  | 'corrected-before'
  | 'withdrawn-before'
  | 'id-used';

export type LogOutcome = { ok: true; isReplay: boolean } | { ok: false; why: LogRefusal };

export interface Reporter {
  personId: number;
  today: Day;
  /** ISO 4217, of the bands. */
  currency: string;
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
    if (corrected?.isWithdrawn) return { ok: false, why: 'withdrawn-before' };
    const seenOn = corrected?.seen_on ?? seenDay(input.seen ?? null, by.today);
    const { start, endsOn, lowMinor, highMinor } = figures(input, corrected, seenOn, by.currency);
    const report: Report = {
      ...place,
      brandId: what.brandId,
      productId: what.productId,
      kind: input.kind,
      tactic: input.kind === 'spend' ? (input.tactic ?? null) : null,
      seenOn,
      startsOn: start.startsOn,
      endsOn,
      lowMinor,
      highMinor,
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
        .set({ is_withheld: true, withheld_on: by.today })
        .where('observation_id', '=', input.corrects)
        .execute();
    const attendance = { personId: by.personId, on: seenOn, today: by.today };
    // A flyer or a word from the account is no look at the shelf.
    if (place.storeId !== null && input.source === 'store')
      await addVisit(tx, { ...attendance, accountId: place.accountId, storeId: place.storeId });
    if (corrected && corrected.store_id !== null)
      await withdrawIdleVisit(tx, { ...attendance, storeId: corrected.store_id });
    return { ok: true, isReplay: false };
  });
}

/**
 * *It was not so*: the report is kept, and counts no longer from today on. Sent again it is the same withdrawal; one
 * that was corrected is withdrawn by withdrawing its correction.
 */
export async function withdrawObservation(
  db: Db,
  id: string,
  by: { personId: number; today: Day }
): Promise<LogOutcome> {
  return db.transaction().execute(async (tx) => {
    const report = await findCorrected(tx, id);
    if (report?.person_id !== by.personId) return { ok: false, why: 'not-yours' };
    if (report.isWithdrawn) return { ok: true, isReplay: true };
    if (report.isCorrected) return { ok: false, why: 'corrected-before' };
    await tx
      .insertInto('withdrawal')
      .values({ observation_id: id, visit_id: null, withdrawn_on: by.today, person_id: by.personId })
      .execute();
    await tx
      .updateTable('observation')
      .set({ is_withheld: true, withheld_on: by.today })
      .where('observation_id', '=', id)
      .execute();
    if (report.store_id !== null)
      await withdrawIdleVisit(tx, { ...by, storeId: report.store_id, on: report.seen_on });
    return { ok: true, isReplay: false };
  });
}

type Corrected = NonNullable<Awaited<ReturnType<typeof findCorrected>>>;

/** Days and amounts of a report: those that were picked, or, left as they were, those of the report it corrects. */
function figures(input: LogInput, corrected: Corrected | null, seenOn: Day, currency: string) {
  const isSpend = input.kind === 'spend';
  const since =
    input.since === 'kept'
      ? { startsOn: corrected?.starts_on ?? null, startsLatestOn: corrected?.starts_latest_on ?? null }
      : startOf(input.since, seenOn);
  const until = input.until === 'kept' ? (corrected?.ends_on ?? null) : endOf(input.until, seenOn);
  const band =
    input.band === KEPT_BAND
      ? { lowMinor: corrected?.amount_low_minor, highMinor: corrected?.amount_high_minor }
      : spendBands(currency)[input.band];
  return {
    start: input.kind === 'restock' ? { startsOn: null, startsLatestOn: null } : since,
    endsOn: isSpend ? until : null,
    lowMinor: isSpend ? (band?.lowMinor ?? null) : null,
    highMinor: isSpend ? (band?.highMinor ?? null) : null
  };
}

/** Locked until the transaction ends: a report is corrected or withdrawn, not both at once. */
async function findCorrected(tx: Tx, id: string) {
  const found = await tx
    .selectFrom('observation')
    .select([
      'person_id',
      'store_id',
      'seen_on',
      'starts_on',
      'starts_latest_on',
      'ends_on',
      'amount_low_minor',
      'amount_high_minor'
    ])
    .where('observation_id', '=', id)
    .forUpdate()
    .executeTakeFirst();
  if (!found) return null;
  // Asked after the lock is held: what the other transaction wrote is seen.
  const withdrawal = await tx
    .selectFrom('withdrawal')
    .select('withdrawal_id')
    .where('observation_id', '=', id)
    .executeTakeFirst();
  const correction = await tx
    .selectFrom('observation')
    .select('observation_id')
    .where('corrects_id', '=', id)
    .executeTakeFirst();
  return { ...found, isWithdrawn: withdrawal !== undefined, isCorrected: correction !== undefined };
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
