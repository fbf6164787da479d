import { addDays, type Day, daysBetween, minDay } from '$lib/calendar/day';
import type { PromotionTerms } from '$lib/promotions/terms';
import { lumpSum } from '$lib/promotions/terms';
import type { OwnPromotion } from './own-promotion';

/** How each tactic of the demo is paid, and at which rate in minor units. */
const PAID = {
  price: { basis: 'sold', unit: 'units', rate: 18_000 },
  sales_incentive: { basis: 'sold', unit: 'units', rate: 18_000 },
  display: { basis: 'logged', unit: 'store_weeks', rate: 120_000 },
  promoter: { basis: 'logged', unit: 'promoter_days', rate: 40_000 },
  gift: { basis: 'logged', unit: 'gifts', rate: 3_000 }
} as const;

const AGREED = {
  display: 'End cap by the main aisle',
  promoter: 'Shows the new model at the shelf',
  gift: 'Screen protector and case',
  sales_incentive: 'Paid to the shop assistant for each unit sold',
  push_agreement: 'First on the shelf, named first at the counter'
};

/** What was agreed for a promotion of the demo; it comes to what was planned. */
export function demoTerms({
  tactic,
  plannedMinor
}: Pick<OwnPromotion, 'tactic' | 'plannedMinor'>): PromotionTerms {
  const agreed = tactic === 'price' ? null : AGREED[tactic];
  if (tactic === 'push_agreement') return { ...lumpSum(plannedMinor), agreed };
  const { basis, unit, rate } = PAID[tactic];
  const volume = Math.floor(plannedMinor / rate);
  if (volume === 0) return { ...lumpSum(plannedMinor), agreed };
  return {
    ...lumpSum(plannedMinor - volume * rate),
    basis,
    unit,
    rate,
    volume,
    stock: tactic === 'gift' ? Math.ceil(volume / 100) * 100 : null,
    agreed
  };
}

/** A week's worth of what was done, as somebody logged it. */
export interface DemoProgress {
  doneOn: Day;
  volume: number;
}

/**
 * What was logged of a promotion by today: an even part of the volume each week. What was settled lower was done less;
 * the same figures every time, without chance.
 */
export function demoProgress(
  promotion: Pick<
    OwnPromotion,
    'startsOn' | 'endsOn' | 'approvedOn' | 'cancelledOn' | 'plannedMinor' | 'actualMinor'
  >,
  terms: PromotionTerms,
  today: Day
): DemoProgress[] {
  if (terms.basis !== 'logged' || !promotion.approvedOn || promotion.cancelledOn) return [];
  const share = promotion.actualMinor === null ? 0.95 : promotion.actualMinor / promotion.plannedMinor;
  const done = Math.round(terms.volume * share);
  const days = daysBetween(promotion.startsOn, promotion.endsOn) + 1;
  const entries: DemoProgress[] = [];
  let before = 0;
  for (let first = promotion.startsOn; first <= minDay(promotion.endsOn, today); first = addDays(first, 7)) {
    const last = minDay(addDays(first, 6), promotion.endsOn);
    if (last > today) break;
    const upTo = Math.round((done * (daysBetween(promotion.startsOn, last) + 1)) / days);
    if (upTo > before) entries.push({ doneOn: last, volume: upTo - before });
    before = upTo;
  }
  return entries;
}
