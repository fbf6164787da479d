import { type Day, daysBetween } from '$lib/calendar/day';
import type { Minor } from '$lib/money/money';

/** A promotion that a claim may belong to. */
export interface MatchCandidate {
  code: string;
  name: string;
  startsOn: Day;
  endsOn: Day;
  committedMinor: Minor;
  plannedMinor: Minor | null;
}

/** Why a claim may belong to a promotion; each is a sentence on the page. */
export type MatchReason =
  | { why: 'named' }
  | { why: 'amount-same' }
  | { why: 'amount-close'; share: number }
  | { why: 'amount-fits' }
  | { why: 'ended-before'; days: number }
  | { why: 'running-then' }
  | { why: 'amount-above' }
  | { why: 'not-begun-then' };

export interface Match<T extends MatchCandidate> {
  promotion: T;
  /** The larger the likelier; zero or less where more speaks against it than for it. */
  score: number;
  reasons: MatchReason[];
}

/** Claims come in for months after a promotion; later than this one is unlikely. */
const LATE_DAYS = 120;
const CLOSE = 0.05;

/** What each reason weighs: a name that is written out says more than money, money more than days. */
const WEIGHTS: Record<MatchReason['why'], number> = {
  named: 6,
  'amount-same': 4,
  'amount-close': 3,
  'amount-fits': 1,
  'ended-before': 2,
  'running-then': 2,
  'amount-above': -2,
  'not-begun-then': -4
};

/**
 * Promotions of the claim's account that have money committed, the likeliest first, with what speaks for and against
 * each. Equal ones are told apart by how long before the claim they ended.
 */
export function rankMatches<T extends MatchCandidate>(
  claim: { amountMinor: Minor; issuedOn: Day; reference: string; note: string | null },
  candidates: readonly T[]
): Match<T>[] {
  return candidates
    .filter(({ committedMinor }) => committedMinor > 0)
    .map((promotion) => {
      const reasons = reasonsFor(claim, promotion);
      return { promotion, reasons, score: reasons.reduce((sum, { why }) => sum + WEIGHTS[why], 0) };
    })
    .sort(
      (a, b) =>
        b.score - a.score ||
        distance(claim.issuedOn, a.promotion) - distance(claim.issuedOn, b.promotion) ||
        (a.promotion.code < b.promotion.code ? -1 : 1)
    );
}

function reasonsFor(
  claim: { amountMinor: Minor; issuedOn: Day; reference: string; note: string | null },
  { code, name, startsOn, endsOn, committedMinor, plannedMinor }: MatchCandidate
): MatchReason[] {
  const reasons: MatchReason[] = [];
  const said = `${claim.reference} ${claim.note ?? ''}`.toLowerCase();
  // A short name would be found in anything.
  if (said.includes(code.toLowerCase()) || (name.length >= 4 && said.includes(name.toLowerCase())))
    reasons.push({ why: 'named' });
  const off = Math.abs(claim.amountMinor - committedMinor) / committedMinor;
  if (claim.amountMinor === committedMinor || claim.amountMinor === plannedMinor)
    reasons.push({ why: 'amount-same' });
  else if (off <= CLOSE) reasons.push({ why: 'amount-close', share: off });
  else reasons.push({ why: claim.amountMinor < committedMinor ? 'amount-fits' : 'amount-above' });
  if (claim.issuedOn < startsOn) reasons.push({ why: 'not-begun-then' });
  else if (claim.issuedOn <= endsOn) reasons.push({ why: 'running-then' });
  else if (daysBetween(endsOn, claim.issuedOn) <= LATE_DAYS)
    reasons.push({ why: 'ended-before', days: daysBetween(endsOn, claim.issuedOn) });
  return reasons;
}

function distance(on: Day, { endsOn }: MatchCandidate): number {
  return Math.abs(daysBetween(endsOn, on));
}

/** How a claim would be split over its matches: the likeliest first, each up to what it has committed. */
export function proposeSplit<T extends MatchCandidate>(
  amountMinor: Minor,
  matches: readonly Match<T>[]
): { code: string; amountMinor: Minor }[] {
  const best = matches[0];
  // Without anything that speaks for it, nobody is led to a promotion.
  if (!best || best.score <= 1) return [];
  return [{ code: best.promotion.code, amountMinor: Math.min(amountMinor, best.promotion.committedMinor) }];
}
