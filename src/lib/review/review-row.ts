import { type Day, daysBetween } from '$lib/calendar/day';
import { mondayOf } from '$lib/calendar/week';
import type { Minor } from '$lib/money/money';
import { type Promotion, type PromotionStatus, statusOn } from '$lib/promotions/promotion';
import type { Tactic } from '$lib/promotions/tactic';
import {
  cleanWeeks,
  type Comparison,
  type ComparisonGap,
  compareWithBefore,
  earlierDifferences,
  noComparison,
  type WeeklyUnits
} from './comparison';
import type { ReviewQuery, ReviewSort } from './query';

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
  committedMinor: Minor;
  spentMinor: Minor;
  /** Weeks that it touches. */
  weeks: number;
  /** Other promotions at the account in the same weeks: a difference is of all of them together. */
  overlaps: number;
  orders: Comparison;
  sold: Comparison;
}

/**
 * The rows of the review.
 *
 * @param shown promotions to review
 * @param all every promotion: those of the same account make weeks unclean
 */
export function reviewRows(
  shown: readonly Promotion[],
  all: readonly Promotion[],
  units: UnitsInTime,
  today: Day
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
  const pools = pooled(shown, units, clean);
  return shown.map((promotion) => {
    const [first, last] = [place(promotion.startsOn), place(promotion.endsOn)];
    const status = statusOn(promotion, today);
    const sales = units.byPromotion.get(promotion.code);
    const count = last - first + 1;
    const compare = (of: keyof PromotionUnits): Comparison => {
      const gap = tooEarly(status);
      if (gap) return noComparison(gap);
      const isClean = clean.get(promotion.account.code) ?? [];
      return sales
        ? compareWithBefore(sales[of], isClean, first, count, () => pools(of, count))
        : noComparison({ why: 'no-data' });
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
      committedMinor: promotion.committedMinor,
      spentMinor: promotion.spentMinor,
      weeks: count,
      overlaps: (spans.get(promotion.account.code) ?? []).filter(
        (other) => other.code !== promotion.code && other.first <= last && other.last >= first
      ).length,
      orders: compare('orders'),
      sold: compare('sold')
    };
  });
}

/** Relative differences of windows without a promotion at all accounts, by length; each is looked for once. */
function pooled(
  shown: readonly Promotion[],
  units: UnitsInTime,
  clean: ReadonlyMap<string, boolean[]>
): (of: keyof PromotionUnits, count: number) => readonly number[] {
  const series = new Map<PromotionUnits, boolean[]>();
  for (const { code, account } of shown) {
    const own = units.byPromotion.get(code);
    if (own) series.set(own, clean.get(account.code) ?? []);
  }
  const found = new Map<string, number[]>();
  return (of, count) => {
    const key = `${of} ${count}`;
    let shares = found.get(key);
    if (!shares) {
      shares = [...series].flatMap(([own, isClean]) =>
        earlierDifferences(own[of], isClean, units.weeks, count)
      );
      found.set(key, shares);
    }
    return shares;
  };
}

function tooEarly(status: PromotionStatus): ComparisonGap | null {
  if (status === 'cancelled') return { why: 'cancelled' };
  if (status === 'draft') return { why: 'not-approved' };
  if (status === 'approved') return { why: 'not-started' };
  return status === 'running' ? { why: 'running' } : null;
}

/** Rows in the order asked for; what has no figure comes last either way. */
export function sortRows(
  rows: readonly ReviewRow[],
  { sort, isDescending }: Pick<ReviewQuery, 'sort' | 'isDescending'>
): ReviewRow[] {
  const sign = isDescending ? -1 : 1;
  return [...rows].sort((a, b) => {
    const [x, y] = [sortKey(a, sort), sortKey(b, sort)];
    if (x === null || y === null) return x === y ? 0 : x === null ? 1 : -1;
    return typeof x === 'number' ? sign * (x - (y as number)) : sign * x.localeCompare(y as string);
  });
}

function sortKey(row: ReviewRow, sort: ReviewSort): string | number | null {
  switch (sort) {
    case 'start':
      return row.startsOn;
    case 'promotion':
      return row.name;
    case 'account':
      return row.account.name;
    case 'planned':
      return row.plannedMinor;
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
