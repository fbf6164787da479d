import * as m from '$lib/paraglide/messages';
import { formatMoney } from '$lib/money/format';
import type { Refusal } from './ledger';

export function movementName(kind: string): string {
  const names: Record<string, () => string> = {
    opening: m.funds_kind_opening,
    deposit: m.funds_kind_deposit,
    accrue: m.funds_kind_accrue,
    move: m.funds_kind_move,
    hold: m.funds_kind_hold,
    release: m.funds_kind_release,
    commit: m.funds_kind_commit,
    settle: m.funds_kind_settle,
    free: m.funds_kind_free,
    reverse: m.funds_kind_reverse
  };
  return names[kind]?.() ?? kind;
}

/** Why money did not move, and what to do. */
export function refusalSentence(refusal: Refusal, currency: string, locale: string): string {
  switch (refusal.why) {
    case 'not-enough':
      return m.funds_refused_not_enough({
        left: formatMoney(refusal.left, currency, locale),
        asked: formatMoney(refusal.asked, currency, locale),
        currency
      });
    case 'already-reversed':
      return m.funds_refused_reversed();
    case 'too-much':
      return m.funds_refused_too_much({ most: formatMoney(refusal.most, currency, locale), currency });
    case 'key-reused':
      return m.funds_refused_key();
    default:
      return m.funds_refused_amount();
  }
}
