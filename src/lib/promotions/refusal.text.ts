import { formatDay, formatMoment } from '$lib/calendar/format';
import { drawRefusalText } from '$lib/funds/reserve.text';
import { formatMoney } from '$lib/money/format';
import * as m from '$lib/paraglide/messages';
import type {
  ApproveRefusal,
  CancelRefusal,
  ChangeRefusal,
  Closed,
  PlanRefusal,
  SettleRefusal,
  UnsettleRefusal
} from './promotion';

/** Why a promotion was not planned, and what to change. */
export function planRefusalText(refusal: PlanRefusal, currency: string, locale: string): string {
  switch (refusal.why) {
    case 'not-enough': {
      const figures = {
        fund: refusal.fund,
        left: formatMoney(refusal.left, currency, locale),
        asked: formatMoney(refusal.asked, currency, locale),
        currency
      };
      return refusal.whole === undefined
        ? m.promotions_refused_not_enough(figures)
        : m.promotions_refused_not_enough_more({
            ...figures,
            whole: formatMoney(refusal.whole, currency, locale)
          });
    }
    case 'outside-period':
      return m.promotions_refused_period({
        fund: refusal.fund,
        from: formatDay(refusal.from, locale),
        to: formatDay(refusal.to, locale)
      });
    case 'too-much':
      return m.promotions_refused_too_much({ most: formatMoney(refusal.most, currency, locale), currency });
    case 'no-draw':
      return m.reserve_plan_refused_no_draw({ why: drawRefusalText(refusal.refusal, currency, locale) });
    case 'draw-too-much':
      return m.reserve_plan_refused_much({
        most: formatMoney(refusal.most, currency, locale),
        asked: formatMoney(refusal.asked, currency, locale),
        currency
      });
    case 'draw-waits':
      return m.reserve_plan_refused_waits();
    case 'draw-no-window':
      return m.reserve_plan_refused_window();
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
    case 'unconfirmed':
      return refusal.because === 'nothing'
        ? m.promotions_settle_unconfirmed_nothing()
        : m.promotions_settle_unconfirmed_early();
    default:
      return closedText(refusal, currency, locale);
  }
}

/** Why a settlement was not undone, and what can be done instead. */
export function unsettleRefusalText(
  refusal: UnsettleRefusal | Unfit | { why: 'no-reason' },
  currency: string,
  locale: string
): string {
  switch (refusal.why) {
    case 'no-reason':
      return m.promotions_fault_missing();
    case 'not-settled':
      return m.promotions_unsettle_not();
    case 'from-a-file':
      return m.promotions_unsettle_file();
    case 'cancelled':
    case 'settled':
    case 'unknown':
      return closedText(refusal, currency, locale);
    default:
      return planRefusalText(refusal, currency, locale);
  }
}

/** Why the money of a draft was not committed, and what to change. */
export function approveRefusalText(
  refusal: ApproveRefusal | Unfit | { why: 'no-reason' },
  currency: string,
  locale: string
): string {
  switch (refusal.why) {
    case 'approved':
      return m.promotions_closed_approved({ day: formatDay(refusal.on, locale) });
    case 'over':
      return m.promotions_commit_over({ day: formatDay(refusal.endedOn, locale) });
    case 'no-reason':
      return m.approvals_reason_needed();
    case 'unpriced':
      return m.promotions_commit_unpriced();
    case 'above-limit':
      return m.promotions_above_limit({
        limit: formatMoney(refusal.limit, currency, locale),
        asked: formatMoney(refusal.asked, currency, locale),
        currency
      });
    case 'own':
      return m.promotions_approve_own();
    case 'waits':
      return m.promotions_waits();
    case 'not-waiting':
      return m.promotions_not_waiting();
    case 'started':
    case 'day-past':
    case 'partly-spent':
    case 'no-fund':
    case 'unchanged':
    case 'ends-before-start':
      return changeRefusalText(refusal, currency, locale);
    case 'cancelled':
    case 'settled':
    case 'unknown':
      return closedText(refusal, currency, locale);
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
      return closedText(refusal, currency, locale);
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
      return closedText(refusal, currency, locale);
    default:
      return planRefusalText(refusal, currency, locale);
  }
}

function closedText(refusal: Closed | Unfit, currency: string, locale: string): string {
  if ('by' in refusal && refusal.by) {
    const figures = {
      who: refusal.by.name ?? m.funds_via_import(),
      amount: formatMoney(refusal.by.amount, currency, locale),
      day: formatMoment(refusal.by.at, locale),
      currency
    };
    return refusal.why === 'settled'
      ? m.promotions_closed_settled_by(figures)
      : m.promotions_closed_cancelled_by(figures);
  }
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
