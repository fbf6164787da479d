import type { Db, Tx } from '$lib/db/connect.server';
import { findFundFacts } from '$lib/funds/fund.server';
import { bookMovement } from '$lib/funds/ledger.server';
import type { Minor } from '$lib/money/money';
import { approvalRefusal, isWithin, waitingOf, wantedShape } from './approval';
import { readLimits } from './approval.server';
import { applyChange, fundRefusal } from './change.server';
import { recordDecision } from './decided.server';
import { type Decided, type Decider, deciding, mark, NOTHING_WAITS, type Unfit } from './deciding.server';
import { planWhy, shortOf } from './plan.server';
import { Refused } from './refused';
import {
  type ApproveRefusal,
  approveRefusal,
  cancelRefusal,
  changeRefusal,
  type Promotion
} from './promotion';
import { findPromotion } from './promotion.server';

type Outcome = Decided<ApproveRefusal>;
export type Approved = { ok: true; committedMinor: Minor } | { ok: false; refusal: ApproveRefusal | Unfit };
interface Form {
  key: string;
  content: string;
  reason: string;
}

/**
 * Commits the money of a draft, where it is no more than the person may commit alone: both it and the decision, or
 * neither.
 *
 * @param key made by the client: the same form sent twice commits once
 * @returns the amount that is committed, or what stands against it
 */
export async function commitPromotion(db: Db, code: string, by: Decider, key: string): Promise<Approved> {
  const form = { key, content: JSON.stringify(['approve', code]), reason: '' };
  return committed(db, code, () =>
    deciding<ApproveRefusal>(db, code, form, async (tx, promotion) => {
      if (waitingOf(promotion)) return { ok: false, refusal: { why: 'waits' } };
      const fund = promotion.fund && (await findFundFacts(tx, promotion.fund.code));
      const refusal = approveRefusal(promotion, fund, by.today);
      if (refusal) return { ok: false, refusal };
      const { own } = await limitsOf(tx, promotion, by);
      if (!isWithin(own, promotion.plannedMinor!))
        return { ok: false, refusal: { why: 'above-limit', limit: own!, asked: promotion.plannedMinor! } };
      return commit(tx, promotion, by, form);
    })
  );
}

/**
 * Approves what waits on a promotion: commits the money of a plan, or makes the change of one. Nobody approves what they
 * asked for themselves.
 *
 * @param key made by the client: the same form sent twice approves once
 * @returns the amount that is committed now, or what stands against it
 */
export async function approvePromotion(db: Db, code: string, by: Decider, key: string): Promise<Approved> {
  const form = { key, content: JSON.stringify(['approve', code]), reason: '' };
  return committed(db, code, () =>
    deciding<ApproveRefusal>(db, code, form, async (tx, promotion) => {
      const waiting = waitingOf(promotion);
      if (!waiting) return { ok: false, refusal: { why: 'not-waiting' } };
      const limits = await limitsOf(tx, promotion, by);
      const refusal = approvalRefusal(promotion, waiting, by.personId, limits);
      if (refusal) return { ok: false, refusal };
      if (waiting === 'change') return approveChange(tx, promotion, by, form);
      const fund = promotion.fund && (await findFundFacts(tx, promotion.fund.code));
      const unfit = approveRefusal(promotion, fund, by.today);
      return unfit ? { ok: false, refusal: unfit } : commit(tx, promotion, by, form);
    })
  );
}

const limitsOf = (tx: Tx, { account, tactic }: Promotion, { personId }: Decider) =>
  readLimits(tx, personId, { account: account.code, tactic });

/** Books that refuse inside a change undo it all, and say why. */
async function committed(db: Db, code: string, decide: () => Promise<Outcome>): Promise<Approved> {
  try {
    const outcome = await decide();
    if (!outcome.ok) return outcome;
    return { ok: true, committedMinor: (await findPromotion(db, code))!.plannedMinor! };
  } catch (error) {
    if (error instanceof Refused) return { ok: false, refusal: error.refusal };
    throw error;
  }
}

async function commit(tx: Tx, promotion: Promotion, by: Decider, form: Form): Promise<Outcome> {
  const booked = await bookMovement(tx, {
    kind: 'commit',
    from: { kind: 'available', fundId: promotion.fundId! },
    to: { kind: 'committed', promotionId: promotion.promotionId },
    amountMinor: promotion.plannedMinor!,
    bookedOn: by.today,
    reason: promotion.name,
    by: { personId: by.personId, via: 'desk' },
    key: form.key,
    content: form.content
  });
  if (!booked.ok) return { ok: false, refusal: planWhy(booked.refusal, promotion.fund!.name) };
  await mark(tx, promotion, { approved_on: by.today });
  await recordDecision(tx, promotion.promotionId, 'approve', promotion.plannedMinor!, by, form);
  return { ok: true, freedMinor: 0 };
}

/** The change is asked about again: days go by while it waits. */
async function approveChange(tx: Tx, promotion: Promotion, by: Decider, form: Form): Promise<Outcome> {
  const wanted = wantedShape(promotion);
  const refusal = changeRefusal(promotion, wanted, by.today) ?? (await fundRefusal(tx, promotion, wanted));
  if (refusal) return { ok: false, refusal };
  await mark(tx, promotion, NOTHING_WAITS);
  await applyChange(tx, promotion, wanted, by, form);
  await recordDecision(tx, promotion.promotionId, 'approve', wanted.plannedMinor ?? 0, by, form);
  return { ok: true, freedMinor: 0 };
}

/**
 * Sends a draft to somebody who may approve it; no money moves.
 *
 * @param key made by the client: the same form sent twice submits once
 */
export async function submitPromotion(db: Db, code: string, by: Decider, key: string): Promise<Outcome> {
  const content = JSON.stringify(['submit', code]);
  return deciding<ApproveRefusal>(db, code, { key, content }, async (tx, promotion) => {
    const fund = promotion.fund && (await findFundFacts(tx, promotion.fund.code));
    const refusal = approveRefusal(promotion, fund, by.today);
    if (refusal) return { ok: false, refusal };
    const short = await shortOf(tx, { fundId: promotion.fundId!, name: fund!.name }, promotion.plannedMinor!);
    if (short) return { ok: false, refusal: short };
    await mark(tx, promotion, { submitted_on: by.today, submitted_by: by.personId });
    await recordDecision(tx, promotion.promotionId, 'submit', promotion.plannedMinor!, by, {
      key,
      content,
      reason: ''
    });
    return { ok: true, freedMinor: 0 };
  });
}

/**
 * Turns down what waits on a promotion: a plan is then closed, a change is given up and the promotion stays as it was
 * approved. Whoever asked for a change may take it back so.
 *
 * @param reason in the person's words; needed, since somebody will ask
 * @param key made by the client: the same form sent twice declines once
 */
export async function declinePromotion(
  db: Db,
  code: string,
  reason: string,
  by: Decider,
  key: string
): Promise<Outcome> {
  const content = JSON.stringify(['decline', code, reason]);
  return deciding<ApproveRefusal>(db, code, { key, content }, async (tx, promotion) => {
    const waiting = waitingOf(promotion);
    if (!waiting) return { ok: false, refusal: { why: 'not-waiting' } };
    const isOwn = promotion.submittedById === by.personId;
    const closed = waiting === 'plan' ? cancelRefusal(promotion, by.today) : null;
    if (closed && closed.why !== 'partly-spent') return { ok: false, refusal: closed };
    // Whoever takes their own plan back cancels it.
    if (isOwn && waiting === 'plan') return { ok: false, refusal: { why: 'own' } };
    await mark(
      tx,
      promotion,
      waiting === 'plan' ? { declined_on: by.today, cancelled_on: by.today } : NOTHING_WAITS
    );
    const asked = wantedShape(promotion).plannedMinor ?? 0;
    const kind = isOwn ? 'withdraw' : 'decline';
    await recordDecision(tx, promotion.promotionId, kind, asked, by, { key, content, reason });
    return { ok: true, freedMinor: 0 };
  });
}
