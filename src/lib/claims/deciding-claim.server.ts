import type { Updateable } from 'kysely';
import type { Day } from '$lib/calendar/day';
import type { Db, Tx } from '$lib/db/connect.server';
import { hashOf, KeyTaken } from '$lib/funds/ledger.server';
import type { Minor } from '$lib/money/money';
import { type Claim, type ClaimRefusal, closedRefusal, shareRefusal } from './claim';
import { lockClaim, type LockedPromotion, lockPromotions } from './claim.server';
import type { ClaimDecisionTable, ClaimTable } from './claims.tables';

/** How a claim is split: by code of the promotion. */
export interface Split {
  code: string;
  amountMinor: Minor;
  isLast: boolean;
}

export type ClaimOutcome = { ok: true } | { ok: false; refusal: ClaimRefusal };

export interface Decider {
  personId: number;
  today: Day;
}

export interface Form {
  key: string;
  content: string;
  reason: string;
}

/** Undoes the transaction and carries the reason out of it. */
export class Refused extends Error {
  constructor(readonly refusal: ClaimRefusal) {
    super(refusal.why);
  }
}

/** Locks the claim, answers a repeated form with its first result, and decides otherwise. */
export async function deciding(
  db: Db,
  claimId: number,
  form: Form,
  decide: (tx: Tx, claim: Claim) => Promise<void>,
  isForPaid = false
): Promise<ClaimOutcome> {
  try {
    return await db.transaction().execute(async (tx): Promise<ClaimOutcome> => {
      const claim = await lockClaim(tx, claimId);
      if (!claim) return { ok: false, refusal: { why: 'unknown' } };
      const before = await tx
        .selectFrom('claim_decision')
        .select('request_hash')
        .where('idempotency_key', '=', form.key)
        .executeTakeFirst();
      if (before)
        return before.request_hash === hashOf(form.content)
          ? { ok: true }
          : { ok: false, refusal: { why: 'key-reused' } };
      const closed = isForPaid ? null : closedRefusal(claim);
      if (closed) return { ok: false, refusal: closed };
      await decide(tx, claim);
      return { ok: true };
    });
  } catch (error) {
    if (error instanceof Refused) return { ok: false, refusal: error.refusal };
    const isTaken =
      error instanceof KeyTaken ||
      (error as { constraint?: string }).constraint === 'claim_decision_idempotency_key';
    if (isTaken) return { ok: false, refusal: { why: 'key-reused' } };
    throw error;
  }
}

/** Holds the promotions of a split and asks whether they can pay it. @throws Refused where they cannot */
export async function held(
  tx: Tx,
  claim: Claim,
  shares: readonly Split[]
): Promise<Map<string, LockedPromotion>> {
  const promotions = await lockPromotions(
    tx,
    shares.map(({ code }) => code)
  );
  const refusal = shareRefusal(claim, shares, promotions);
  if (refusal) throw new Refused(refusal);
  return promotions;
}

/** Writes what was decided on the claim itself. */
export async function mark(tx: Tx, { claimId }: Claim, decided: Updateable<ClaimTable>): Promise<void> {
  await tx.updateTable('claim').set(decided).where('claim_id', '=', claimId).execute();
}

/** Keeps who did what to a claim, when and why. */
export async function record(
  tx: Tx,
  { claimId }: Claim,
  kind: ClaimDecisionTable['kind'],
  amountMinor: Minor,
  by: Decider,
  { key, content, reason }: Form,
  detail: unknown = null
): Promise<void> {
  await tx
    .insertInto('claim_decision')
    .values({
      claim_id: claimId,
      kind,
      decided_on: by.today,
      made_by: by.personId,
      reason: reason || null,
      amount_minor: amountMinor,
      detail: detail === null ? null : JSON.stringify(detail),
      idempotency_key: key,
      request_hash: hashOf(content)
    })
    .execute();
}
