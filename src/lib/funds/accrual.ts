import type { Day } from '$lib/calendar/day';
import type { Minor } from '$lib/money/money';

/** The rate at which a fund accrues from a day on. */
export interface AccrualRate {
  rateId: number;
  /** Null for every product that has no rate of its own. */
  product: { code: string; name: string } | null;
  /** 1 = 0.01 % of the orders' net value. */
  basisPoints: number;
  fromOn: Day;
  reason: string;
  madeOn: Day;
  /** Null for the demo market. */
  madeBy: string | null;
}

/** An order row, as far as a rate asks. */
export interface AccruingOrder {
  product: string;
  orderedOn: Day;
  /** Null where it is not on file. */
  netMinor: Minor | null;
}

/**
 * What is due for one order row: its net value × rate, half a minor unit rounded away from zero. Rounded row by row, so
 * that a sum does not depend on the order of rows, and a row that is corrected and corrected back leaves nothing behind.
 */
export function dueOf(netMinor: Minor, basisPoints: number): Minor {
  const product = BigInt(Math.abs(netMinor)) * BigInt(basisPoints);
  const size = Number((product + 5_000n) / 10_000n);
  return netMinor < 0 && size !== 0 ? -size : size;
}

/**
 * The rate of an order: the latest that began by its day, of its own product before that of all products; the one that
 * was set later where two began on the same day.
 *
 * @returns basis points; zero where no rate has begun
 */
export function rateOf(
  rates: readonly Pick<AccrualRate, 'rateId' | 'product' | 'basisPoints' | 'fromOn'>[],
  order: Pick<AccruingOrder, 'product' | 'orderedOn'>
): number {
  const begun = rates.filter(
    ({ product, fromOn }) => fromOn <= order.orderedOn && (product === null || product.code === order.product)
  );
  const [best] = begun.sort(
    (a, b) =>
      Number(b.product !== null) - Number(a.product !== null) ||
      (a.fromOn < b.fromOn ? 1 : a.fromOn > b.fromOn ? -1 : b.rateId - a.rateId)
  );
  return best?.basisPoints ?? 0;
}

/** What a fund is due for its orders; rows without a value are left out and counted. The same rule stands in SQL. */
export function accrualOf(
  rates: readonly Pick<AccrualRate, 'rateId' | 'product' | 'basisPoints' | 'fromOn'>[],
  orders: readonly AccruingOrder[]
): { dueMinor: Minor; valueMinor: Minor; unpriced: number } {
  let [dueMinor, valueMinor, unpriced] = [0, 0, 0];
  for (const order of orders) {
    if (order.netMinor === null) unpriced++;
    else {
      dueMinor += dueOf(order.netMinor, rateOf(rates, order));
      valueMinor += order.netMinor;
    }
  }
  return { dueMinor, valueMinor, unpriced };
}

/** What an accruing fund is due, and what it has. */
export interface AccrualStanding {
  fundId: number;
  /** Net value of the orders in the fund's period. */
  valueMinor: Minor;
  dueMinor: Minor;
  accruedMinor: Minor;
  /** Order rows without a value. */
  unpriced: number;
}

/** Why a rate was not set. */
export type RateRefusal =
  { why: 'unknown' | 'unknown-product' | 'key-reused' | 'shared-fund' } | { why: 'too-much'; most: Minor };

/** Why a fund may not be overdrawn by as much. */
export type OverdrawRefusal =
  | { why: 'unknown' | 'key-reused' }
  /** So much of it is used already. */
  | { why: 'used'; used: Minor; allowed: Minor };
