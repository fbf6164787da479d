import type { UploadRefusal } from '$lib/files/upload';
import { uploadRefusalText } from '$lib/files/upload.text';
import { formatMoney, formatPercent } from '$lib/money/format';
import * as m from '$lib/paraglide/messages';
import type { ClaimDecision, ClaimKind, ClaimRefusal, ClaimStatus } from './claim';
import type { MatchReason } from './claim-match';

export function claimStatusName(status: ClaimStatus): string {
  return {
    open: m.claims_status_open,
    disputed: m.claims_status_disputed,
    approved: m.claims_status_approved,
    paid: m.claims_status_paid,
    refused: m.claims_status_refused
  }[status]();
}

export function claimKindName(kind: ClaimKind): string {
  return kind === 'invoice' ? m.claims_kind_invoice() : m.claims_kind_deduction();
}

/** Why a claim may belong to a promotion. */
export function matchReasonText(reason: MatchReason, locale: string): string {
  switch (reason.why) {
    case 'named':
      return m.claims_match_named();
    case 'amount-same':
      return m.claims_match_amount_same();
    case 'amount-close':
      return m.claims_match_amount_close({ share: formatPercent(reason.share, locale, 1) });
    case 'amount-fits':
      return m.claims_match_amount_fits();
    case 'amount-above':
      return m.claims_match_amount_above();
    case 'ended-before':
      return m.claims_match_ended({ n: reason.days });
    case 'running-then':
      return m.claims_match_running();
    case 'not-begun-then':
      return m.claims_match_not_begun();
  }
}

export function claimDecisionName(kind: ClaimDecision['kind']): string {
  return {
    match: m.claims_did_match,
    approve: m.claims_did_approve,
    dispute: m.claims_did_dispute,
    refuse: m.claims_did_refuse,
    pay: m.claims_did_pay,
    unpay: m.claims_did_unpay
  }[kind]();
}

/** Why something was not done to a claim, and what to do. */
export function claimRefusalText(
  refusal: ClaimRefusal | { why: 'no-reason' },
  currency: string,
  locale: string
): string {
  const money = (minor: number) => formatMoney(minor, currency, locale);
  switch (refusal.why) {
    case 'other-account':
      return m.claims_refused_other_account({ promotion: refusal.promotion });
    case 'promotion-closed':
      return m.claims_refused_closed({ promotion: refusal.promotion });
    case 'not-approved':
      return m.claims_refused_not_approved({ promotion: refusal.promotion });
    case 'twice':
      return m.claims_refused_twice({ promotion: refusal.promotion });
    case 'above-committed':
      return m.claims_refused_above_committed({
        promotion: refusal.promotion,
        committed: money(refusal.committed),
        asked: money(refusal.asked),
        currency
      });
    case 'above-claim':
      return m.claims_refused_above_claim({
        claimed: money(refusal.claimed),
        asked: money(refusal.asked),
        currency
      });
    case 'rest-unexplained':
      return m.claims_refused_rest({ rest: money(refusal.rest), currency });
    case 'own':
      return m.claims_refused_own();
    case 'nothing-matched':
      return m.claims_refused_nothing_matched();
    case 'not-approved-yet':
      return m.claims_refused_not_yet();
    case 'approved-already':
      return m.claims_refused_approved();
    case 'paid':
      return m.claims_refused_paid();
    case 'refused':
      return m.claims_refused_refused();
    case 'not-paid':
      return m.claims_refused_not_paid();
    case 'money-gone':
      return m.claims_refused_money_gone({ fund: refusal.fund });
    case 'settled-since':
      return m.claims_refused_settled_since({ promotion: refusal.promotion });
    case 'no-reason':
      return m.claims_refused_no_reason();
    case 'key-reused':
      return m.promotions_refused_key();
    case 'amount-not-positive':
      return m.promotions_fault_amount();
    default:
      return m.claims_refused_unknown();
  }
}

/** Why papers were not put to a claim, or not taken off it. */
export function paperRefusalText(
  refusal:
    | UploadRefusal
    | { why: 'unknown' | 'none-chosen' | 'no-reason' }
    | { why: 'too-many-on-claim'; most: number },
  locale: string
): string {
  switch (refusal.why) {
    case 'unknown':
      return m.claims_refused_unknown();
    case 'none-chosen':
      return m.claims_refused_no_paper();
    case 'no-reason':
      return m.claims_refused_no_reason();
    case 'too-many-on-claim':
      return m.claims_refused_many_papers({ most: refusal.most });
    default:
      return uploadRefusalText(refusal, locale);
  }
}
