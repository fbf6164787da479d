import * as m from '$lib/paraglide/messages';
import type { DayRange } from '$lib/calendar/day';
import { formatDayRange } from '$lib/calendar/format';
import { formatPercent, formatUnits } from '$lib/money/format';
import { type ComparisonGap, FEWEST_WINDOWS, type UsualRange, USUAL_WEEKS } from './comparison';
import type { OwnOut } from './own-out';

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

/** How much the same comparison varied where there was no promotion, and whose windows those were. */
export function rangeText({ low, high, windows, share, of }: UsualRange, locale: string): string {
  const given = { low: signedUnits(low, locale), high: signedUnits(high, locale), n: windows };
  if (of === 'all') return share === 1 ? m.review_range_others_all(given) : m.review_range_others(given);
  return share === 1 ? m.review_range_all(given) : m.review_range_most(given);
}

/** The days of the weeks that usual units come from: "6 Apr – 31 May 2026". Empty where there are none. */
export function usualWeeksText(weeks: readonly DayRange[], locale: string): string {
  return weeks.map(({ from, to }) => formatDayRange(from, to, locale)).join(m.review_list_separator());
}

/** "Our Aster Lite was out of stock 3–20 Mar 2026." */
export function ownOutText({ product, from, to }: OwnOut, locale: string): string {
  return m.review_own_out({ product, range: formatDayRange(from, to, locale) });
}

/** "+12%" of what is usual; what rounds to nothing has no sign. */
export function shareText(share: number, locale: string): string {
  const rounded = Math.round(share * 100) / 100 || 0;
  return rounded > 0 ? `+${formatPercent(rounded, locale)}` : formatPercent(rounded, locale);
}

/** "+1,200" or "−80". */
export function signedUnits(units: number, locale: string): string {
  return units > 0 ? `+${formatUnits(units, locale)}` : formatUnits(units, locale);
}
