import type { Db, Tx } from '$lib/db/connect.server';
import { lockBalances } from '$lib/funds/bulk.server';
import type { BalanceRef } from '$lib/funds/ledger';
import { bookMovement, reverseMovement } from '$lib/funds/ledger.server';
import type { Minor } from '$lib/money/money';
import { type Claim, matchedOf } from './claim';
import { type LockedPromotion, lockPromotions } from './claim.server';
import {
  type ClaimOutcome,
  type Decider,
  deciding,
  type Form,
  held,
  mark,
  record,
  Refused,
  type Split
} from './deciding-claim.server';

/** What a payment did to a promotion; kept with the payment, so that it can be taken back. */
interface Paid {
  promotionId: number;
  settled: number;
  freed: number | null;
  isClosed: boolean;
}

/**
 * Pays an approved claim: each part is settled out of what its promotion has committed, and where it was the last claim
 * of a promotion the rest goes back to the fund. All of it or nothing.
 */
export async function payClaim(db: Db, claimId: number, by: Decider, key: string): Promise<ClaimOutcome> {
  const form = { key, content: JSON.stringify(['pay', claimId]), reason: '' };
  return deciding(db, claimId, form, async (tx, claim) => {
    if (!claim.approvedOn) throw new Refused({ why: 'not-approved-yet' });
    const shares = claim.shares.map(({ promotion, ...share }) => ({ ...share, code: promotion.code }));
    const promotions = await held(tx, claim, shares);
    await holdMoney(tx, [...promotions.values()]);
    const paid: Paid[] = [];
    for (const share of shares) paid.push(await pay(tx, claim, share, promotions.get(share.code)!, by, form));
    await mark(tx, claim, { paid_on: by.today });
    await record(tx, claim, 'pay', matchedOf(shares), by, form, paid);
  });
}

/**
 * Takes a payment back: what it settled and freed is reversed, and the claim is approved again. All of it or nothing:
 * where a fund has given away what was freed, nothing is taken back.
 */
export async function unpayClaim(
  db: Db,
  claimId: number,
  reason: string,
  by: Decider,
  key: string
): Promise<ClaimOutcome> {
  const form = { key, content: JSON.stringify(['unpay', claimId, reason]), reason };
  return deciding(
    db,
    claimId,
    form,
    async (tx, claim) => {
      if (!claim.paidOn) throw new Refused({ why: 'not-paid' });
      const payment = await tx
        .selectFrom('claim_decision')
        .select('detail')
        .where('claim_id', '=', claimId)
        .where('kind', '=', 'pay')
        .orderBy('claim_decision_id', 'desc')
        .executeTakeFirstOrThrow();
      const promotions = await lockPromotions(
        tx,
        claim.shares.map(({ promotion }) => promotion.code)
      );
      const held = [...promotions.values()];
      await holdMoney(tx, held);
      for (const { promotionId, settled, freed, isClosed } of payment.detail as Paid[]) {
        const promotion = held.find((each) => each.promotionId === promotionId)!;
        // Somebody settled it by hand since: what came back to it would belong to a promotion that is closed.
        if (promotion.isClosed !== isClosed)
          throw new Refused({ why: 'settled-since', promotion: promotion.name });
        // What was freed first: the fund may refuse, and then nothing has moved.
        for (const movement of [freed, settled]) {
          if (movement === null) continue;
          const outcome = await reverseMovement(tx, movement, {
            bookedOn: by.today,
            reason,
            by: { personId: by.personId, via: 'desk' },
            key: `${key}:${movement}`
          });
          if (!outcome.ok) throw new Refused({ why: 'money-gone', fund: promotion.fundName ?? '' });
        }
        if (isClosed)
          await tx
            .updateTable('promotion')
            .set({ settled_on: null })
            .where('promotion_id', '=', promotionId)
            .execute();
      }
      await mark(tx, claim, { paid_on: null });
      await record(tx, claim, 'unpay', matchedOf(claim.shares), by, form);
    },
    true
  );
}

/**
 * Locks all that a payment moves, in the order in which everything is locked: two claims on two funds would else meet each
 * other's.
 */
async function holdMoney(tx: Tx, promotions: readonly LockedPromotion[]): Promise<void> {
  await lockBalances(
    tx,
    promotions.flatMap(({ promotionId, fundId }): BalanceRef[] => [
      { kind: 'committed', promotionId },
      ...(fundId === null ? [] : [{ kind: 'available' as const, fundId }])
    ])
  );
}

async function pay(
  tx: Tx,
  claim: Claim,
  { amountMinor, isLast }: Split,
  promotion: LockedPromotion,
  by: Decider,
  form: Form
): Promise<Paid> {
  const { promotionId, fundId } = promotion;
  const committed = { kind: 'committed', promotionId } as const;
  const book = async (kind: 'settle' | 'free', amount: Minor) => {
    const booked = await bookMovement(tx, {
      kind,
      from: committed,
      to: kind === 'settle' ? { kind: 'spent', promotionId } : { kind: 'available', fundId: fundId! },
      amountMinor: amount,
      bookedOn: by.today,
      reason: claim.reference,
      by: { personId: by.personId, via: 'desk' },
      key: `${form.key}:${promotionId}:${kind}`
    });
    // The promotion is held, so nobody can have moved this money: a refusal is our fault, not the reader's.
    if (!booked.ok)
      throw new Error(
        `${amount} of promotion ${promotionId} could not be moved (${kind}): ${booked.refusal.why}.`
      );
    return booked.movementId;
  };
  const settled = await book('settle', amountMinor);
  if (!isLast) return { promotionId, settled, freed: null, isClosed: false };
  const rest = promotion.committedMinor - amountMinor;
  const freed = rest > 0 ? await book('free', rest) : null;
  await tx
    .updateTable('promotion')
    .set({
      settled_on: by.today,
      reopened_on: null,
      wanted_starts_on: null,
      wanted_ends_on: null,
      wanted_planned_minor: null
    })
    .where('promotion_id', '=', promotionId)
    .execute();
  return { promotionId, settled, freed, isClosed: true };
}
