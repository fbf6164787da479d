import { formatDay } from '$lib/calendar/format';
import { formatMoney } from '$lib/money/format';
import * as m from '$lib/paraglide/messages';
import type { ApproveRefusal, CancelRefusal, ChangeRefusal, PlanRefusal, SettleRefusal } from './promotion';

/** Why a promotion was not planned, and what to change. */
export function planRefusalText(refusal: PlanRefusal, currency: string, locale: string): string {
  switch (refusal.why) {
    case 'not-enough':
      return m.promotions_refused_not_enough({
        fund: refusal.fund,
        left: formatMoney(refusal.left, currency, locale),
        asked: formatMoney(refusal.asked, currency, locale),
        currency
      });
    case 'outside-period':
      return m.promotions_refused_period({
        fund: refusal.fund,
        from: formatDay(refusal.from, locale),
        to: formatDay(refusal.to, locale)
      });
    case 'too-much':
      return m.promotions_refused_too_much({ most: formatMoney(refusal.most, currency, locale), currency });
    case 'other-account':
      return m.promotions_refused_other_account({ fund: refusal.fund });
    case 'key-reused':
      return m.promotions_refused_key();
    case 'amount-not-positive':
      return m.promotions_fault_amount();
    default:
      return m.promotions_refused_unknown();
  }
}

type Unfit = { why: 'unknown' } | { why: 'key-reused' };

/** Why an amount was not settled, and what to change. */
export function settleRefusalText(refusal: SettleRefusal | Unfit, currency: string, locale: string): string {
  switch (refusal.why) {
    case 'above-committed':
      return m.promotions_settle_above({
        asked: formatMoney(refusal.asked, currency, locale),
        committed: formatMoney(refusal.committed, currency, locale),
        currency
      });
    case 'not-approved':
      return m.promotions_settle_not_approved();
    case 'amount-negative':
      return m.promotions_fault_actual();
    default:
      return closedText(refusal, locale);
  }
}

/** Why the money of a draft was not committed, and what to change. */
export function approveRefusalText(
  refusal: ApproveRefusal | Unfit,
  currency: string,
  locale: string
): string {
  switch (refusal.why) {
    case 'approved':
      return m.promotions_closed_approved({ day: formatDay(refusal.on, locale) });
    case 'over':
      return m.promotions_commit_over({ day: formatDay(refusal.endedOn, locale) });
    case 'unpriced':
      return m.promotions_commit_unpriced();
    case 'cancelled':
    case 'settled':
    case 'unknown':
      return closedText(refusal, locale);
    default:
      return planRefusalText(refusal, currency, locale);
  }
}

/** Why a promotion was not taken back, and what can be done instead. */
export function cancelRefusalText(refusal: CancelRefusal | Unfit, currency: string, locale: string): string {
  switch (refusal.why) {
    case 'over':
      return m.promotions_cancel_too_late({ day: formatDay(refusal.endedOn, locale) });
    case 'partly-spent':
      return m.promotions_cancel_spent({ spent: formatMoney(refusal.spent, currency, locale), currency });
    default:
      return closedText(refusal, locale);
  }
}

/** Why a promotion was not changed, and what can be done instead. */
export function changeRefusalText(
  refusal: ChangeRefusal | PlanRefusal | { why: 'unknown' },
  currency: string,
  locale: string
): string {
  switch (refusal.why) {
    case 'over':
      return m.promotions_change_over({ day: formatDay(refusal.endedOn, locale) });
    case 'started':
      return m.promotions_change_started({ day: formatDay(refusal.startsOn, locale) });
    case 'day-past':
      return m.promotions_change_past({ day: formatDay(refusal.today, locale) });
    case 'partly-spent':
      return m.promotions_change_spent({ spent: formatMoney(refusal.spent, currency, locale), currency });
    case 'no-fund':
      return m.promotions_change_no_fund();
    case 'unchanged':
      return m.promotions_change_same();
    case 'ends-before-start':
      return m.promotions_fault_order();
    case 'cancelled':
    case 'settled':
    case 'unknown':
      return closedText(refusal, locale);
    default:
      return planRefusalText(refusal, currency, locale);
  }
}

function closedText(
  refusal: Extract<CancelRefusal, { why: 'cancelled' | 'settled' }> | Unfit,
  locale: string
): string {
  switch (refusal.why) {
    case 'cancelled':
      return m.promotions_closed_cancelled({ day: formatDay(refusal.on, locale) });
    case 'settled':
      return m.promotions_closed_settled({ day: formatDay(refusal.on, locale) });
    case 'key-reused':
      return m.promotions_refused_key();
    default:
      return m.promotions_refused_unknown();
  }
}
