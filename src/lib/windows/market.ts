import { type Day, type DayRange, daysBetween } from '$lib/calendar/day';
import {
  combineEstimates,
  estimateWeeks,
  type Looked,
  type SpendReport,
  type WeekEstimate
} from '$lib/competitors/spend-estimate';
import type { StoreVisit } from '$lib/competitors/stock-out';
import type { Estimate, OrdersLane } from '$lib/timeline/timeline';

/** One brand's estimate for each of the evidence weeks. */
export interface BrandWeeks {
  brand: number;
  weeks: (WeekEstimate | null)[];
}

/** Distinct stores entered in each week. @param weeks Mondays, one after the other */
export function lookedByWeek(weeks: Day[], visits: StoreVisit[], stores: number): Looked[] {
  const entered = weeks.map(() => new Set<number>());
  const first = weeks[0];
  if (first)
    for (const visit of visits) entered[Math.floor(daysBetween(first, visit.on) / 7)]?.add(visit.store);
  return entered.map((set) => ({ visited: set.size, stores }));
}

/** Estimates of every brand with a report of spend at the account, the one that spends most first. */
export function brandWeeks(
  weeks: Day[],
  reports: Map<number, SpendReport[]>,
  looked: Looked[],
  ownWeekly: number
): BrandWeeks[] {
  return [...reports]
    .map(([brand, own]) => ({ brand, weeks: estimateWeeks(weeks, own, looked, ownWeekly) }))
    .sort((a, b) => weightOf(b) - weightOf(a) || a.brand - b.brand);
}

/** One brand's weeks taken together per column; nothing is said of columns that begin after `asOf`. */
export function estimatePerColumn(
  found: BrandWeeks,
  weekColumns: number[],
  columns: DayRange[],
  asOf: Day
): Estimate[] {
  const parts = columns.map((): (WeekEstimate | null)[] => []);
  found.weeks.forEach((week, i) => parts[weekColumns[i]!]?.push(week));
  return parts.map((part, i) =>
    part.length === 0 || columns[i]!.from > asOf ? null : combineEstimates(part)
  );
}

/** All brands together per column: means and variances added, `looked` over brands and weeks. */
export function sumPerColumn(
  brands: BrandWeeks[],
  weekColumns: number[],
  columns: DayRange[],
  asOf: Day
): Estimate[] {
  const parts = columns.map((): (WeekEstimate | null)[] => []);
  for (const { weeks } of brands) weeks.forEach((week, i) => parts[weekColumns[i]!]?.push(week));
  return parts.map((part, i) =>
    part.length === 0 || columns[i]!.from > asOf ? null : combineEstimates(part)
  );
}

/**
 * Units per column from weekly figures. A column is known when each of its weeks up to the last reported one is;
 * no order in a week between the account's first order and the last that anybody placed is an order of zero.
 */
export function ordersPerColumn(
  sellIn: { week: Day; units: number }[],
  sellThrough: { week: Day; units: number | null }[],
  {
    columns,
    columnOfWeek,
    ordersEnd
  }: { columns: DayRange[]; columnOfWeek: Map<Day, number>; ordersEnd: Day | null }
): Pick<OrdersLane, 'sellIn' | 'sellThrough'> {
  const ordered: (number | null)[] = columns.map(() => null);
  const first = sellIn[0]?.week;
  if (first && ordersEnd) {
    columns.forEach((column, i) => {
      if (column.to >= first && column.from <= ordersEnd) ordered[i] = 0;
    });
    for (const { week, units } of sellIn) {
      const i = columnOfWeek.get(week);
      if (i !== undefined) ordered[i] = (ordered[i] ?? 0) + units;
    }
  }
  const sold: (number | null)[] = columns.map(() => null);
  const unknown = new Set<number>();
  for (const { week, units } of sellThrough) {
    const i = columnOfWeek.get(week);
    if (i === undefined) continue;
    if (units === null) unknown.add(i);
    else sold[i] = (sold[i] ?? 0) + units;
  }
  for (const i of unknown) sold[i] = null;
  return { sellIn: ordered, sellThrough: sold };
}

function weightOf({ weeks }: BrandWeeks): number {
  return weeks.reduce((sum, week) => sum + (week && week.sightings > 0 ? week.amount.mean : 0), 0);
}
