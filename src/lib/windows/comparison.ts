import { addDays, type Day, type DayRange } from '$lib/calendar/day';
import { combineEstimates, type WeekEstimate } from '$lib/competitors/spend-estimate';
import type { ComparedLine, Exact, Listed, Ranged } from '$lib/timeline/comparison';
import type { AccountRow, PromotionBar, StockOut } from '$lib/timeline/timeline';

/** What is known of one account in the weeks that are compared, and between them. */
export interface ComparedFacts {
  asOf: Day;
  /** Weeks of the row's arrays. */
  columns: DayRange[];
  row: Pick<AccountRow, 'spend' | 'orders' | 'supply' | 'promotions'>;
  /** Mondays of the estimates. */
  evidenceWeeks: Day[];
  /** Each shown competitor; null with several lists of weeks for all of them together. */
  competitors: { brand: string | null; lists: (WeekEstimate | null)[][] }[];
  /** Mondays of the weeks in which somebody entered a store. */
  visited: Set<Day>;
  /** Mondays of the weeks at whose end our stock at the account is known. */
  stocked: Set<Day>;
  /** First day of the first promotion on file, and of the first order; null without one. */
  firstPromotion: Day | null;
  firstOrder: Day | null;
  /** Last day on which any account ordered. */
  ordersEnd: Day | null;
}

/**
 * Everything that is compared, line by line. What is not known is never zero: a figure of some of the weeks says of how
 * many, and there is no difference unless both sides are known in full.
 *
 * @param then Mondays, as many as `now`
 */
export function comparisonOf(facts: ComparedFacts, then: Day[], now: Day[]): ComparedLine[] {
  const { row, firstPromotion, asOf } = facts;
  const places = new Map(facts.columns.map((column, i) => [column.from, i]));
  const at = <T>(values: T[], week: Day) => values[places.get(week) ?? -1] ?? null;
  const hasBooks = (week: Day) => firstPromotion !== null && firstPromotion <= addDays(week, 6);
  const spent = (values: (number | null)[]) => (week: Day) => (hasBooks(week) ? at(values, week) : null);
  const actual = spent(row.spend.actual);

  const exact = (
    of: Extract<ComparedLine, { shape: 'exact' }>['of'],
    valueOf: (week: Day) => number | null,
    isAgreed = false
  ): ComparedLine => {
    const [a, b] = [then, now].map((weeks) => sumOfWeeks(weeks, valueOf, isAgreed ? null : asOf));
    return { shape: 'exact', of, then: a!, now: b!, difference: exactDifference(a!, b!) };
  };
  const range = (
    of: Extract<ComparedLine, { shape: 'range' }>['of'],
    brand: string | null,
    read: (weeks: Day[]) => Ranged
  ): ComparedLine => {
    const [a, b] = [read(then), read(now)];
    return { shape: 'range', of, brand, then: a, now: b, difference: rangeDifference(a, b) };
  };
  const list = (
    of: Extract<ComparedLine, { shape: 'list' }>['of'],
    bars: PromotionBar[],
    isKnown: (week: Day) => boolean
  ): ComparedLine => {
    const read = (weeks: Day[]) => namesIn(weeks, bars, isKnown, of === 'promotions' ? null : asOf);
    return { shape: 'list', of, then: read(then), now: read(now) };
  };

  const outs = (owner: StockOut['owner']) =>
    row.supply.filter((out) => out.owner === owner && touches(possible(out, asOf), [...then, ...now]));
  const looked = (week: Day) => facts.visited.has(week);
  const brandsOut = [...new Set(outs('competitor').map((out) => out.brand))].sort();
  const competitors = facts.competitors.length > 0 ? facts.competitors : [{ brand: null, lists: [] }];

  return [
    exact('actual', (week) => (week > asOf ? null : actual(week))),
    exact('committed', spent(row.spend.committed), true),
    exact('planned', spent(row.spend.planned), true),
    ...competitors.map(({ brand, lists }) =>
      range('competitor', brand, (weeks) => estimateOf(weeks, lists, facts.evidenceWeeks, asOf))
    ),
    ...(brandsOut.length > 0 ? brandsOut : [null]).map((brand) =>
      range('competitor-out', brand, (weeks) =>
        daysOut(
          weeks,
          outs('competitor').filter((out) => out.brand === brand),
          looked,
          asOf
        )
      )
    ),
    range('own-out', null, (weeks) =>
      daysOut(weeks, outs('own'), (week) => looked(week) || facts.stocked.has(week), asOf)
    ),
    list(
      'promotions',
      row.promotions.filter((bar) => bar.owner === 'own' && isMeant(bar)),
      hasBooks
    ),
    list(
      'activities',
      row.promotions.filter((bar) => bar.owner === 'competitor'),
      looked
    ),
    exact('orders', (week) => at(row.orders.sellIn, week) ?? noOrder(week, facts)),
    exact('sold', (week) => at(row.orders.sellThrough, week))
  ];
}

/** @param asOf where only weeks that are over are known in full; null for what is agreed ahead */
function sumOfWeeks(weeks: Day[], valueOf: (week: Day) => number | null, asOf: Day | null): Exact {
  const sum: Exact = { value: null, missing: 0, ahead: 0 };
  for (const week of weeks) {
    const value = valueOf(week);
    if (value !== null) sum.value = (sum.value ?? 0) + value;
    if (!isOver(week, asOf)) sum.ahead++;
    else if (value === null) sum.missing++;
  }
  return sum;
}

/** Means and variances of the weeks in which somebody looked, added; of every list. */
function estimateOf(weeks: Day[], lists: (WeekEstimate | null)[][], evidenceWeeks: Day[], asOf: Day): Ranged {
  const parts = weeks.map((week) => {
    const place = evidenceWeeks.indexOf(week);
    return lists.map((list) => list[place] ?? null);
  });
  const sum = combineEstimates(parts.flat());
  const isKnown = (i: number) => parts[i]!.length > 0 && parts[i]!.every((part) => part !== null);
  return {
    range: sum && { low: sum.p10, median: sum.p50, high: sum.p90 },
    missing: weeks.filter((week, i) => isOver(week, asOf) && !isKnown(i)).length,
    ahead: weeks.filter((week) => !isOver(week, asOf)).length
  };
}

/**
 * Days on which any of the goods were surely out, and on which they may have been. A week in which nobody looked is not
 * a week without a stock-out.
 */
function daysOut(weeks: Day[], outs: StockOut[], isLooked: (week: Day) => boolean, asOf: Day): Ranged {
  let [low, high, missing, ahead, known] = [0, 0, 0, 0, 0];
  for (const week of weeks) {
    const days = Array.from({ length: 7 }, (_, i) => addDays(week, i)).filter((on) => on <= asOf);
    const sure = days.filter((on) => outs.some((out) => holds(certain(out), on))).length;
    const most = days.filter((on) => outs.some((out) => holds(possible(out, asOf), on))).length;
    low += sure;
    high += most;
    const isKnown = sure > 0 || (days.length > 0 && isLooked(week));
    if (isKnown || most > 0) known++;
    if (!isOver(week, asOf)) ahead++;
    else if (!isKnown) missing++;
  }
  return { range: known > 0 ? { low, median: null, high } : null, missing, ahead };
}

function namesIn(
  weeks: Day[],
  bars: PromotionBar[],
  isKnown: (week: Day) => boolean,
  asOf: Day | null
): Listed {
  const names = [...new Set(bars.filter((bar) => touches(bar, weeks)).map((bar) => bar.name))];
  const known = weeks.filter((week) => isKnown(week) || bars.some((bar) => touches(bar, [week])));
  return {
    names: known.length > 0 ? names : null,
    missing: weeks.filter((week) => isOver(week, asOf) && !known.includes(week)).length,
    ahead: weeks.filter((week) => !isOver(week, asOf)).length
  };
}

function exactDifference(then: Exact, now: Exact): { by: number; share: number | null } | null {
  if (!isWhole(then) || !isWhole(now) || then.value === null || now.value === null) return null;
  const by = now.value - then.value;
  return { by, share: then.value > 0 ? by / then.value : null };
}

/**
 * Between two estimates, as of independent ones: medians are subtracted, and deviations to each side add by their
 * squares. Between two bounds there is no median, and the outermost differences are told.
 */
function rangeDifference(then: Ranged, now: Ranged): { low: number; high: number } | 'overlap' | null {
  const [a, b] = [then.range, now.range];
  if (!isWhole(then) || !isWhole(now) || !a || !b) return null;
  const isExact = a.low === a.high && b.low === b.high;
  if (!isExact && a.low <= b.high && b.low <= a.high) return 'overlap';
  if (a.median === null || b.median === null) return { low: b.low - a.high, high: b.high - a.low };
  const middle = b.median - a.median;
  return {
    low: Math.round(middle - Math.hypot(b.median - b.low, a.high - a.median)),
    high: Math.round(middle + Math.hypot(b.high - b.median, a.median - a.low))
  };
}

const isWhole = ({ missing, ahead }: { missing: number; ahead: number }) => missing === 0 && ahead === 0;
const isOver = (week: Day, asOf: Day | null) => asOf === null || addDays(week, 6) <= asOf;
const isMeant = ({ status }: PromotionBar) => status !== 'cancelled' && status !== 'declined';
const holds = ({ from, to }: DayRange, on: Day) => from <= on && on <= to;
const touches = ({ from, to }: DayRange, weeks: Day[]) =>
  weeks.some((week) => from <= addDays(week, 6) && to >= week);

function certain(out: StockOut): DayRange {
  return { from: out.startLatest, to: out.endEarliest ?? out.lastSeen };
}

function possible(out: StockOut, asOf: Day): DayRange {
  return { from: out.startEarliest, to: out.endLatest ?? asOf };
}

/** A week between the account's first order and the last that anybody placed, without an order, is one of zero. */
function noOrder(week: Day, { firstOrder, ordersEnd }: ComparedFacts): number | null {
  return firstOrder && ordersEnd && firstOrder <= addDays(week, 6) && week <= ordersEnd ? 0 : null;
}
