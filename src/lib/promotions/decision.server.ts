import type { Day } from '$lib/calendar/day';
import type { Db, Tx } from '$lib/db/connect.server';
import { findFundFacts } from '$lib/funds/fund.server';
import type { MovementOrder } from '$lib/funds/ledger';
import { bookMovement, findReplay, KeyTaken } from '$lib/funds/ledger.server';
import type { Minor } from '$lib/money/money';
import {
  type ApproveRefusal,
  approveRefusal,
  type CancelRefusal,
  cancelRefusal,
  type Promotion,
  settleRefusal,
  type SettleRefusal
} from './promotion';
import { planWhy } from './plan.server';
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
 * @param key made by the client: the same form sent twice cancels once and is answered alike
 */
export async function cancelPromotion(
  db: Db,
  code: string,
  by: Decider,
  key: string
): Promise<Decided<CancelRefusal>> {
  const content = JSON.stringify(['cancel', code]);
  return deciding(db, code, { key, content }, async (tx, promotion) => {
    const refusal = cancelRefusal(promotion, by.today);
    if (refusal) return { ok: false, refusal };
    await mark(tx, promotion, { cancelled_on: by.today });
    const freedMinor = promotion.committedMinor;
    await book(tx, promotion, 'free', freedMinor, by, { key, content });
    return { ok: true, freedMinor };
  });
}

/**
 * Settles what a promotion really cost and frees what is left of its commitment, all or nothing.
 *
 * @param actualMinor zero or more, at most what is committed
 * @param key made by the client: the same form sent twice settles once and is answered alike
 */
export async function settlePromotion(
  db: Db,
  code: string,
  actualMinor: Minor,
  by: Decider,
  key: string
): Promise<Decided<SettleRefusal>> {
  const content = JSON.stringify(['settle', code, actualMinor]);
  // Where nothing was spent the rest is all there is, and it carries the form's own key.
  const restKey = actualMinor > 0 ? restOf(key) : key;
  return deciding(db, code, { key, content }, async (tx, promotion) => {
    const refusal = settleRefusal(promotion, actualMinor, by.today);
    if (refusal) return { ok: false, refusal };
    await mark(tx, promotion, { settled_on: by.today });
    await book(tx, promotion, 'settle', actualMinor, by, { key, content });
    const freedMinor = promotion.committedMinor - actualMinor;
    await book(tx, promotion, 'free', freedMinor, by, { key: restKey, content });
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
    return { ok: true, freedMinor: 0 };
  });
  if (!outcome.ok) return outcome;
  return { ok: true, committedMinor: (await findPromotion(db, code))!.plannedMinor! };
}

/** Key of the second movement that one form makes. */
const restOf = (key: string) => `${key}:rest`;

/** Locks the promotion, answers a repeated form with its first result, and decides otherwise. */
async function deciding<R>(
  db: Db,
  code: string,
  form: { key: string; content: string },
  decide: (tx: Tx, promotion: Promotion) => Promise<Decided<R>>
): Promise<Decided<R>> {
  try {
    return await db.transaction().execute(async (tx) => {
      if (!(await lockPromotion(tx, code))) return { ok: false, refusal: { why: 'unknown' } };
      const earlier = await findReplay(tx, form as MovementOrder);
      if (earlier && !earlier.ok) return { ok: false, refusal: { why: 'key-reused' } };
      if (earlier) return { ok: true, freedMinor: await freedBy(tx, form.key) };
      return decide(tx, (await findPromotion(tx, code))!);
    });
  } catch (error) {
    // Another promotion used this form's key in the same moment.
    if (error instanceof KeyTaken) return { ok: false, refusal: { why: 'key-reused' } };
    throw error;
  }
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
  form: { key: string; content: string }
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
    reason: name,
    by: { personId: by.personId, via: 'desk' },
    ...form
  });
  // The promotion is locked, so nobody at the desk can have moved this money: a refusal is our fault, not the reader's.
  if (!booked.ok)
    throw new Error(
      `${amountMinor} of promotion ${promotionId} could not be moved (${kind}): ${booked.refusal.why}.`
    );
}
