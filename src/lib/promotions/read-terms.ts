import { MOST_MINOR, parseDecimal, toDecimal } from '$lib/money/money';
import { parseTypedAmount } from '$lib/money/typed';
import type { Tactic } from './tactic';
import {
  type Basis,
  isByStore,
  lumpSum,
  type OwnField,
  plannedBy,
  type PromotionTerms,
  TACTIC_TERMS,
  unitOf
} from './terms';

/** Terms as a form has them. `each` is weeks or days in one store. */
export interface TermsText {
  basis: Basis;
  rate: string;
  volume: string;
  each: string;
  fixed: string;
  threshold: string;
  stores: string;
  stock: string;
  shelfPrice: string;
  agreed: string;
}

export type TermsFault =
  | 'missing'
  | 'not-a-number'
  | 'not-positive'
  | 'too-many-decimals'
  | 'too-large'
  | 'other-tactic'
  | 'below-threshold';

export type ReadTerms =
  { ok: true; terms: PromotionTerms } | { ok: false; faults: Partial<Record<keyof TermsText, TermsFault>> };

/** A figure larger than any count of ours. */
const MOST_COUNT = 1e12;
/** A hundred per cent. */
const WHOLE_BASIS_POINTS = 10_000;

/**
 * Reads what was agreed. What does not belong to the tactic or to the way it is paid is left aside.
 *
 * @param amountMinor the lump sum, where it is one
 */
export function readTerms(
  typed: TermsText,
  tactic: Tactic,
  amountMinor: number,
  currency: string
): ReadTerms {
  const faults: Partial<Record<keyof TermsText, TermsFault>> = {};
  const { bases, own } = TACTIC_TERMS[tactic];
  const { basis } = typed;
  if (!bases.includes(basis)) faults.basis = 'other-tactic';
  const unit = unitOf(tactic, basis);

  /** @param least the smallest that makes sense; `isNeeded` where the field may not be empty */
  const figure = (
    field: Exclude<keyof TermsText, 'basis' | 'agreed'>,
    {
      digits,
      least,
      most,
      isNeeded
    }: { digits: number | null; least: number; most: number; isNeeded: boolean }
  ): number | null => {
    const text = typed[field];
    if (!text) {
      if (isNeeded) faults[field] = 'missing';
      return null;
    }
    const parsed = digits === null ? parseTypedAmount(text, currency) : parseDecimal(text, digits);
    if (!parsed.ok) faults[field] = parsed.why;
    else if (parsed.minor < least) faults[field] = 'not-positive';
    else if (parsed.minor > most) faults[field] = 'too-large';
    else return parsed.minor;
    return null;
  };
  const count = (
    field: 'volume' | 'each' | 'stores' | 'stock' | 'threshold',
    least: 0 | 1,
    isNeeded = false
  ) => figure(field, { digits: 0, least, most: MOST_COUNT, isNeeded });
  const amount = (field: 'volume' | 'rate' | 'fixed' | 'shelfPrice' | 'threshold', isNeeded = false) =>
    figure(field, { digits: null, least: 1, most: MOST_MINOR, isNeeded });
  const has = (field: OwnField) => own.includes(field);

  const isByVolume = unit !== null;
  const isMoney = unit === 'money';
  const stores = has('stores') ? count('stores', 1, isByVolume && isByStore(unit)) : null;
  const each = isByVolume && isByStore(unit) ? count('each', 1, true) : null;
  const volume = !isByVolume
    ? 0
    : isByStore(unit)
      ? (stores ?? 0) * (each ?? 0)
      : isMoney
        ? amount('volume', true)
        : count('volume', 1, true);
  const rate = !isByVolume
    ? 0
    : isMoney
      ? figure('rate', { digits: 2, least: 1, most: WHOLE_BASIS_POINTS, isNeeded: true })
      : amount('rate', true);
  const threshold =
    isByVolume && has('threshold') ? (isMoney ? amount('threshold') : count('threshold', 1)) : null;
  const terms: PromotionTerms = {
    ...lumpSum(isByVolume ? ((typed.fixed && typed.fixed !== '0' ? amount('fixed') : 0) ?? 0) : amountMinor),
    basis,
    unit,
    rate: rate ?? 0,
    volume: volume ?? 0,
    threshold,
    stores,
    stock: has('stock') ? count('stock', 0) : null,
    shelfPriceMinor: has('shelfPrice') ? amount('shelfPrice') : null,
    agreed: (has('agreed') && typed.agreed) || null
  };
  if (threshold !== null && terms.volume < threshold) faults.volume ??= 'below-threshold';
  if (Object.keys(faults).length === 0 && plannedBy(terms) > MOST_MINOR) faults.rate = 'too-large';
  return Object.keys(faults).length > 0 ? { ok: false, faults } : { ok: true, terms };
}

/** Terms as a form would have them: what `readTerms` reads back. */
export function typedTerms(terms: PromotionTerms, currency: string): Partial<TermsText> {
  const amount = (minor: number | null) => (minor ? toDecimal(minor, currency) : '');
  const count = (figure: number | null) => (figure ? String(figure) : '');
  const own = {
    basis: terms.basis,
    stores: count(terms.stores),
    stock: count(terms.stock),
    shelfPrice: amount(terms.shelfPriceMinor),
    agreed: terms.agreed ?? ''
  };
  if (terms.unit === null) return own;
  const isMoney = terms.unit === 'money';
  const measure = isMoney ? amount : count;
  return {
    ...own,
    rate: isMoney
      ? `${Math.floor(terms.rate / 100)}.${String(terms.rate % 100).padStart(2, '0')}`
      : amount(terms.rate),
    fixed: amount(terms.fixedMinor),
    threshold: measure(terms.threshold),
    ...(isByStore(terms.unit)
      ? { each: count(terms.volume / (terms.stores ?? 1)) }
      : { volume: measure(terms.volume) })
  };
}
