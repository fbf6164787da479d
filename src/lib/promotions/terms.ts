import type { Minor } from '$lib/money/money';
import type { Tactic } from './tactic';

/** What is paid for: nothing but the agreement itself, what our figures tell, or what somebody logs. */
export const BASES = ['lump', 'sold', 'ordered', 'order_value', 'logged'] as const;
export type Basis = (typeof BASES)[number];

/** What a volume counts; `money` in minor units of the organisation's currency. */
export type VolumeUnit = 'units' | 'store_weeks' | 'promoter_days' | 'gifts' | 'listings' | 'weeks' | 'money';

/** What was agreed that a promotion pays. */
export interface PromotionTerms {
  basis: Basis;
  /** Null for a lump sum. */
  unit: VolumeUnit | null;
  /** Minor units for one of the volume; basis points (1 = 0.01 %) where the volume is money. */
  rate: number;
  /** What is planned; zero for a lump sum. */
  volume: number;
  /** Paid whatever the volume comes to. */
  fixedMinor: Minor;
  /** The least volume from which the rate is paid, on all of it; null where it is paid from the first on. */
  threshold: number | null;
  /** In which the display or the promoters stand; part of the volume. */
  stores: number | null;
  /** Gifts that are there to be handed out. */
  stock: number | null;
  /** What a unit costs the shopper meanwhile. */
  shelfPriceMinor: Minor | null;
  /** The tactic's own words: which gift, which rule, which medium. */
  agreed: string | null;
}

/** A field of the form that belongs to some tactics only. */
export type OwnField = 'stores' | 'stock' | 'shelfPrice' | 'threshold' | 'agreed';

interface TacticTerms {
  /** Which bases it can be paid by, the usual one first after the lump sum. */
  bases: readonly Basis[];
  /** What is logged, where it is paid by that. */
  logs: VolumeUnit;
  own: readonly OwnField[];
}

/**
 * What each tactic asks for. Stores times weeks or days make the volume of displays and promoters; advertising is
 * shared by per cent of its cost.
 */
export const TACTIC_TERMS: Readonly<Record<Tactic, TacticTerms>> = {
  price: { bases: ['lump', 'sold', 'ordered'], logs: 'units', own: ['shelfPrice'] },
  display: { bases: ['lump', 'logged'], logs: 'store_weeks', own: ['stores', 'agreed'] },
  promoter: { bases: ['lump', 'logged'], logs: 'promoter_days', own: ['stores', 'agreed'] },
  gift: { bases: ['lump', 'logged', 'sold'], logs: 'gifts', own: ['agreed', 'stock'] },
  sales_incentive: { bases: ['lump', 'sold', 'logged'], logs: 'units', own: ['agreed', 'threshold'] },
  listing: { bases: ['lump', 'logged'], logs: 'listings', own: ['agreed'] },
  volume_rebate: { bases: ['lump', 'ordered', 'order_value'], logs: 'units', own: ['threshold'] },
  co_op_advertising: { bases: ['lump', 'logged'], logs: 'money', own: ['agreed'] },
  push_agreement: { bases: ['lump', 'logged', 'sold', 'ordered'], logs: 'weeks', own: ['agreed'] }
};

/** What the volume counts where a tactic is paid by a basis; null for a lump sum. */
export function unitOf(tactic: Tactic, basis: Basis): VolumeUnit | null {
  switch (basis) {
    case 'lump':
      return null;
    case 'logged':
      return TACTIC_TERMS[tactic].logs;
    case 'order_value':
      return 'money';
    default:
      return 'units';
  }
}

/** Whether stores times something make the volume. */
export function isByStore(unit: VolumeUnit | null): boolean {
  return unit === 'store_weeks' || unit === 'promoter_days';
}

/**
 * What is due at a volume: fixed + rate × volume, the rate only from the threshold on. A share of money is rounded half
 * up to whole minor units.
 *
 * @param volume not negative, whole, in the terms' unit
 */
export function dueFor(
  terms: Pick<PromotionTerms, 'unit' | 'rate' | 'fixedMinor' | 'threshold'>,
  volume: number
): Minor {
  const isReached = terms.threshold === null || volume >= terms.threshold;
  if (!isReached) return terms.fixedMinor;
  const product = BigInt(terms.rate) * BigInt(volume);
  return terms.fixedMinor + Number(terms.unit === 'money' ? (product + 5_000n) / 10_000n : product);
}

/** What the terms come to as planned. */
export function plannedBy(terms: PromotionTerms): Minor {
  return dueFor(terms, terms.volume);
}

/** A promise of a sum, with nothing that it depends on. */
export function lumpSum(amountMinor: Minor): PromotionTerms {
  return {
    basis: 'lump',
    unit: null,
    rate: 0,
    volume: 0,
    fixedMinor: amountMinor,
    threshold: null,
    stores: null,
    stock: null,
    shelfPriceMinor: null,
    agreed: null
  };
}
