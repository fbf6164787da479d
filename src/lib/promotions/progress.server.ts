import { sql } from 'kysely';
import type { Day } from '$lib/calendar/day';
import type { Db, Tx } from '$lib/db/connect.server';
import { hashOf } from '$lib/funds/ledger.server';
import type { Decider } from './deciding.server';
import { type Progress, type ProgressRefusal, progressRefusal } from './progress';
import { findPromotion, lockPromotion } from './promotion.server';
import { readTermsOf } from './terms.server';

export interface NewProgress {
  doneOn: Day;
  volume: number;
  unitsSold: number | null;
  note: string;
}

type Logged = { ok: true } | { ok: false; refusal: ProgressRefusal };

/**
 * Logs what was done of a promotion. It moves no money: the projected stream follows from it.
 *
 * @param code of the promotion
 * @param key made by the client: the same form sent twice logs once
 */
export async function logProgress(
  db: Db,
  code: string,
  entry: NewProgress,
  by: Decider,
  key: string
): Promise<Logged> {
  const content = JSON.stringify(['progress', code, entry]);
  return once(db, code, key, content, async (tx, promotionId) => {
    const promotion = (await findPromotion(tx, code))!;
    const terms = (await readTermsOf(tx, [promotionId])).get(promotionId) ?? null;
    const refusal = progressRefusal(promotion, terms, entry.doneOn, by.today);
    if (refusal) return { ok: false, refusal };
    await add(tx, {
      promotion_id: promotionId,
      done_on: entry.doneOn,
      volume: entry.volume,
      units_sold: entry.unitsSold,
      note: entry.note || null,
      takes_back_id: null,
      by,
      key,
      content
    });
    return { ok: true };
  });
}

/** Takes back what was logged by mistake: it is kept, and no longer counts. @param reason in the person's words */
export async function takeBackProgress(
  db: Db,
  code: string,
  progressId: number,
  reason: string,
  by: Decider,
  key: string
): Promise<Logged> {
  const content = JSON.stringify(['take-back', code, progressId, reason]);
  return once(db, code, key, content, async (tx, promotionId) => {
    const entry = (await readProgress(tx, promotionId)).find((row) => row.progressId === progressId);
    if (!entry) return { ok: false, refusal: { why: 'unknown' } };
    if (entry.takenBack) return { ok: false, refusal: { why: 'taken-back' } };
    await add(tx, {
      promotion_id: promotionId,
      done_on: entry.doneOn,
      volume: 0,
      units_sold: null,
      note: reason,
      takes_back_id: progressId,
      by,
      key,
      content
    });
    return { ok: true };
  });
}

/** Everything that was logged of a promotion, the newest day first, with what was taken back. */
export async function readProgress(db: Db | Tx, promotionId: number): Promise<Progress[]> {
  const { rows } = await sql<
    Omit<Progress, 'takenBack'> & { backOn: Day | null; backBy: string; backWhy: string }
  >`
    select g.promotion_progress_id as "progressId", g.done_on as "doneOn", g.volume, g.units_sold as "unitsSold", g.note,
      g.made_on as "madeOn", g.made_at as "madeAt", person.name as "madeBy",
      b.made_on as "backOn", back_by.name as "backBy", b.note as "backWhy"
    from promotion_progress g
    left join person on person.person_id = g.made_by
    left join promotion_progress b on b.takes_back_id = g.promotion_progress_id
    left join person back_by on back_by.person_id = b.made_by
    where g.promotion_id = ${promotionId}::bigint and g.takes_back_id is null
    order by g.done_on desc, g.promotion_progress_id desc`.execute(db);
  return rows.map(({ backOn, backBy, backWhy, ...row }) => ({
    ...row,
    takenBack: backOn === null ? null : { on: backOn, by: backBy, reason: backWhy }
  }));
}

/** Locks the promotion and answers a repeated form with its first result. */
async function once(
  db: Db,
  code: string,
  key: string,
  content: string,
  log: (tx: Tx, promotionId: number) => Promise<Logged>
): Promise<Logged> {
  try {
    return await db.transaction().execute(async (tx) => {
      if (!(await lockPromotion(tx, code))) return { ok: false, refusal: { why: 'unknown' } };
      const earlier = await tx
        .selectFrom('promotion_progress')
        .select('request_hash')
        .where('idempotency_key', '=', key)
        .executeTakeFirst();
      if (earlier)
        return earlier.request_hash === hashOf(content)
          ? { ok: true }
          : { ok: false, refusal: { why: 'key-reused' } };
      const { promotion_id } = await tx
        .selectFrom('promotion')
        .select('promotion_id')
        .where('code', '=', code)
        .executeTakeFirstOrThrow();
      return log(tx, promotion_id);
    });
  } catch (error) {
    // Another promotion used this form's key in the same moment.
    const isTaken = (error as { constraint?: string }).constraint === 'promotion_progress_idempotency_key';
    if (isTaken) return { ok: false, refusal: { why: 'key-reused' } };
    throw error;
  }
}

async function add(
  tx: Tx,
  {
    by,
    key,
    content,
    ...row
  }: {
    promotion_id: number;
    done_on: Day;
    volume: number;
    units_sold: number | null;
    note: string | null;
    takes_back_id: number | null;
    by: Decider;
    key: string;
    content: string;
  }
): Promise<void> {
  await tx
    .insertInto('promotion_progress')
    .values({
      ...row,
      made_by: by.personId,
      made_on: by.today,
      idempotency_key: key,
      request_hash: hashOf(content)
    })
    .execute();
}
