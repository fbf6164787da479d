import type { Db, Tx } from '$lib/db/connect.server';
import { bookMovement, reverseMovement } from '$lib/funds/ledger.server';
import type { Minor } from '$lib/money/money';
import { lastDecision, recordDecision } from './decided.server';
import { returnDraws } from './draw.server';
import { type Decided, type Decider, deciding, mark, NOTHING_WAITS, restOf } from './deciding.server';
import { planWhy } from './plan.server';
import { Refused } from './refused';
import {
  type CancelRefusal,
  cancelRefusal,
  type Promotion,
  settleDoubt,
  settleRefusal,
  type SettleRefusal,
  type UnsettleRefusal
} from './promotion';
import { findPromotion } from './promotion.server';

/**
 * Takes a promotion back and frees what it had committed, both or neither. What it drew on the reserve goes back there.
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
    await mark(tx, promotion, { cancelled_on: by.today, ...NOTHING_WAITS });
    const freedMinor = promotion.committedMinor;
    const form = { key, content, reason };
    await recordDecision(tx, promotion.promotionId, 'cancel', freedMinor, by, form);
    await book(tx, promotion, 'free', freedMinor, by, form);
    await returnDraws(tx, promotion.promotionId, freedMinor, by, { key, reason: reason || promotion.name });
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
    await mark(tx, promotion, { settled_on: by.today, ...NOTHING_WAITS });
    await recordDecision(tx, promotion.promotionId, 'settle', actualMinor, by, { key, content, reason });
    await book(tx, promotion, 'settle', actualMinor, by, { key, content, reason });
    const freedMinor = promotion.committedMinor - actualMinor;
    await book(tx, promotion, 'free', freedMinor, by, { key: restKey, content, reason });
    return { ok: true, freedMinor };
  });
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
      await recordDecision(tx, promotion.promotionId, 'unsettle', back, by, { key, content, reason });
      return { ok: true, freedMinor: back };
    });
  } catch (error) {
    if (error instanceof Refused) return { ok: false, refusal: error.refusal };
    throw error;
  }
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
