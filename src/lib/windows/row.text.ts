import type { Day } from '$lib/calendar/day';
import { formatMoneyShort, formatPercent } from '$lib/money/format';
import { toDecimal } from '$lib/money/money';
import * as m from '$lib/paraglide/messages';
import { getLocale } from '$lib/paraglide/runtime';
import type { BudgetSummary, Reason, WindowMark } from '$lib/timeline/timeline';
import { againstText, amountBasisText, reasonText, windowTitle, type Wording } from './reason.text';
import type { SpendWindow } from './spend-window';

/** A window as the picture shows it, with the address of a promotion planned from it. */
export function windowMark(
  found: SpendWindow,
  days: { asOf: Day; today: Day },
  fund: string | null,
  words: Wording
): WindowMark {
  const reasons = found.reasons.map((reason) => reasonText(reason, days.asOf, words));
  const title = windowTitle(found, words);
  return {
    id: found.id,
    from: found.from,
    to: found.to,
    weeks: words.weeksName(found),
    kind: found.kind,
    title,
    low: found.low,
    high: found.high,
    middle: middleOf(found),
    amountBasis: amountBasisText(found, words),
    confidence: found.confidence,
    state: found.state,
    reasons,
    against: found.against.map((against) => againstText(against, words)),
    isBlocked: found.isBlocked,
    // Seen from the past, a window may be over by now.
    planHref:
      found.state === 'open' && !found.isBlocked && found.to >= days.today
        ? planHref(found, reasons, fund, words)
        : null
  };
}

/** The row read aloud: money first, then what competitors cannot deliver, then what to do. */
export function rowSentence(
  name: string,
  budget: BudgetSummary | null,
  windows: WindowMark[],
  hasData: boolean,
  currency: string
): string {
  const window = windows.find((one) => one.state === 'open');
  const parts = [
    name,
    budget ? moneyText(budget, currency) : m.windows_row_no_budget(),
    ...(hasData ? [] : [m.windows_row_no_data()]),
    ...(window ? [...window.reasons.map((reason) => reason.text), windowText(window)] : [])
  ];
  const stop = getLocale() === 'en' ? '. ' : '。';
  return parts.join(stop) + stop.trim();
}

function moneyText(budget: BudgetSummary, currency: string): string {
  const locale = getLocale();
  const short = (minor: number) => formatMoneyShort(minor, currency, locale);
  const figures = { left: short(budget.left), total: short(budget.total), currency };
  const left = budget.left < 0 ? m.windows_row_over(figures) : m.windows_row_left(figures);
  if (budget.pace === null) return left;
  const share = formatPercent(Math.abs(budget.pace), locale);
  const pace =
    Math.abs(budget.pace) < 0.005
      ? m.windows_row_on_pace()
      : budget.pace < 0
        ? m.windows_row_under_pace({ share })
        : m.windows_row_over_pace({ share });
  return left + (locale === 'en' ? ', ' : '，') + pace;
}

function windowText(window: WindowMark): string {
  if (window.isBlocked) {
    return m.windows_row_window_blocked({ weeks: window.weeks, why: window.against[0]?.text ?? '' });
  }
  return m.windows_row_window({
    weeks: window.weeks,
    confidence: formatPercent(window.confidence, getLocale())
  });
}

function planHref(found: SpendWindow, reasons: Reason[], fund: string | null, words: Wording): string {
  const query = new URLSearchParams({ account: words.account, from: found.from, to: found.to });
  const middle = middleOf(found);
  if (middle !== null) query.set('amount', toDecimal(middle, words.currency));
  if (fund !== null) query.set('fund', fund);
  query.set('window', found.id);
  query.set('reason', reasons.map((reason) => reason.text).join('; '));
  return `/promotions/new?${query}`;
}

/** The amount that a plan made from the window opens with. */
function middleOf({ low, high }: SpendWindow): number | null {
  return low === null || high === null ? null : Math.round((low + high) / 2);
}
