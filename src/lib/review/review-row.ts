import { addDays, type Day, type DayRange, daysBetween } from '$lib/calendar/day';
import { mondayOf } from '$lib/calendar/week';
import type { Minor } from '$lib/money/money';
import { planStanding, type Promotion, type PromotionStatus, statusOn } from '$lib/promotions/promotion';
import type { Tactic } from '$lib/promotions/tactic';
import {
  cleanWeeks,
  cleanWindows,
  type Comparison,
  type ComparisonGap,
  compareWithBefore,
  HISTORY_WEEKS,
  noComparison,
  type WeeklyUnits
} from './comparison';
import type { OwnOut } from './own-out';
import type { ReviewSort } from './query';

/** Units of one promotion's products at its account, by week from `from` on. */
export interface PromotionUnits {
  orders: WeeklyUnits;
  sold: WeeklyUnits;
}

export interface UnitsInTime {
  /** The Monday of the first week. */
  from: Day;
  weeks: number;
  /** By the promotion's code. */
  byPromotion: ReadonlyMap<string, PromotionUnits>;
}

/** One promotion: what it cost, and the units in its weeks beside the usual ones. */
export interface ReviewRow {
  code: string;
  name: string;
  account: { code: string; name: string };
  tactic: Tactic;
  startsOn: Day;
  endsOn: Day;
  status: PromotionStatus;
  plannedMinor: Minor | null;
  /** Whether the plan was approved and not taken back; else it is only asked for and in no sum. */
  isPlanned: boolean;
  committedMinor: Minor;
  spentMinor: Minor;
  /** Weeks that it touches. */
  weeks: number;
  /** Other promotions at the account in the same weeks: a difference is of all of them together. */
  overlaps: number;
  orders: ComparedUnits;
  sold: ComparedUnits;
  /** Products of ours that could not be had at the account while it ran. */
  ownOut: OwnOut[];
}

/** A comparison with the days of the weeks that its usual units come from, weeks in a row taken together. */
export interface ComparedUnits extends Comparison {
  usualWeeks: DayRange[];
}

/**
 * The rows of the review. A row's figures do not depend on which others are shown: what it is judged by comes from
 * every promotion's series, never from the filtered table.
 *
 * @param shown promotions to review
 * @param all every promotion: those of the same account make weeks unclean
 * @param units of `all`
 * @param ownOut own products out of stock, by the promotion's code
 */
export function reviewRows(
  shown: readonly Promotion[],
  all: readonly Promotion[],
  units: UnitsInTime,
  today: Day,
  ownOut: ReadonlyMap<string, OwnOut[]> = new Map()
): ReviewRow[] {
  const place = (d: Day) => Math.round(daysBetween(units.from, mondayOf(d)) / 7);
  const spans = new Map<string, { code: string; first: number; last: number }[]>();
  for (const { code, account, startsOn, endsOn, cancelledOn } of all) {
    if (cancelledOn !== null) continue;
    const span = { code, first: place(startsOn), last: place(endsOn) };
    const known = spans.get(account.code);
    if (known) known.push(span);
    else spans.set(account.code, [span]);
  }
  const clean = new Map<string, boolean[]>();
  for (const [account, own] of spans) clean.set(account, cleanWeeks(units.weeks, own));
  const pools = pooled(all, units, clean);
  return shown.map((promotion) => {
    const [first, last] = [place(promotion.startsOn), place(promotion.endsOn)];
    const status = statusOn(promotion, today);
    const sales = units.byPromotion.get(promotion.code);
    const count = last - first + 1;
    const compare = (of: keyof PromotionUnits): ComparedUnits => {
      const gap = tooEarly(status);
      if (gap) return { ...noComparison(gap), usualWeeks: [] };
      const isClean = clean.get(promotion.account.code) ?? [];
      const compared = sales
        ? compareWithBefore(sales[of], isClean, first, count, () => pools(of, first, count))
        : noComparison({ why: 'no-data' });
      return { ...compared, usualWeeks: weekSpans(units.from, compared.usualAt) };
    };
    return {
      code: promotion.code,
      name: promotion.name,
      account: promotion.account,
      tactic: promotion.tactic,
      startsOn: promotion.startsOn,
      endsOn: promotion.endsOn,
      status,
      plannedMinor: promotion.plannedMinor,
      isPlanned: planStanding(promotion, today) === 'approved',
      committedMinor: promotion.committedMinor,
      spentMinor: promotion.spentMinor,
      weeks: count,
      overlaps: (spans.get(promotion.account.code) ?? []).filter(
        (other) => other.code !== promotion.code && other.first <= last && other.last >= first
      ).length,
      orders: compare('orders'),
      sold: compare('sold'),
      ownOut: ownOut.get(promotion.code) ?? []
    };
  });
}

/**
 * Relative differences of windows without a promotion at every account, before the week `first`, by length; the windows
 * of a length are looked for once.
 */
function pooled(
  all: readonly Promotion[],
  units: UnitsInTime,
  clean: ReadonlyMap<string, boolean[]>
): (of: keyof PromotionUnits, first: number, count: number) => readonly number[] {
  const series = new Map<PromotionUnits, boolean[]>();
  for (const { code, account } of all) {
    const own = units.byPromotion.get(code);
    if (own) series.set(own, clean.get(account.code) ?? Array<boolean>(units.weeks).fill(true));
  }
  const found = new Map<string, { start: number; share: number }[]>();
  return (of, first, count) => {
    const key = `${of} ${count}`;
    let windows = found.get(key);
    if (!windows) {
      windows = [...series].flatMap(([own, isClean]) =>
        cleanWindows(own[of], isClean, { start: 0, end: units.weeks }, count)
      );
      found.set(key, windows);
    }
    return windows
      .filter(({ start }) => start >= first - HISTORY_WEEKS && start + count <= first)
      .map(({ share }) => share);
  };
}

/** Whole weeks by their places, weeks in a row taken together. @param places ascending */
function weekSpans(from: Day, places: readonly number[]): DayRange[] {
  const spans: DayRange[] = [];
  let last: number | null = null;
  for (const at of places) {
    const to = addDays(from, at * 7 + 6);
    if (last !== null && at === last + 1) spans.at(-1)!.to = to;
    else spans.push({ from: addDays(from, at * 7), to });
    last = at;
  }
  return spans;
}

function tooEarly(status: PromotionStatus): ComparisonGap | null {
  if (status === 'cancelled' || status === 'declined') return { why: 'cancelled' };
  if (status === 'draft' || status === 'submitted') return { why: 'not-approved' };
  if (status === 'approved') return { why: 'not-started' };
  return status === 'running' ? { why: 'running' } : null;
}

/** What a table is sorted by; null where there is no figure. */
export function sortKey(row: ReviewRow, sort: ReviewSort): string | number | null {
  switch (sort) {
    case 'ended':
      return row.status === 'ended' || row.status === 'settled' ? row.endsOn : null;
    case 'start':
      return row.startsOn;
    case 'promotion':
      return row.name;
    case 'account':
      return row.account.name;
    case 'planned':
      return row.isPlanned ? row.plannedMinor : null;
    case 'committed':
      return row.committedMinor;
    case 'spent':
      return row.spentMinor;
    case 'orders':
      return row.orders.difference;
    case 'sold':
      return row.sold.difference;
  }
}
