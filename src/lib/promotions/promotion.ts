import type { Day } from '$lib/calendar/day';
import type { DrawRefusal } from '$lib/funds/reserve';
import type { Minor } from '$lib/money/money';
import type { Tactic } from './tactic';

export type PromotionStatus =
  'draft' | 'submitted' | 'approved' | 'running' | 'ended' | 'settled' | 'declined' | 'cancelled';

/** Where a promotion stands, whatever waits for somebody's approval. */
type Stage = Exclude<PromotionStatus, 'submitted' | 'declined'>;

/** The decisions and dates from which a promotion's status follows. */
export interface PromotionDates {
  startsOn: Day;
  endsOn: Day;
  approvedOn: Day | null;
  cancelledOn: Day | null;
  settledOn: Day | null;
  /** When it was sent to somebody for approval. What does not ask for approvals may leave out this and what follows. */
  submittedOn?: Day | null;
  /** When somebody did not approve it: it is cancelled then too. */
  declinedOn?: Day | null;
  /** Since when a change of it waits for approval; until then it stays what was approved. */
  reopenedOn?: Day | null;
}

/** What a window proposed, kept as it was given. */
export interface Advice {
  /** Id of the window. */
  window: string;
  account: string;
  from: string;
  to: string;
  /** A decimal in the organisation's currency; empty where the window named no amount. */
  amount: string;
  reason: string;
}

export interface Promotion extends PromotionDates {
  promotionId: number;
  /** Null where it was spent before the books began. */
  fundId: number | null;
  code: string;
  name: string;
  account: { code: string; name: string };
  fund: { code: string; name: string } | null;
  tactic: Tactic;
  products: string[];
  reason: string | null;
  /** The window that it was planned from, as it was shown; null where it came from elsewhere. */
  advice: Advice | null;
  createdOn: Day;
  createdBy: string | null;
  createdById: number | null;
  submittedOn: Day | null;
  /** Who sent it, or a change of it, for approval. */
  submittedBy: string | null;
  submittedById: number | null;
  reopenedOn: Day | null;
  /** What it is to become once its change is approved; null where none waits. */
  wanted: PromotionShape | null;
  /** Frozen when approved; null where it was never planned in money. */
  plannedMinor: Minor | null;
  committedMinor: Minor;
  spentMinor: Minor;
}

/**
 * What a promotion is on a day. Approved starts running and running ends by date, without a person; a decision that
 * was taken later is not known yet. One whose change waits for approval is submitted again until its last day.
 */
export function statusOn(promotion: PromotionDates, on: Day): PromotionStatus {
  const stage = stageOn(promotion, on);
  const { submittedOn = null, declinedOn = null, reopenedOn = null } = promotion;
  if (stage === 'cancelled') return isKnown(declinedOn, on) ? 'declined' : stage;
  if (stage === 'draft') return isKnown(submittedOn, on) ? 'submitted' : stage;
  const isOpen = stage === 'approved' || stage === 'running';
  return isOpen && isKnown(reopenedOn, on) ? 'submitted' : stage;
}

/** What a promotion is on a day by its dates and what was decided, with what waits for approval left aside. */
export function stageOn(promotion: PromotionDates, on: Day): Stage {
  if (isKnown(promotion.cancelledOn, on)) return 'cancelled';
  if (isKnown(promotion.settledOn, on)) return 'settled';
  if (!isKnown(promotion.approvedOn, on)) return 'draft';
  if (on < promotion.startsOn) return 'approved';
  return on <= promotion.endsOn ? 'running' : 'ended';
}

const isKnown = (decided: Day | null, on: Day) => decided !== null && decided <= on;

/** Whether a plan counts: approved and not taken back, only asked for, or taken back. */
export type PlanStanding = 'approved' | 'asked' | 'cancelled';

export function planStanding(promotion: PromotionDates, on: Day): PlanStanding {
  const status = stageOn(promotion, on);
  if (status === 'cancelled') return 'cancelled';
  return status === 'draft' ? 'asked' : 'approved';
}

/** Why a promotion cannot be planned, with what the reader needs to change. */
export type PlanRefusal =
  /** `whole`: the amount that was typed, where only the difference to it was asked of the fund. */
  | { why: 'not-enough'; left: Minor; asked: Minor; fund: string; whole?: Minor }
  | { why: 'outside-period'; from: Day; to: Day; fund: string }
  | { why: 'other-account'; fund: string }
  | { why: 'too-much'; most: Minor }
  /** The fund's reserve does not let this window draw on it, or not as much. */
  | { why: 'no-draw'; refusal: DrawRefusal }
  | { why: 'draw-too-much'; most: Minor; asked: Minor }
  /** What has to be approved first draws on no reserve; what is no window any more does not either. */
  | { why: 'draw-waits' | 'draw-no-window' }
  | { why: 'unknown-account' | 'unknown-fund' | 'unknown-product' | 'key-reused' | 'amount-not-positive' };

/** What of a fund decides whether it may pay; a shared one has no account. */
interface PayingFund {
  name: string;
  account: { code: string } | null;
  periodStart: Day;
  periodEnd: Day;
}

/** Whether a fund may pay for a promotion, its money aside; null where it may. */
export function planRefusal(
  plan: { accountCode: string; startsOn: Day },
  fund: PayingFund
): PlanRefusal | null {
  if (fund.account && fund.account.code !== plan.accountCode)
    return { why: 'other-account', fund: fund.name };
  if (plan.startsOn < fund.periodStart || plan.startsOn > fund.periodEnd) {
    return { why: 'outside-period', from: fund.periodStart, to: fund.periodEnd, fund: fund.name };
  }
  return null;
}

/** A promotion that is closed, with the day on which it was; who did it and at how much where that is on file. */
export type Closed = {
  why: 'cancelled' | 'settled';
  on: Day;
  by?: { name: string | null; at: Date; amount: Minor };
};

export type CancelRefusal = Closed | { why: 'over'; endedOn: Day } | { why: 'partly-spent'; spent: Minor };

/** Why a promotion cannot be taken back; null where it can. One that is over is settled instead, with 0 if need be. */
export function cancelRefusal(
  promotion: PromotionDates & { spentMinor: Minor },
  on: Day
): CancelRefusal | null {
  const closed = closedOn(promotion, on);
  if (closed) return closed;
  if (stageOn(promotion, on) === 'ended') return { why: 'over', endedOn: promotion.endsOn };
  return promotion.spentMinor > 0 ? { why: 'partly-spent', spent: promotion.spentMinor } : null;
}

export type ApproveRefusal =
  | Closed
  | { why: 'approved'; on: Day }
  | { why: 'unpriced' }
  | { why: 'over'; endedOn: Day }
  /** More than the person may commit or approve. */
  | { why: 'above-limit'; limit: Minor; asked: Minor }
  | { why: 'own' | 'waits' | 'not-waiting' }
  | ChangeRefusal
  | PlanRefusal;

/**
 * Why the money of a draft cannot be committed, the fund's balance aside; null where it can. A draft keeps to the rules
 * that a plan keeps to: what came from a file may not go around them.
 *
 * @param fund the one that it draws on; null where it names none
 */
export function approveRefusal(
  promotion: PromotionDates & { plannedMinor: Minor | null; account: { code: string } },
  fund: PayingFund | null,
  on: Day
): ApproveRefusal | null {
  const closed = closedOn(promotion, on);
  if (closed) return closed;
  if (promotion.approvedOn) return { why: 'approved', on: promotion.approvedOn };
  if (promotion.endsOn < on) return { why: 'over', endedOn: promotion.endsOn };
  if (fund === null || !promotion.plannedMinor) return { why: 'unpriced' };
  return planRefusal({ accountCode: promotion.account.code, startsOn: promotion.startsOn }, fund);
}

export type SettleRefusal =
  | Closed
  | { why: 'above-committed'; committed: Minor; asked: Minor }
  | { why: 'unconfirmed'; because: SettleDoubt }
  | { why: 'not-approved' | 'amount-negative' };

/** What is unlikely about a settlement: it has not begun, or it is said to have cost nothing. */
export type SettleDoubt = 'not-started' | 'nothing';

/** What of a settlement has to be confirmed with a reason; null where nothing is unlikely. */
export function settleDoubt(
  promotion: Pick<PromotionDates, 'startsOn'>,
  actualMinor: Minor,
  on: Day
): SettleDoubt | null {
  if (on < promotion.startsOn) return 'not-started';
  return actualMinor === 0 ? 'nothing' : null;
}

export type UnsettleRefusal = Closed | { why: 'not-settled' | 'from-a-file' } | PlanRefusal;

/** Whether an amount may be settled on a promotion; what it does not use is freed. */
export function settleRefusal(
  promotion: PromotionDates & { committedMinor: Minor },
  actualMinor: Minor,
  on: Day
): SettleRefusal | null {
  const closed = closedOn(promotion, on);
  if (closed) return closed;
  if (stageOn(promotion, on) === 'draft') return { why: 'not-approved' };
  if (actualMinor < 0) return { why: 'amount-negative' };
  return actualMinor > promotion.committedMinor
    ? { why: 'above-committed', committed: promotion.committedMinor, asked: actualMinor }
    : null;
}

/** What can be changed of a promotion that is planned: its days and its amount. */
export interface PromotionShape {
  startsOn: Day;
  endsOn: Day;
  /** Null where it was never planned in money. */
  plannedMinor: Minor | null;
}

/** What else of a promotion a file can change. */
export interface PromotionDetails {
  /** Name; null where none pays. */
  fund: string | null;
  tactic: Tactic;
  /** Names. */
  products: string[];
  /** What it cost, where it had been settled. */
  spentMinor: Minor | null;
}

export type ChangeRefusal =
  | Closed
  | { why: 'over'; endedOn: Day }
  | { why: 'started'; startsOn: Day }
  | { why: 'day-past'; today: Day }
  | { why: 'partly-spent'; spent: Minor }
  | { why: 'no-fund' | 'unchanged' | 'ends-before-start' };

/**
 * Why a promotion cannot become what is wanted, its fund aside; null where it can. What has begun keeps its first day,
 * nothing is moved into days gone by, and what is over keeps its days. Its amount can be changed until it is settled, not
 * below what is paid of it: an invoice above the commitment, or a second one, needs more of it first.
 */
export function changeRefusal(
  promotion: PromotionDates & PromotionShape & { fundId: number | null; spentMinor: Minor },
  wanted: PromotionShape,
  on: Day
): ChangeRefusal | null {
  const closed = closedOn(promotion, on);
  if (closed) return closed;
  const movable = movableOn(promotion, on);
  if (wanted.endsOn < wanted.startsOn) return { why: 'ends-before-start' };
  const isStartMoved = wanted.startsOn !== promotion.startsOn;
  const isEndMoved = wanted.endsOn !== promotion.endsOn;
  const isRepriced = wanted.plannedMinor !== promotion.plannedMinor;
  if ((isStartMoved || isEndMoved) && !movable.end) return { why: 'over', endedOn: promotion.endsOn };
  if (isStartMoved && !movable.start) return { why: 'started', startsOn: promotion.startsOn };
  if ((isStartMoved && wanted.startsOn < on) || (isEndMoved && wanted.endsOn < on))
    return { why: 'day-past', today: on };
  if (isRepriced && promotion.fundId === null) return { why: 'no-fund' };
  if (isRepriced && (wanted.plannedMinor ?? 0) < promotion.spentMinor)
    return { why: 'partly-spent', spent: promotion.spentMinor };
  return isStartMoved || isEndMoved || isRepriced ? null : { why: 'unchanged' };
}

/** What a change of the amount takes from the fund: what is not set aside and not paid yet. Below zero it gives back. */
export function takenByChange(
  promotion: { committedMinor: Minor; spentMinor: Minor },
  plannedMinor: Minor | null
): Minor {
  return (plannedMinor ?? 0) - promotion.committedMinor - promotion.spentMinor;
}

/** Which of a promotion's ends can still be moved on a day: neither once it is over or closed, not the start of a running one. */
export function movableOn(promotion: PromotionDates, on: Day): { start: boolean; end: boolean } {
  const status = stageOn(promotion, on);
  const isOpen = (status === 'draft' && promotion.endsOn >= on) || status === 'approved';
  return { start: isOpen && promotion.startsOn >= on, end: isOpen || status === 'running' };
}

function closedOn(promotion: PromotionDates, on: Day): Closed | null {
  const status = stageOn(promotion, on);
  if (status === 'cancelled') return { why: 'cancelled', on: promotion.cancelledOn! };
  return status === 'settled' ? { why: 'settled', on: promotion.settledOn! } : null;
}
