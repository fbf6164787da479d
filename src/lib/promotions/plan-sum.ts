import type { Day } from '$lib/calendar/day';
import { type Minor, sumMinor } from '$lib/money/money';
import { type PlanStanding, planStanding, type PromotionDates } from './promotion';

/** The plans of several promotions; only what was approved and not taken back is planned. */
export interface PlanSum {
  /** Sum of the approved plans that are known; null where there are approved ones and none of them is known. */
  approvedMinor: Minor | null;
  approved: number;
  /** Approved promotions whose plan in money is not known. */
  unknown: number;
  /** Drafts: asked for, never approved. */
  asked: { count: number; minor: Minor };
  cancelled: { count: number; minor: Minor };
}

export function sumPlans(
  promotions: readonly (PromotionDates & { plannedMinor: Minor | null })[],
  on: Day
): PlanSum {
  const standing = (which: PlanStanding) =>
    promotions.filter((promotion) => planStanding(promotion, on) === which);
  const of = (which: PlanStanding) => {
    const some = standing(which);
    return { count: some.length, minor: sumMinor(some.map(({ plannedMinor }) => plannedMinor ?? 0)) };
  };
  const approved = standing('approved');
  const known = approved.flatMap(({ plannedMinor }) => plannedMinor ?? []);
  return {
    approvedMinor: known.length === 0 && approved.length > 0 ? null : sumMinor(known),
    approved: approved.length,
    unknown: approved.length - known.length,
    asked: of('asked'),
    cancelled: of('cancelled')
  };
}
