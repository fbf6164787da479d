import { addDays, type Day } from '$lib/calendar/day';
import { splitByWeights } from '$lib/money/money';
import { OWN_PRODUCTS } from './cast';
import { type AccountState, responseTo } from './market';
import type { MarketParameters } from './parameters';
import type { Chance } from './random';
import type { Timetable } from './timetable';

export interface DemoOrder {
  code: string;
  product: number;
  orderedOn: Day;
  units: number;
  netValueMinor: number;
}

export interface DemoSale {
  store: number;
  product: number;
  week: Day;
  units: number;
  stockOnHand: number;
}

/** Units that a size of 100 sells in an ordinary week, over all stores and products. */
const UNITS_A_SIZE = 4;
/** Share of the gain that was bought forward and is missing over the next four weeks. */
const DIP = [0.45, 0.3, 0.17, 0.08];
const LOT = 10;

/**
 * What an account ordered and sold, week by week: sell-through follows season and promotions with a dip after them,
 * and orders are what keeps the market's weeks of cover. The week of today has no figures yet.
 *
 * @param spend our spend a week, in the account's own units
 */
export function simulateSales(
  random: Chance,
  account: AccountState,
  parameters: MarketParameters,
  spend: number[],
  table: Timetable,
  code: string
): { orders: DemoOrder[]; sales: DemoSale[] } {
  const totals = weeklyTotals(random, account, parameters, spend);
  const storeWeights = Array.from({ length: account.stores }, () => random.logNormal(0, 0.4));
  const orders: DemoOrder[] = [];
  const sales: DemoSale[] = [];
  const productWeights = OWN_PRODUCTS.map(({ weight }) => weight);
  const stock = splitByWeights(Math.round(totals[0]! * account.cover[0]!), productWeights);
  table.weeks.slice(0, -1).forEach((week, t) => {
    const sold = splitByWeights(Math.round(totals[t]!), jitter(random, productWeights, 0.08));
    OWN_PRODUCTS.forEach((product, p) => {
      const wanted = account.isOwnOut[t] ? 0 : account.cover[t]! * sold[p]! + sold[p]! - stock[p]!;
      const units = Math.max(0, Math.round(wanted / LOT) * LOT);
      if (units > 0) {
        const orderedOn = addDays(week, random.integer(0, 4));
        orders.push({
          code: `${code}-${week}`,
          product: p,
          orderedOn,
          units,
          netValueMinor: Math.round(units * product.price * 82)
        });
      }
      const available = stock[p]! + units;
      const units_ = Math.min(sold[p]!, available);
      stock[p] = available - units_;
      const byStore = splitByWeights(units_, jitter(random, storeWeights, 0.25));
      const onHand = splitByWeights(stock[p]!, storeWeights);
      byStore.forEach((unitsSold, store) =>
        sales.push({ store, product: p, week, units: unitsSold, stockOnHand: onHand[store]! })
      );
    });
  });
  return { orders, sales };
}

function weeklyTotals(
  random: Chance,
  account: AccountState,
  parameters: MarketParameters,
  spend: number[]
): number[] {
  const base = account.size * UNITS_A_SIZE;
  const missing = Array<number>(spend.length + DIP.length).fill(0);
  let sinceLast = Infinity;
  return spend.map((x, t) => {
    const gain =
      x > 0
        ? ((responseTo(account, parameters, t, x, Math.max(4, sinceLast)) / account.size) * base) /
          (1 - parameters.forwardBuying)
        : 0;
    sinceLast = x > 0 ? 1 : sinceLast + 1;
    DIP.forEach((share, later) => (missing[t + 1 + later]! += gain * parameters.forwardBuying * share));
    const dip = Math.min(missing[t]!, base * 0.35);
    const clash = account.competitors.reduce(
      (factor, { isPromoting, isOut, share }) =>
        factor * (1 - (isPromoting[t] ? 0.3 * share : 0)) * (1 + (isOut[t] ? 0.25 * share : 0)),
      1
    );
    return Math.max(0, (base * account.season[t]! * clash - dip + gain) * random.logNormal(0, 0.06));
  });
}

const jitter = (random: Chance, weights: readonly number[], deviation: number): number[] =>
  weights.map((weight) => weight * random.logNormal(0, deviation));
