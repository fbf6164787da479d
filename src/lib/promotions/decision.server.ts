import type { Day } from '$lib/calendar/day';
import type { Db, Tx } from '$lib/db/connect.server';
import { findFundFacts } from '$lib/funds/fund.server';
import type { MovementOrder } from '$lib/funds/ledger';
import { bookMovement, findReplay, hashOf, KeyTaken, reverseMovement } from '$lib/funds/ledger.server';
import type { Minor } from '$lib/money/money';
import {
  type ApproveRefusal,
  approveRefusal,
  type CancelRefusal,
  cancelRefusal,
  type Promotion,
  settleDoubt,
  settleRefusal,
  type SettleRefusal,
  type UnsettleRefusal
} from './promotion';
import { lastDecision, withDecider } from './decided.server';
import { planWhy, Refused } from './plan.server';
import { findPromotion, lockPromotion } from './promotion.server';

type Unfit = { why: 'unknown' } | { why: 'key-reused' };
type Decided<R> = { ok: true; freedMinor: Minor } | { ok: false; refusal: R | Unfit };

interface Decider {
  personId: number;
  today: Day;
}

/**
 * Takes a promotion back and frees what it had committed, both or neither.
 *
 * @param reason in the person's words; may be empty
 * @param key made by the client: the same form sent twice cancels once and is answered alike
 */
export async function cancelPromotion(
  db: Db,
  code: string,
  by: Decider,
  key: string,
  reason = ''
): Promise<Decided<CancelRefusal>> {
  const content = JSON.stringify(['cancel', code, reason]);
  return deciding(db, code, { key, content }, async (tx, promotion) => {
    const refusal = cancelRefusal(promotion, by.today);
    if (refusal) return { ok: false, refusal };
    await mark(tx, promotion, { cancelled_on: by.today });
    const freedMinor = promotion.committedMinor;
    const form = { key, content, reason };
    await record(tx, promotion, 'cancel', freedMinor, by, form);
    await book(tx, promotion, 'free', freedMinor, by, form);
    return { ok: true, freedMinor };
  });
}

/**
 * Settles what a promotion really cost and frees what is left of its commitment, all or nothing.
 *
 * @param actualMinor zero or more, at most what is committed
 * @param confirmed what is unlikely, before the first day or at zero, is settled only when the person says so and why
 * @param key made by the client: the same form sent twice settles once and is answered alike
 */
export async function settlePromotion(
  db: Db,
  code: string,
  actualMinor: Minor,
  by: Decider,
  key: string,
  confirmed: { isSure: boolean; reason: string } = { isSure: false, reason: '' }
): Promise<Decided<SettleRefusal>> {
  const { isSure, reason } = confirmed;
  const content = JSON.stringify(['settle', code, actualMinor, reason]);
  // Where nothing was spent the rest is all there is, and it carries the form's own key.
  const restKey = actualMinor > 0 ? restOf(key) : key;
  return deciding(db, code, { key, content }, async (tx, promotion) => {
    const refusal = settleRefusal(promotion, actualMinor, by.today);
    if (refusal) return { ok: false, refusal };
    const doubt = settleDoubt(promotion, actualMinor, by.today);
    if (doubt && !(isSure && reason)) return { ok: false, refusal: { why: 'unconfirmed', because: doubt } };
    await mark(tx, promotion, { settled_on: by.today });
    await record(tx, promotion, 'settle', actualMinor, by, { key, content, reason });
    await book(tx, promotion, 'settle', actualMinor, by, { key, content, reason });
    const freedMinor = promotion.committedMinor - actualMinor;
    await book(tx, promotion, 'free', freedMinor, by, { key: restKey, content, reason });
    return { ok: true, freedMinor };
  });
}

/**
 * Commits the money of a draft: both it and the decision, or neither.
 *
 * @param key made by the client: the same form sent twice commits once
 * @returns the amount committed, or what the fund can still give
 */
export async function approvePromotion(
  db: Db,
  code: string,
  by: Decider,
  key: string
): Promise<{ ok: true; committedMinor: Minor } | { ok: false; refusal: ApproveRefusal | Unfit }> {
  const content = JSON.stringify(['approve', code]);
  const outcome = await deciding<ApproveRefusal>(db, code, { key, content }, async (tx, promotion) => {
    const fund = promotion.fund && (await findFundFacts(tx, promotion.fund.code));
    const refusal = approveRefusal(promotion, fund, by.today);
    if (refusal) return { ok: false, refusal };
    const booked = await bookMovement(tx, {
      kind: 'commit',
      from: { kind: 'available', fundId: promotion.fundId! },
      to: { kind: 'committed', promotionId: promotion.promotionId },
      amountMinor: promotion.plannedMinor!,
      bookedOn: by.today,
      reason: promotion.name,
      by: { personId: by.personId, via: 'desk' },
      key,
      content
    });
    if (!booked.ok) return { ok: false, refusal: planWhy(booked.refusal, promotion.fund!.name) };
    await mark(tx, promotion, { approved_on: by.today });
    await record(tx, promotion, 'approve', promotion.plannedMinor!, by, { key, content, reason: '' });
    return { ok: true, freedMinor: 0 };
  });
  if (!outcome.ok) return outcome;
  return { ok: true, committedMinor: (await findPromotion(db, code))!.plannedMinor! };
}

/**
 * Takes a settlement back: what it paid and what it freed are reversed, and the promotion is to be settled again. All of
 * it or nothing: where the fund has given away what was freed, nothing is taken back.
 *
 * @param reason in the person's words
 * @param key made by the client: the same form sent twice takes back once
 * @returns as `freedMinor` what the promotion has committed again
 */
export async function unsettlePromotion(
  db: Db,
  code: string,
  reason: string,
  by: Decider,
  key: string
): Promise<Decided<UnsettleRefusal>> {
  const content = JSON.stringify(['unsettle', code, reason]);
  try {
    return await deciding<UnsettleRefusal>(db, code, { key, content }, async (tx, promotion) => {
      if (promotion.cancelledOn)
        return { ok: false, refusal: { why: 'cancelled', on: promotion.cancelledOn } };
      if (!promotion.settledOn) return { ok: false, refusal: { why: 'not-settled' } };
      const settlement = await lastDecision(tx, promotion.promotionId);
      // A file's settlement is corrected in the file, which would else book it again.
      if (settlement?.kind !== 'settle') return { ok: false, refusal: { why: 'from-a-file' } };
      const booked = await tx
        .selectFrom('movement')
        .select('movement_id')
        .where('idempotency_key', 'in', [settlement.key, restOf(settlement.key)])
        // What was freed first: the fund may refuse, and then nothing has moved.
        .orderBy('movement_id', 'desc')
        .execute();
      await tx
        .updateTable('promotion')
        .set({ settled_on: null })
        .where('promotion_id', '=', promotion.promotionId)
        .execute();
      for (const [i, { movement_id }] of booked.entries()) {
        const outcome = await reverseMovement(tx, movement_id, {
          bookedOn: by.today,
          reason,
          by: { personId: by.personId, via: 'desk' },
          key: i === 0 ? key : restOf(key),
          content
        });
        if (!outcome.ok) throw new Refused(planWhy(outcome.refusal, promotion.fund?.name ?? ''));
      }
      const back = (await findPromotion(tx, code))!.committedMinor - promotion.committedMinor;
      await record(tx, promotion, 'unsettle', back, by, { key, content, reason });
      return { ok: true, freedMinor: back };
    });
  } catch (error) {
    if (error instanceof Refused) return { ok: false, refusal: error.refusal };
    throw error;
  }
}

/** Key of the second movement that one form makes. */
const restOf = (key: string) => `${key}:rest`;

/** Locks the promotion, answers a repeated form with its first result, and decides otherwise. */
async function deciding<R extends { why: string }>(
  db: Db,
  code: string,
  form: { key: string; content: string },
  decide: (tx: Tx, promotion: Promotion) => Promise<Decided<R>>
): Promise<Decided<R>> {
  try {
    return await db.transaction().execute(async (tx) => {
      if (!(await lockPromotion(tx, code))) return { ok: false, refusal: { why: 'unknown' } };
      const before = await decisionOf(tx, form.key);
      if (before && before.hash !== hashOf(form.content))
        return { ok: false, refusal: { why: 'key-reused' } };
      // Decisions from before they were recorded are known by their movements.
      const earlier = await findReplay(tx, form as MovementOrder);
      if (earlier && !earlier.ok) return { ok: false, refusal: { why: 'key-reused' } };
      if (earlier || before)
        return {
          ok: true,
          freedMinor: before?.kind === 'unsettle' ? before.amountMinor : await freedBy(tx, form.key)
        };
      const promotion = (await findPromotion(tx, code))!;
      const decided = await decide(tx, promotion);
      return decided.ok ? decided : { ok: false, refusal: await withDecider(tx, promotion, decided.refusal) };
    });
  } catch (error) {
    // Another promotion used this form's key in the same moment.
    const isTaken =
      error instanceof KeyTaken ||
      (error as { constraint?: string }).constraint === 'promotion_decision_idempotency_key';
    if (isTaken) return { ok: false, refusal: { why: 'key-reused' } };
    throw error;
  }
}

async function decisionOf(tx: Tx, key: string) {
  return tx
    .selectFrom('promotion_decision')
    .select(['kind', 'amount_minor as amountMinor', 'request_hash as hash'])
    .where('idempotency_key', '=', key)
    .executeTakeFirst();
}

async function freedBy(tx: Tx, key: string): Promise<Minor> {
  const freed = await tx
    .selectFrom('movement')
    .select('amount_minor')
    .where('idempotency_key', 'in', [key, restOf(key)])
    .where('kind', '=', 'free')
    .executeTakeFirst();
  return freed?.amount_minor ?? 0;
}

/** Keeps who decided, when and why. */
async function record(
  tx: Tx,
  { promotionId }: Promotion,
  kind: 'approve' | 'cancel' | 'settle' | 'unsettle',
  amountMinor: Minor,
  by: Decider,
  { key, content, reason }: { key: string; content: string; reason: string }
): Promise<void> {
  await tx
    .insertInto('promotion_decision')
    .values({
      promotion_id: promotionId,
      kind,
      decided_on: by.today,
      made_by: by.personId,
      reason: reason || null,
      amount_minor: amountMinor,
      idempotency_key: key,
      request_hash: hashOf(content)
    })
    .execute();
}

async function mark(
  tx: Tx,
  { promotionId }: Promotion,
  decided: { cancelled_on: Day } | { settled_on: Day } | { approved_on: Day }
): Promise<void> {
  await tx.updateTable('promotion').set(decided).where('promotion_id', '=', promotionId).execute();
}

async function book(
  tx: Tx,
  { promotionId, fundId, name }: Promotion,
  kind: 'settle' | 'free',
  amountMinor: Minor,
  by: Decider,
  { reason, ...form }: { key: string; content: string; reason: string }
): Promise<void> {
  if (amountMinor === 0) return;
  if (kind === 'free' && fundId === null)
    throw new Error(`Promotion ${promotionId} has money committed and no fund to free it to.`);
  const booked = await bookMovement(tx, {
    kind,
    from: { kind: 'committed', promotionId },
    to: kind === 'settle' ? { kind: 'spent', promotionId } : { kind: 'available', fundId: fundId! },
    amountMinor,
    bookedOn: by.today,
    reason: reason || name,
    by: { personId: by.personId, via: 'desk' },
    ...form
  });
  // The promotion is locked, so nobody at the desk can have moved this money: a refusal is our fault, not the reader's.
  if (!booked.ok)
    throw new Error(
      `${amountMinor} of promotion ${promotionId} could not be moved (${kind}): ${booked.refusal.why}.`
    );
}
