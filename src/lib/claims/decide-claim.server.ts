import type { Db, Tx } from '$lib/db/connect.server';
import { approveClaimRefusal, type Claim, matchedOf } from './claim';
import {
  type ClaimOutcome,
  type Decider,
  deciding,
  held,
  mark,
  record,
  Refused,
  type Split
} from './deciding-claim.server';

/**
 * Keeps to which promotions a claim belongs, and with how much each; what was kept before is replaced. No money moves.
 *
 * @param key made by the client: the same form sent twice is one
 */
export async function matchClaim(
  db: Db,
  claimId: number,
  shares: readonly Split[],
  by: Decider,
  key: string
): Promise<ClaimOutcome> {
  const form = { key, content: JSON.stringify(['match', claimId, shares]), reason: '' };
  return deciding(db, claimId, form, async (tx, claim) => {
    if (claim.approvedOn) throw new Refused({ why: 'approved-already' });
    await split(tx, claim, shares);
    await record(tx, claim, 'match', matchedOf(shares), by, form);
  });
}

/**
 * Approves a claim as it is split: it may be paid from then on. Nobody approves what they entered; what is not paid
 * of it has a reason.
 *
 * @param reason why the rest is not paid; may be empty where nothing is left
 */
export async function approveClaim(
  db: Db,
  claimId: number,
  shares: readonly Split[],
  reason: string,
  by: Decider,
  key: string
): Promise<ClaimOutcome> {
  const form = { key, content: JSON.stringify(['approve claim', claimId, shares, reason]), reason };
  return deciding(db, claimId, form, async (tx, claim) => {
    const refusal = approveClaimRefusal(claim, matchedOf(shares), by.personId, reason);
    if (refusal) throw new Refused(refusal);
    await split(tx, claim, shares);
    await mark(tx, claim, { approved_on: by.today, disputed_on: null });
    await record(tx, claim, 'approve', matchedOf(shares), by, form);
  });
}

/** Says to the account that a claim is not agreed with; it stays open, and may be approved later, in part or whole. */
export async function disputeClaim(
  db: Db,
  claimId: number,
  reason: string,
  by: Decider,
  key: string
): Promise<ClaimOutcome> {
  const form = { key, content: JSON.stringify(['dispute', claimId, reason]), reason };
  return deciding(db, claimId, form, async (tx, claim) => {
    // What was approved is not any more.
    await mark(tx, claim, { disputed_on: by.today, approved_on: null });
    await record(tx, claim, 'dispute', claim.amountMinor, by, form);
  });
}

/** Closes a claim without paying it. */
export async function refuseClaim(
  db: Db,
  claimId: number,
  reason: string,
  by: Decider,
  key: string
): Promise<ClaimOutcome> {
  const form = { key, content: JSON.stringify(['refuse', claimId, reason]), reason };
  return deciding(db, claimId, form, async (tx, claim) => {
    await mark(tx, claim, { refused_on: by.today, approved_on: null });
    await record(tx, claim, 'refuse', claim.amountMinor, by, form);
  });
}

async function split(tx: Tx, claim: Claim, shares: readonly Split[]): Promise<void> {
  const promotions = await held(tx, claim, shares);
  await tx.deleteFrom('claim_share').where('claim_id', '=', claim.claimId).execute();
  if (shares.length === 0) return;
  await tx
    .insertInto('claim_share')
    .values(
      shares.map(({ code, amountMinor, isLast }) => ({
        claim_id: claim.claimId,
        promotion_id: promotions.get(code)!.promotionId,
        amount_minor: amountMinor,
        is_last: isLast
      }))
    )
    .execute();
}
