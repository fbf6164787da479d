import type { Day } from '$lib/calendar/day';
import { formatDay } from '$lib/calendar/format';
import { faultText } from '$lib/funds/fault.text';
import { formatMoney, formatPercent, formatUnits } from '$lib/money/format';
import * as m from '$lib/paraglide/messages';
import type { ActualVolume, Projection } from './projection';
import type { ProgressRefusal } from './progress';
import type { Tactic } from './tactic';
import { type Basis, type PromotionTerms, unitOf, type VolumeUnit } from './terms';

/** How a tactic is paid, as a choice. */
export function basisName(tactic: Tactic, basis: Basis): string {
  switch (basis) {
    case 'lump':
      return m.terms_basis_lump();
    case 'sold':
      return m.terms_basis_sold();
    case 'ordered':
      return m.terms_basis_ordered();
    case 'order_value':
      return m.terms_basis_order_value();
    case 'logged':
      return {
        units: m.terms_basis_units,
        store_weeks: m.terms_basis_store_weeks,
        promoter_days: m.terms_basis_promoter_days,
        gifts: m.terms_basis_gifts,
        listings: m.terms_basis_listings,
        weeks: m.terms_basis_weeks,
        money: m.terms_basis_money
      }[unitOf(tactic, basis)!]();
  }
}

/** The label of the planned volume, where it is typed. */
export function volumeLabel(tactic: Tactic, basis: Basis, currency: string): string {
  if (basis === 'order_value') return m.terms_volume_money_order({ currency });
  switch (unitOf(tactic, basis)) {
    case 'gifts':
      return m.terms_volume_gifts();
    case 'listings':
      return m.terms_volume_listings();
    case 'weeks':
      return m.terms_volume_weeks();
    case 'money':
      return m.terms_volume_money({ currency });
    default:
      return m.terms_volume_units();
  }
}

/** The label of a tactic's own words; null where it asks for none. */
export function agreedLabel(tactic: Tactic): string | null {
  switch (tactic) {
    case 'display':
      return m.terms_agreed_display();
    case 'promoter':
      return m.terms_agreed_promoter();
    case 'gift':
      return m.terms_agreed_gift();
    case 'sales_incentive':
      return m.terms_agreed_sales_incentive();
    case 'listing':
      return m.terms_agreed_listing();
    case 'co_op_advertising':
      return m.terms_agreed_co_op_advertising();
    case 'push_agreement':
      return m.terms_agreed_push_agreement();
    default:
      return null;
  }
}

/** "1,200 store weeks", or an amount where the volume is money. */
export function volumeText(unit: VolumeUnit, volume: number, currency: string, locale: string): string {
  const count = formatUnits(volume, locale);
  const figures = { n: volume, count };
  switch (unit) {
    case 'units':
      return m.terms_n_units(figures);
    case 'store_weeks':
      return m.terms_n_store_weeks(figures);
    case 'promoter_days':
      return m.terms_n_promoter_days(figures);
    case 'gifts':
      return m.terms_n_gifts(figures);
    case 'listings':
      return m.terms_n_listings(figures);
    case 'weeks':
      return m.terms_n_weeks(figures);
    case 'money':
      return formatMoney(volume, currency, locale);
  }
}

/** How an amount follows from the terms at a volume: "500 units × 20.00 + 300.00 fixed". */
export function formulaText(terms: PromotionTerms, volume: number, currency: string, locale: string): string {
  if (terms.unit === null) return m.terms_of_lump();
  const { unit, threshold } = terms;
  const figures = {
    volume: volumeText(unit, volume, currency, locale),
    rate:
      unit === 'money'
        ? formatPercent(terms.rate / 10_000, locale, terms.rate % 100 === 0 ? 0 : 2)
        : formatMoney(terms.rate, currency, locale),
    fixed: formatMoney(terms.fixedMinor, currency, locale)
  };
  const hasFixed = terms.fixedMinor > 0;
  if (threshold !== null && volume < threshold) {
    const below = { ...figures, threshold: volumeText(unit, threshold, currency, locale) };
    return hasFixed ? m.terms_formula_below_fixed(below) : m.terms_formula_below(below);
  }
  return hasFixed ? m.terms_formula_fixed(figures) : m.terms_formula(figures);
}

/** What a projected amount rests on, or why there is none. */
export function projectionText(
  projection: Projection,
  terms: PromotionTerms | null,
  startsOn: Day,
  currency: string,
  locale: string
): string {
  if (!projection.ok) {
    switch (projection.why) {
      case 'no-terms':
        return m.terms_gap_no_terms();
      case 'not-approved':
        return m.terms_gap_not_approved();
      case 'cancelled':
        return m.terms_gap_cancelled();
      case 'not-started':
        return m.terms_gap_not_started({ day: formatDay(startsOn, locale) });
      case 'not-in':
        return terms?.basis === 'sold' ? m.terms_gap_not_in_sold() : m.terms_gap_not_in_ordered();
      case 'not-logged':
        return m.terms_gap_not_logged();
    }
  }
  if (!projection.actual || !terms) return m.terms_projected_lump();
  return formulaText(terms, projection.actual.volume, currency, locale);
}

/** How much of an actual volume is known. */
export function knownText({ known }: ActualVolume, locale: string): string {
  switch (known.by) {
    case 'weeks':
      return m.terms_known_weeks({ in: known.in, all: known.all });
    case 'orders': {
      const through = m.terms_known_orders({ day: formatDay(known.through, locale) });
      return known.unpriced > 0 ? `${through} ${m.terms_known_unpriced({ n: known.unpriced })}` : through;
    }
    case 'entries':
      return m.terms_known_entries({ n: known.count });
  }
}

/** What is wrong with a field of the terms; null where nothing is. */
export function termsFaultText(
  codes: readonly string[] | undefined,
  kind: 'amount' | 'count' | 'percent' | 'basis',
  currency: string
): string | null {
  const code = codes?.[0];
  if (code === undefined || code === 'missing') return faultText(codes, currency);
  if (code === 'other-tactic') return m.terms_fault_other_tactic();
  if (code === 'below-threshold') return m.terms_fault_below_threshold();
  if (kind === 'count') return m.terms_fault_count();
  if (kind === 'percent') return m.terms_fault_percent();
  return faultText(codes, currency);
}

/** What is logged, as a label. */
export function doneLabel(unit: VolumeUnit, currency: string): string {
  switch (unit) {
    case 'units':
      return m.terms_progress_done_units();
    case 'store_weeks':
      return m.terms_progress_done_store_weeks();
    case 'promoter_days':
      return m.terms_progress_done_promoter_days();
    case 'gifts':
      return m.terms_progress_done_gifts();
    case 'listings':
      return m.terms_progress_done_listings();
    case 'weeks':
      return m.terms_progress_done_weeks();
    case 'money':
      return m.terms_progress_done_money({ currency });
  }
}

/** "38 of 60 store weeks · 410 units sold meanwhile": what was logged beside what was planned, where that was counted. */
export function progressSumText(
  unit: VolumeUnit,
  terms: PromotionTerms | null,
  { volume, unitsSold }: { volume: number; unitsSold: number | null },
  currency: string,
  locale: string
): string {
  const done = volumeText(unit, volume, currency, locale);
  const sold = unitsSold === null ? null : formatUnits(unitsSold, locale);
  if (terms?.basis !== 'logged')
    return sold === null ? m.terms_progress_only({ done }) : m.terms_progress_only_sold({ done, sold });
  const figures = {
    done: unit === 'money' ? done : formatUnits(volume, locale),
    planned: volumeText(unit, terms.volume, currency, locale)
  };
  return sold === null ? m.terms_progress_sum(figures) : m.terms_progress_sum_sold({ ...figures, sold });
}

/** How many gifts are left of what was in stock; null where nobody counted. */
export function stockText(terms: PromotionTerms | null, handedOut: number, locale: string): string | null {
  if (!terms || terms.stock === null) return null;
  const left = terms.stock - handedOut;
  return left >= 0
    ? m.terms_progress_stock({ left: formatUnits(left, locale), stock: formatUnits(terms.stock, locale) })
    : m.terms_progress_stock_over({ over: formatUnits(-left, locale) });
}

/** Why something was not logged, or not taken back, and what to do. */
export function progressRefusalText(refusal: ProgressRefusal | { why: 'no-reason' }, locale: string): string {
  switch (refusal.why) {
    case 'not-approved':
      return m.terms_refused_not_approved();
    case 'before-start':
      return m.terms_refused_before_start({ day: formatDay(refusal.startsOn, locale) });
    case 'day-ahead':
      return m.terms_refused_day_ahead({ day: formatDay(refusal.today, locale) });
    case 'cancelled':
    case 'settled':
      return m.terms_refused_cancelled({ day: formatDay(refusal.on, locale) });
    case 'taken-back':
      return m.terms_refused_taken_back();
    case 'nothing-to-log':
      return m.terms_refused_nothing_to_log();
    case 'key-reused':
      return m.promotions_refused_key();
    case 'no-reason':
      return m.promotions_fault_missing();
    case 'unknown':
      return m.terms_refused_unknown();
  }
}
