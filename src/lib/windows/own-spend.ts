import { addDays, type Day, type DayRange, maxDay, minDay } from '$lib/calendar/day';
import { mondayOf, weeksBetween } from '$lib/calendar/week';
import { spreadOverDays } from '$lib/promotions/spread';
import type { SpendLane } from '$lib/timeline/timeline';
import type { Due } from './left-lane';

/** A promotion of ours with its money, as known on a day. */
export interface PromotionMoney {
  fund: number | null;
  startsOn: Day;
  endsOn: Day;
  plannedMinor: number | null;
  approvedOn: Day | null;
  cancelledOn: Day | null;
  committed: number;
  spent: number;
}

/** Weeks of the past that tell how an account spends. */
const RATE_WEEKS = 52;

/**
 * Planned, committed and actual money per column, each promotion's spread evenly over its days. What was spent lies
 * in the days gone by: nothing actual is drawn after `asOf`. A cancelled promotion has no plan any more.
 */
export function spendLane(promotions: PromotionMoney[], columns: DayRange[], asOf: Day): SpendLane {
  const planned = columns.map(() => 0);
  const isUnplanned = columns.map(() => false);
  const lane = { committed: columns.map(() => 0), actual: columns.map(() => 0) };
  for (const promotion of promotions) {
    const whole = { from: promotion.startsOn, to: promotion.endsOn };
    if (promotion.cancelledOn === null) {
      if (promotion.plannedMinor === null)
        columns.forEach((column, i) => {
          if (column.from <= whole.to && column.to >= whole.from) isUnplanned[i] = true;
        });
      else addSpread(planned, promotion.plannedMinor, whole, columns);
    }
    addSpread(lane.committed, promotion.committed, whole, columns);
    addSpread(lane.actual, promotion.spent, gone(whole, asOf), columns);
  }
  return { ...lane, planned: planned.map((minor, i) => (minor === 0 && isUnplanned[i] ? null : minor)) };
}

/**
 * What own money went into each whole week before `asOf`, spent or committed, back to the account's first promotion
 * and at most a year. Weeks without a promotion count as zero: our own spend is known.
 */
export function weeklySpend(promotions: PromotionMoney[], asOf: Day): number[] {
  const starts = promotions.map((promotion) => promotion.startsOn).filter((on) => on <= asOf);
  const first = starts[0];
  if (!first) return [];
  const end = addDays(mondayOf(asOf), -1);
  const from = maxDay(mondayOf(minDay(first, ...starts)), addDays(mondayOf(asOf), -7 * RATE_WEEKS));
  const weeks = weeksBetween(from, end).map((week) => ({ from: week, to: addDays(week, 6) }));
  const totals = weeks.map(() => 0);
  for (const promotion of promotions) {
    const range = { from: promotion.startsOn, to: promotion.endsOn };
    addSpread(totals, promotion.committed + promotion.spent, range, weeks);
  }
  return totals;
}

/** Committed money that is still to be paid. */
export function duesOf(promotions: PromotionMoney[]): Due[] {
  return promotions.flatMap(({ fund, startsOn, endsOn, committed }) =>
    committed > 0 ? [{ fund, from: startsOn, to: endsOn, amount: committed }] : []
  );
}

/** Plans that nobody has approved and whose end is not past. */
export function draftsOf(promotions: PromotionMoney[], asOf: Day): Due[] {
  return promotions.flatMap(({ fund, startsOn, endsOn, plannedMinor, approvedOn, cancelledOn }) =>
    approvedOn === null && cancelledOn === null && endsOn >= asOf && plannedMinor
      ? [{ fund, from: startsOn, to: endsOn, amount: plannedMinor }]
      : []
  );
}

function gone({ from, to }: DayRange, asOf: Day): DayRange {
  return { from, to: maxDay(from, minDay(to, asOf)) };
}

function addSpread(totals: number[], amount: number, range: DayRange, columns: DayRange[]): void {
  if (amount === 0) return;
  const first = columns.findIndex((column) => column.to >= range.from);
  const last = columns.findLastIndex((column) => column.from <= range.to);
  if (first < 0 || last < first) return;
  const parts = spreadOverDays(
    { startsOn: range.from, endsOn: range.to },
    amount,
    columns.slice(first, last + 1)
  );
  parts.forEach((part, i) => (totals[first + i]! += part));
}
