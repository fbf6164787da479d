import { type Day, daysBetween } from '$lib/calendar/day';
import { type Minor, sumMinor } from '$lib/money/money';

export type ClaimKind = 'invoice' | 'deduction';
export const CLAIM_KINDS: readonly ClaimKind[] = ['invoice', 'deduction'];

export type ClaimStatus = 'open' | 'disputed' | 'approved' | 'paid' | 'refused';
export const CLAIM_STATUSES: readonly ClaimStatus[] = ['open', 'disputed', 'approved', 'paid', 'refused'];

/** A part of a claim that belongs to a promotion. */
export interface ClaimShare {
  promotion: { code: string; name: string };
  amountMinor: Minor;
  /** No further claim is expected: what is left of the commitment goes back to the fund. */
  isLast: boolean;
}

export interface Claim {
  claimId: number;
  account: { code: string; name: string };
  reference: string;
  kind: ClaimKind;
  amountMinor: Minor;
  /** What the account's paper says. */
  issuedOn: Day;
  receivedOn: Day;
  note: string | null;
  madeBy: { personId: number; name: string };
  approvedOn: Day | null;
  disputedOn: Day | null;
  refusedOn: Day | null;
  paidOn: Day | null;
  shares: ClaimShare[];
}

/** What was done to a claim, as a person reads it. */
export interface ClaimDecision {
  kind: 'match' | 'approve' | 'dispute' | 'refuse' | 'pay' | 'unpay';
  at: Date;
  by: string;
  reason: string | null;
  amountMinor: Minor;
}

type Decided = Pick<Claim, 'approvedOn' | 'disputedOn' | 'refusedOn' | 'paidOn'>;

export function claimStatus({ approvedOn, disputedOn, refusedOn, paidOn }: Decided): ClaimStatus {
  if (refusedOn) return 'refused';
  if (paidOn) return 'paid';
  if (approvedOn) return 'approved';
  return disputedOn ? 'disputed' : 'open';
}

/** Whether it still has to be dealt with. */
export function isOpen(claim: Decided): boolean {
  return claim.paidOn === null && claim.refusedOn === null;
}

/** Days since it came in, of a claim that is open; null of one that is done with. */
export function ageOf(claim: Decided & { receivedOn: Day }, on: Day): number | null {
  return isOpen(claim) ? Math.max(0, daysBetween(claim.receivedOn, on)) : null;
}

/** What of a claim belongs to promotions. */
export function matchedOf(shares: readonly Pick<ClaimShare, 'amountMinor'>[]): Minor {
  return sumMinor(shares.map(({ amountMinor }) => amountMinor));
}

/** A promotion as far as a claim asks of it. */
export interface PayingPromotion {
  code: string;
  name: string;
  account: string;
  committedMinor: Minor;
  isApproved: boolean;
  /** Cancelled or settled. */
  isClosed: boolean;
}

export type ShareRefusal =
  | { why: 'other-account' | 'promotion-closed' | 'not-approved'; promotion: string }
  | { why: 'above-committed'; promotion: string; committed: Minor; asked: Minor }
  | { why: 'above-claim'; claimed: Minor; asked: Minor }
  | { why: 'twice'; promotion: string }
  | { why: 'unknown-promotion' | 'amount-not-positive' };

/** Why a claim cannot be split so; null where it can. Each part is paid out of what its promotion has committed. */
export function shareRefusal(
  claim: Pick<Claim, 'amountMinor'> & { account: { code: string } },
  shares: readonly { code: string; amountMinor: Minor }[],
  promotions: ReadonlyMap<string, PayingPromotion>
): ShareRefusal | null {
  const seen = new Set<string>();
  for (const { code, amountMinor } of shares) {
    const promotion = promotions.get(code);
    if (!promotion) return { why: 'unknown-promotion' };
    const { name } = promotion;
    if (seen.has(code)) return { why: 'twice', promotion: name };
    seen.add(code);
    if (amountMinor <= 0) return { why: 'amount-not-positive' };
    if (promotion.account !== claim.account.code) return { why: 'other-account', promotion: name };
    if (promotion.isClosed) return { why: 'promotion-closed', promotion: name };
    if (!promotion.isApproved) return { why: 'not-approved', promotion: name };
    if (amountMinor > promotion.committedMinor)
      return {
        why: 'above-committed',
        promotion: name,
        committed: promotion.committedMinor,
        asked: amountMinor
      };
  }
  const asked = matchedOf(shares);
  return asked > claim.amountMinor ? { why: 'above-claim', claimed: claim.amountMinor, asked } : null;
}

export type ClaimRefusal =
  | ShareRefusal
  | { why: 'paid' | 'refused' | 'not-approved-yet' | 'approved-already' | 'not-paid' }
  /** Two pairs of eyes: whoever entered it cannot approve it. */
  | { why: 'own' }
  | { why: 'nothing-matched' }
  /** What of it is not paid needs a reason, which the account will ask for. */
  | { why: 'rest-unexplained'; rest: Minor }
  | { why: 'money-gone'; fund: string }
  | { why: 'settled-since'; promotion: string }
  | { why: 'unknown' | 'key-reused' };

/** Why a claim cannot be approved, its shares aside; null where it can. */
export function approveClaimRefusal(
  claim: Claim,
  matched: Minor,
  personId: number,
  reason: string
): ClaimRefusal | null {
  const closed = closedRefusal(claim);
  if (closed) return closed;
  if (claim.approvedOn) return { why: 'approved-already' };
  if (claim.madeBy.personId === personId) return { why: 'own' };
  if (matched === 0) return { why: 'nothing-matched' };
  const rest = claim.amountMinor - matched;
  return rest > 0 && !reason ? { why: 'rest-unexplained', rest } : null;
}

/** Why nothing more is done to a claim; null while it is open. */
export function closedRefusal(claim: Decided): { why: 'paid' | 'refused' } | null {
  if (claim.refusedOn) return { why: 'refused' };
  return claim.paidOn ? { why: 'paid' } : null;
}
