import { addDays, type Day, type DayRange, daysBetween } from '$lib/calendar/day';

/** Weekly cost of our own past promotions at the account, lower and upper quartile in minor units, and of how many. */
export interface AmountBasis {
  promotions: number;
  low: number;
  high: number;
  weeks: number;
  /** Cut to what is left. */
  isCapped: boolean;
}

interface AmountFacts {
  asOf: Day;
  /** What can still be committed; null when no budget is set. */
  left: number | null;
  /** Ours at the account, with what they cost in minor units; null where that is not known. */
  promotions: (DayRange & { amount: number | null })[];
}

/** Past promotions behind an amount. */
const LEAST_PAST = 2;
/** Promotions that ended longer ago tell nothing about what one costs today. */
const MEMORY_DAYS = 728;

/**
 * From the lower to the upper quartile of what a week of our own past promotions at the account cost, times the
 * window's weeks; never more than is left. Null without two past promotions whose amount is known.
 */
export function amountFor(
  { promotions, asOf, left }: AmountFacts,
  range: DayRange
): { low: number | null; high: number | null; basis: AmountBasis | null } {
  const weekly = promotions
    .filter(
      (own) =>
        own.to <= asOf && own.to >= addDays(asOf, -MEMORY_DAYS) && own.amount !== null && own.amount > 0
    )
    .map((own) => own.amount! / Math.max(1, (daysBetween(own.from, own.to) + 1) / 7))
    .sort((a, b) => a - b);
  if (weekly.length < LEAST_PAST || (left !== null && left <= 0))
    return { low: null, high: null, basis: null };
  const weeks = Math.max(1, (daysBetween(range.from, range.to) + 1) / 7);
  const most = left ?? Number.MAX_SAFE_INTEGER;
  const at = (share: number) => {
    const place = (weekly.length - 1) * share;
    const [below, above] = [weekly[Math.floor(place)]!, weekly[Math.ceil(place)]!];
    return below + (above - below) * (place % 1);
  };
  const [low, high] = [at(0.25), at(0.75)];
  const [least, dearest] = [twoFigures(low * weeks), twoFigures(high * weeks)];
  return {
    low: Math.min(most, least),
    high: Math.min(most, dearest),
    basis: {
      promotions: weekly.length,
      low: Math.round(low),
      high: Math.round(high),
      weeks,
      isCapped: dearest > most
    }
  };
}

/** An amount is advice, not a measurement: 48,000 rather than 47,862. */
function twoFigures(minor: number): number {
  const step = 10 ** Math.max(0, Math.floor(Math.log10(Math.max(1, minor))) - 1);
  return Math.round(minor / step) * step;
}
