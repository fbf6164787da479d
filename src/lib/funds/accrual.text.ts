import { formatMoney } from '$lib/money/format';
import * as m from '$lib/paraglide/messages';
import type { OverdrawRefusal, RateRefusal } from './accrual';

/** Why a rate or an allowance was not set, and what to do. */
export function termsRefusalText(
  refusal: RateRefusal | OverdrawRefusal,
  currency: string,
  locale: string
): string {
  switch (refusal.why) {
    case 'used':
      return m.accrual_overdraw_used({
        used: formatMoney(refusal.used, currency, locale),
        allowed: formatMoney(refusal.allowed, currency, locale),
        currency
      });
    case 'too-much':
      return m.funds_refused_too_much({ most: formatMoney(refusal.most, currency, locale), currency });
    case 'shared-fund':
      return m.accrual_refused_shared();
    case 'unknown-product':
      return m.accrual_refused_product();
    case 'key-reused':
      return m.funds_refused_key();
    case 'unknown':
      return m.funds_refused_unknown();
  }
}
