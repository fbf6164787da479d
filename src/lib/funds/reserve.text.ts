import { faultText } from './fault.text';
import { formatMoney } from '$lib/money/format';
import * as m from '$lib/paraglide/messages';
import { type DrawRefusal, type ReserveRule, WINDOW_KINDS, type WindowKind } from './reserve';

export function windowKindName(kind: WindowKind): string {
  return {
    'stock-out': m.reserve_kind_stock_out,
    exhaustion: m.reserve_kind_exhaustion,
    both: m.reserve_kind_both
  }[kind]();
}

/** A rule as a sentence, its floor aside. */
export function ruleText(rule: ReserveRule, currency: string, locale: string): string {
  const hand = rule.isByHand ? m.reserve_rule_hand() : m.reserve_rule_no_hand();
  if (rule.kinds.length === 0) return m.reserve_rule_no_window({ hand });
  const isAny = rule.kinds.length === WINDOW_KINDS.length;
  return (isAny ? m.reserve_rule_all : m.reserve_rule_windows)({
    kinds: rule.kinds.map(windowKindName).join(locale.startsWith('en') ? ', ' : '、'),
    confidence: rule.leastConfidence,
    limit:
      rule.windowLimitMinor === null
        ? m.reserve_rule_no_limit()
        : m.reserve_rule_limit({ amount: formatMoney(rule.windowLimitMinor, currency, locale) }),
    hand
  });
}

/** What is wrong with what is to be drawn; null where nothing is. */
export function drawFaultText(codes: readonly string[] | undefined, currency: string): string | null {
  return codes?.[0] === 'more-than-planned' ? m.reserve_fault_more() : faultText(codes, currency);
}

/** Why a window may not draw on a reserve, within a sentence. */
export function drawRefusalText(refusal: DrawRefusal, currency: string, locale: string): string {
  const money = (minor: number) => formatMoney(minor, currency, locale);
  switch (refusal.why) {
    case 'nothing-held':
      return m.reserve_not_nothing_held();
    case 'at-floor':
      return m.reserve_not_at_floor({ floor: money(refusal.floor) });
    case 'other-kind':
      return m.reserve_not_other_kind();
    case 'unsure':
      return m.reserve_not_unsure({ is: refusal.is, least: refusal.least });
    case 'window-used':
      return m.reserve_not_window_used({ drawn: money(refusal.drawn), limit: money(refusal.limit) });
  }
}
