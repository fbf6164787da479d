import { addDays, type Day, type DayRange } from '$lib/calendar/day';
import { formatDay, formatDayRange } from '$lib/calendar/format';
import { meanOf, quantilesOf } from '$lib/competitors/spend-distribution';
import type { StockOutInterval } from '$lib/competitors/stock-out';
import { formatMoneyShort } from '$lib/money/format';
import * as m from '$lib/paraglide/messages';
import { getLocale } from '$lib/paraglide/runtime';
import { COVER_MEAN_WEEKS } from '$lib/sell-through/cover';
import type { Reason } from '$lib/timeline/timeline';
import type { SpendWindow, WindowAgainst, WindowReason } from './spend-window';

/** What sentences need besides the facts: names, the currency, and where evidence can be seen. */
export interface Wording {
  account: string;
  currency: string;
  brands: Map<number, string>;
  products: Map<number, string>;
  /** Name of the weeks of a range: "W36–38". */
  weeksName(range: DayRange): string;
  /** Address of the picture of this account with one competitor, over a range if one is given. */
  pictureHref(brand: string, range: DayRange | null): string;
  /** Address of the reports of a brand at this account. */
  sightingsHref(about: 'supply' | 'spend', of: { brand: string; product: string | null } & DayRange): string;
}

/** What the window is about, for its drawer's head. */
export function windowTitle(found: SpendWindow, words: Wording): string {
  const named = (kind: WindowReason['kind']) =>
    [
      ...new Set(
        found.reasons.flatMap((reason) =>
          reason.kind === kind ? [words.brands.get(brandOf(reason)) ?? ''] : []
        )
      )
    ].join(', ');
  const [out, spent] = [named('stock-out'), named('exhaustion')];
  if (found.kind === 'both') return m.windows_title_both({ out, spent });
  return found.kind === 'stock-out'
    ? m.windows_title_stock_out({ brands: out })
    : m.windows_title_exhaustion({ brands: spent });
}

/** Why to put money in, as a sentence with where it can be checked. */
export function reasonText(reason: WindowReason, asOf: Day, words: Wording): Reason {
  const locale = getLocale();
  if (reason.kind === 'stock-out') {
    const { stockOut } = reason;
    const newest = formatDay(stockOut.lastSeen, locale);
    return {
      text: stockOutText(stockOut, words),
      evidence: [
        {
          label: m.windows_evidence_sightings({ n: stockOut.sightings, newest }),
          href: words.sightingsHref('supply', {
            brand: words.brands.get(stockOut.brand) ?? '',
            product: stockOut.product === null ? null : (words.products.get(stockOut.product) ?? null),
            from: stockOut.startEarliest,
            to: asOf
          })
        }
      ]
    };
  }
  const { exhaustion } = reason;
  const brand = words.brands.get(exhaustion.brand) ?? '';
  const { p10, p90 } = quantilesOf(exhaustion.soFar);
  const figures = {
    brand,
    weeks: words.weeksName({ from: exhaustion.from, to: asOf }),
    low: formatMoneyShort(p10, words.currency, locale),
    high: formatMoneyShort(p90, words.currency, locale),
    before: formatMoneyShort(Math.round(meanOf(exhaustion.before)), words.currency, locale)
  };
  const { compared } = exhaustion;
  const isYear = compared.basis === 'year';
  return {
    text: isYear ? m.windows_reason_exhaustion_year(figures) : m.windows_reason_exhaustion_quarter(figures),
    evidence: [
      {
        label: m.windows_evidence_reports({ n: exhaustion.seenNow }),
        href: words.sightingsHref('spend', { brand, product: null, from: exhaustion.from, to: asOf })
      },
      {
        label: m.windows_evidence_last_year({ range: formatDayRange(compared.from, compared.to, locale) }),
        href: words.pictureHref(brand, { from: addDays(compared.from, -28), to: exhaustion.to })
      }
    ]
  };
}

/** What speaks against it, with what to do about it where there is something to do. */
export function againstText(against: WindowAgainst, words: Wording): Reason {
  const locale = getLocale();
  const plain = (text: string): Reason => ({ text, evidence: [] });
  switch (against.kind) {
    case 'cover-high':
      return {
        text: m.windows_against_cover_high({
          weeks: weeksFigure(against.weeks),
          limit: weeksFigure(against.limit)
        }),
        evidence: [{ label: m.windows_evidence_cover({ weeks: COVER_MEAN_WEEKS }), href: null }]
      };
    case 'cover-unknown':
      return plain(m.windows_against_cover_unknown());
    case 'no-money':
      return {
        text: m.windows_against_no_money({
          left: formatMoneyShort(against.left, words.currency, locale),
          currency: words.currency
        }),
        evidence: [{ label: m.windows_evidence_add_funds(), href: '/funds' }]
      };
    case 'no-budget':
      return {
        text: m.windows_against_no_budget(),
        evidence: [
          { label: m.windows_evidence_set_budget(), href: `/funds?new=${encodeURIComponent(words.account)}` }
        ]
      };
    case 'own-promotion':
      return {
        text: m.windows_against_own_promotion({
          name: against.name,
          range: formatDayRange(against.from, against.to, locale)
        }),
        evidence: [{ label: against.name, href: `/promotions/${encodeURIComponent(against.code)}` }]
      };
    case 'own-draft':
      return {
        text: m.windows_against_own_draft({
          name: against.name,
          range: formatDayRange(against.from, against.to, locale),
          amount:
            against.amount === null
              ? m.windows_amount_unknown()
              : formatMoneyShort(against.amount, words.currency, locale)
        }),
        evidence: [{ label: against.name, href: `/promotions/${encodeURIComponent(against.code)}` }]
      };
    case 'year-end':
      return plain(
        m.windows_against_year_end({
          amount: formatMoneyShort(against.below, words.currency, locale),
          currency: words.currency
        })
      );
    case 'takes-all':
      return plain(
        m.windows_against_takes_all({
          left: formatMoneyShort(against.left, words.currency, locale),
          currency: words.currency
        })
      );
    case 'one-sighting':
      return plain(m.windows_against_one_sighting());
    case 'few-stores':
      return plain(m.windows_against_few_stores({ of: against.of }));
  }
}

/** Where the amount comes from, as a sentence; null without one. */
export function amountBasisText({ basis }: SpendWindow, words: Wording): string | null {
  if (!basis) return null;
  const locale = getLocale();
  const given = {
    n: basis.promotions,
    low: formatMoneyShort(basis.low, words.currency, locale),
    high: formatMoneyShort(basis.high, words.currency, locale),
    weeks: weeksFigure(basis.weeks)
  };
  return basis.isCapped ? m.windows_amount_basis_capped(given) : m.windows_amount_basis(given);
}

/** "Beacon out of stock in 8 of 14 stores visited, since 3–6 Nov 2026". */
export function stockOutText(stockOut: StockOutInterval, words: Wording): string {
  const locale = getLocale();
  const name = words.brands.get(stockOut.brand) ?? '';
  const product = stockOut.product === null ? undefined : words.products.get(stockOut.product);
  const brand = product ? m.windows_product({ brand: name, product }) : name;
  const range = formatDayRange(stockOut.startEarliest, stockOut.startLatest, locale);
  const { stores } = stockOut;
  if (stockOut.endLatest === null) {
    return stores
      ? m.windows_reason_stock_out({ brand, range, out: stores.out, of: stores.of })
      : m.windows_reason_stock_out_account({ brand, range });
  }
  const end = formatDayRange(stockOut.endEarliest!, stockOut.endLatest, locale);
  return stores
    ? m.windows_reason_stock_out_over({ brand, range, end, out: stores.out, of: stores.of })
    : m.windows_reason_stock_out_account_over({ brand, range, end });
}

function brandOf(reason: WindowReason): number {
  return reason.kind === 'stock-out' ? reason.stockOut.brand : reason.exhaustion.brand;
}

function weeksFigure(weeks: number): string {
  return new Intl.NumberFormat(getLocale(), { maximumFractionDigits: 1 }).format(weeks);
}
