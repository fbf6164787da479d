import * as m from '$lib/paraglide/messages';
import { formatUnits } from '$lib/money/format';
import { type ComparisonGap, FEWEST_WINDOWS, type UsualRange, USUAL_WEEKS } from './comparison';

/** Why there is no difference, or no range for it. @param of what is compared */
export function gapText(gap: ComparisonGap, of: 'orders' | 'sold'): string {
  switch (gap.why) {
    case 'cancelled':
      return m.review_gap_cancelled();
    case 'not-approved':
      return m.review_gap_not_approved();
    case 'not-started':
      return m.review_gap_not_started();
    case 'running':
      return m.review_gap_running();
    case 'no-data':
      return of === 'orders' ? m.review_gap_no_orders() : m.review_gap_no_sold();
    case 'not-in-yet':
      return m.review_gap_not_in_yet();
    case 'nothing-sold':
      return m.review_gap_nothing();
    case 'weeks-missing':
      return m.review_gap_missing({ n: gap.missing });
    case 'few-clean-weeks':
      return m.review_gap_few_clean({ n: gap.clean, needed: USUAL_WEEKS });
    case 'few-windows':
      return m.review_gap_few_windows({ n: gap.windows, needed: FEWEST_WINDOWS });
  }
}

/** How much the same comparison varied where there was no promotion. */
export function rangeText({ low, high, windows, share, of }: UsualRange, locale: string): string {
  const given = { low: signedUnits(low, locale), high: signedUnits(high, locale), n: windows };
  if (of === 'all') return m.review_range_others(given);
  return share === 1 ? m.review_range_all(given) : m.review_range_most(given);
}

/** "+1,200" or "−80". */
export function signedUnits(units: number, locale: string): string {
  return units > 0 ? `+${formatUnits(units, locale)}` : formatUnits(units, locale);
}
