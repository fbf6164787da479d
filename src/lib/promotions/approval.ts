import type { Minor } from '$lib/money/money';
import type { Role } from '$lib/people/person';
import type { Promotion, PromotionShape } from './promotion';
import type { Tactic } from './tactic';

/** Up to how much people of a role commit by themselves, and approve of others'. */
export interface ApprovalRule {
  ruleId: number;
  role: Role;
  /** Null for every account. */
  account: { code: string; name: string } | null;
  /** Null for every tactic. */
  tactic: Tactic | null;
  /** Null for no limit. */
  ownLimitMinor: Minor | null;
  approveLimitMinor: Minor | null;
}

/** Null for no limit. */
export interface Limits {
  own: Minor | null;
  approve: Minor | null;
}

/** The limits of a role at an account for a tactic: those of the most specific rule; none where no rule fits. */
export function limitsFor(
  rules: readonly Omit<ApprovalRule, 'ruleId'>[],
  asked: { role: Role; account: string; tactic: Tactic }
): Limits {
  // The account says more than the tactic: rules are made for people who look after accounts.
  const weight = (rule: (typeof rules)[number]) => (rule.account ? 2 : 0) + (rule.tactic ? 1 : 0);
  const best = rules
    .filter(
      ({ role, account, tactic }) =>
        role === asked.role &&
        (account === null || account.code === asked.account) &&
        (tactic === null || tactic === asked.tactic)
    )
    .sort((a, b) => weight(b) - weight(a))[0];
  return best ? { own: best.ownLimitMinor, approve: best.approveLimitMinor } : { own: null, approve: null };
}

export function isWithin(limit: Minor | null, amountMinor: Minor): boolean {
  return limit === null || amountMinor <= limit;
}

/** What waits for approval on a promotion: the plan itself, or a change of it; null where nothing does. */
export function waitingOf(
  promotion: Pick<Promotion, 'submittedOn' | 'approvedOn' | 'cancelledOn' | 'settledOn' | 'reopenedOn'>
): 'plan' | 'change' | null {
  if (promotion.cancelledOn || promotion.settledOn) return null;
  if (promotion.reopenedOn) return 'change';
  return promotion.submittedOn && !promotion.approvedOn ? 'plan' : null;
}

/** What the promotion would be once approved. */
export function wantedShape(promotion: Promotion): PromotionShape {
  return promotion.wanted ?? promotion;
}

export type ApprovalRefusal =
  /** Two pairs of eyes: whoever asked for it cannot approve it. */
  { why: 'own' } | { why: 'above-limit'; limit: Minor; asked: Minor };

/**
 * Why a person may not approve what waits, its money aside; null where they may. Nobody approves what they planned,
 * submitted or changed themselves.
 */
export function approvalRefusal(
  promotion: Promotion,
  waiting: 'plan' | 'change',
  personId: number,
  limits: Limits
): ApprovalRefusal | null {
  const isOwn =
    promotion.submittedById === personId || (waiting === 'plan' && promotion.createdById === personId);
  if (isOwn) return { why: 'own' };
  const asked = wantedShape(promotion).plannedMinor ?? 0;
  return limits.approve === null || asked <= limits.approve
    ? null
    : { why: 'above-limit', limit: limits.approve, asked };
}
