import type { Day, DayRange } from '$lib/calendar/day';
import { formatDay, formatDayRange, formatDayShort, formatWeekday } from '$lib/calendar/format';
import { formatMoney, formatMoneyShort, formatPercent, formatUnits } from '$lib/money/format';
import * as m from '$lib/paraglide/messages';
import { getLocale } from '$lib/paraglide/runtime';
import type { BudgetSummary, Estimate, LaneKind, StockOut, TimelineData, WindowMark } from './timeline';

/** "1.24m" of minor units. */
export const money = (minor: number, currency: string) => formatMoneyShort(minor, currency, getLocale());
/** "48,000.00 CNY". */
export const exactMoney = (minor: number, currency: string) =>
  `${formatMoney(minor, currency, getLocale())} ${currency}`;
export const units = (count: number) => formatUnits(count, getLocale());
export const percent = (share: number) => formatPercent(share, getLocale());
export const dayText = (on: Day) => formatDay(on, getLocale());
export const weekdayText = (on: Day) => formatWeekday(on, getLocale());

/** "27 Apr – 25 Oct 2026". */
export const rangeText = (range: DayRange) => formatDayRange(range.from, range.to, getLocale());

/** "40–60k": a unit that both ends share is said once. */
export function moneyRange(low: number, high: number, currency: string): string {
  const [a, b] = [money(low, currency), money(high, currency)];
  if (a === b) return a;
  const unit = /[^\d]+$/.exec(b)?.[0] ?? '';
  const first = unit && a.endsWith(unit) && /\d/.test(a) ? a.slice(0, -unit.length) : a;
  return `${first}${low < 0 ? '…' : '–'}${b}`;
}

/** "4 % under pace". */
export function paceText(pace: number | null): string {
  if (pace === null) return m.timeline_pace_unknown();
  const share = percent(Math.abs(pace));
  if (Math.abs(pace) < 0.005) return m.timeline_pace_on();
  return pace < 0 ? m.timeline_pace_under({ share }) : m.timeline_pace_over({ share });
}

/** "1.24m of 3.2m left", or by how much it is over. */
export function leftText(budget: BudgetSummary, currency: string): string {
  const total = money(budget.total, currency);
  if (budget.left < 0) return m.timeline_over_of({ over: money(-budget.left, currency), total });
  return m.timeline_left_of({ left: money(budget.left, currency), total });
}

/** The title of the page says the answer. */
export function titleText(data: TimelineData): string {
  if (data.accountsInAll === 0) return m.timeline_title_empty();
  if (data.rows.length === 0) return m.timeline_title_none({ all: units(data.accountsInAll) });
  const budget = data.portfolio.budget;
  if (!budget) return m.timeline_title_no_budget();
  return `${leftText(budget, data.currency)}${m.timeline_comma()}${paceText(budget.pace)}`;
}

/** What the title is about: accounts, year, as of, money that no account has. */
export function subText(data: TimelineData): string {
  const parts = [
    data.rows.length === data.accountsInAll
      ? m.timeline_accounts({ n: data.accountsInAll })
      : m.timeline_accounts_of({ n: units(data.rows.length), all: units(data.accountsInAll) }),
    data.portfolio.budget?.fiscalYear,
    data.currency,
    m.timeline_as_of_day({ day: dayText(data.asOf) }),
    data.portfolio.sharedAvailable
      ? m.timeline_shared({ amount: money(data.portfolio.sharedAvailable, data.currency) })
      : null
  ];
  return parts.filter(Boolean).join(' · ');
}

/** "Ours: 12k actual · 3k promised (planned: 15k)". @param spend null for a plan that is not known */
export function spendText(
  spend: { actual: number; committed: number; planned: number | null },
  currency: string
): string {
  const { actual, committed, planned } = spend;
  if (!actual && !committed && planned === 0) return m.timeline_read_no_spend();
  const parts = [
    actual && m.timeline_read_actual({ amount: money(actual, currency) }),
    committed && m.timeline_read_promised({ amount: money(committed, currency) })
  ].filter(Boolean);
  return m.timeline_read_spend({
    what: parts.join(' · ') || m.timeline_read_only_planned(),
    planned: planned === null ? m.timeline_not_known() : money(planned, currency)
  });
}

export function laneName(kind: LaneKind, brand: string | null = null): string {
  switch (kind) {
    case 'left':
      return m.timeline_lane_left();
    case 'spend':
      return m.timeline_lane_spend();
    case 'competitor':
      return brand ? m.timeline_lane_competitor({ brand }) : m.timeline_lane_competitors();
    case 'supply':
      return m.timeline_lane_supply();
    case 'promotions':
      return m.timeline_lane_promotions();
    case 'orders':
      return m.timeline_lane_orders();
  }
}

/** "★ W36–38 · 40–60k · 72 %"; ✓ and – say how a window of the past came out. */
export function flagText(mark: WindowMark, currency: string): string {
  const sign = { open: mark.isBlocked ? '☆' : '★', taken: '✓', passed: '–' }[mark.state];
  const amount = amountText(mark, currency);
  if (mark.state !== 'open') return `${sign} ${mark.weeks}`;
  return [`${sign} ${mark.weeks}`, amount, percent(mark.confidence)].filter(Boolean).join(' · ');
}

export function amountText(mark: WindowMark, currency: string): string | null {
  return mark.low === null || mark.high === null ? null : moneyRange(mark.low, mark.high, currency);
}

/** "~48k (30–75k), 3 sightings, newest 5 Nov"; "no report" where nobody looked. */
export function estimateText(estimate: Estimate, currency: string): string {
  if (!estimate) return m.timeline_no_report();
  const parts = [
    m.timeline_estimate({
      median: money(estimate.p50, currency),
      range: moneyRange(estimate.p10, estimate.p90, currency)
    }),
    m.timeline_sightings({ n: estimate.sightings }),
    estimate.newest ? m.timeline_newest({ day: formatDayShort(estimate.newest, getLocale()) }) : null
  ];
  return parts.filter(Boolean).join(m.timeline_comma());
}

/** "8 of 14 stores, last seen 3 d ▸": the text right of as-of for one that goes on. */
export function ongoingText(stockOut: StockOut, asOf: string): string {
  const days = Math.round((Date.parse(asOf) - Date.parse(stockOut.lastSeen)) / 86_400_000);
  const seen = days <= 0 ? m.timeline_seen_today() : m.timeline_seen_days({ n: days });
  return `${storesText(stockOut)}${m.timeline_comma()}${seen} ▸`;
}

export function storesText(stockOut: StockOut): string {
  return stockOut.stores
    ? m.timeline_stores({ out: units(stockOut.stores.out), of: units(stockOut.stores.of) })
    : m.timeline_stores_unknown();
}

export function stockOutText(stockOut: StockOut): string {
  const locale = getLocale();
  const start = formatDayRange(stockOut.startEarliest, stockOut.startLatest, locale);
  const dates =
    stockOut.endEarliest === null
      ? m.timeline_since({ start })
      : m.timeline_from_until({ start, end: formatDay(stockOut.endEarliest, locale) });
  return m.timeline_stock_out_line({ brand: stockOut.brand, stores: storesText(stockOut), dates });
}

/** Days of a column and its name: the columns' titles come in the reader's language from the server. */
export function columnTitle(data: TimelineData, index: number): string {
  return data.columns[index]?.title ?? '';
}
