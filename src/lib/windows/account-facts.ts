import type { Day, DayRange } from '$lib/calendar/day';
import { type Sighting, spendReport, supplyReport } from '$lib/competitors/sighting';
import type { SpendReport } from '$lib/competitors/spend-estimate';
import type { StoreVisit, SupplyReport } from '$lib/competitors/stock-out';
import { statusOn } from '$lib/promotions/promotion';
import type { AccountSales } from '$lib/sell-through/sales';
import type { OwnBar, SeenActivity } from './bar';
import type { FactRange, PictureAccount } from './fact';
import type { KnownPromotion } from './known-promotion';
import type { FundBooks } from './left-lane';
import type { PromotionMoney } from './own-spend';

/** What the row of one account is made of: all of it known on the day that it is seen from. */
export interface AccountFacts {
  code: string;
  name: string;
  region: string | null;
  channel: string | null;
  stores: number;
  /** First and last day with any fact; null without one. */
  facts: DayRange | null;
  /** Last day of the last promotion. */
  plannedTo: Day | null;
  funds: FundBooks[];
  promotions: (PromotionMoney & OwnBar & { createdOn: Day; window: string | null })[];
  /** Reports of competitors' spend by brand. */
  spendReports: Map<number, SpendReport[]>;
  /** Reports about supply, of competitors and of ourselves. */
  supplyReports: (SupplyReport & { isOwn: boolean })[];
  activities: SeenActivity[];
  visits: StoreVisit[];
  sellIn: { week: Day; units: number }[];
  sellThrough: { week: Day; units: number | null; stockOnHand: number | null }[];
  emptyWeeks: { product: number; productName: string; brandName: string; week: Day }[];
}

/** What the statements found, by account. */
export interface FoundFacts {
  asOf: Day;
  facts: Map<number, FactRange>;
  brands: Map<number, string>;
  sightings: Map<number, Sighting[]>;
  visits: Map<number, StoreVisit[]>;
  sales: Map<number, AccountSales>;
  funds: Map<number, FundBooks[]>;
  promotions: Map<number, KnownPromotion[]>;
}

/** The part of the facts that belongs to one account; an account without facts has empty lists. */
export function accountFacts(account: PictureAccount, found: FoundFacts): AccountFacts {
  const { code, name, region, channel, stores, account: id } = account;
  const range = found.facts.get(id);
  const sightings = found.sightings.get(id) ?? [];
  const sales = found.sales.get(id) ?? { sellIn: [], sellThrough: [], emptyWeeks: [] };
  return {
    code,
    name,
    region,
    channel,
    stores,
    facts: range ? { from: range.from, to: range.to } : null,
    plannedTo: range?.planned ?? null,
    funds: found.funds.get(id) ?? [],
    promotions: (found.promotions.get(id) ?? []).map((own) => ({
      ...own,
      amount: own.settledOn !== null && own.spent > 0 ? own.spent : (own.plannedMinor ?? (own.spent || null)),
      status: statusOn(own, found.asOf)
    })),
    spendReports: spendByBrand(sightings),
    supplyReports: sightings.flatMap((seen) => {
      const report = supplyReport(seen);
      return report ? [{ ...report, isOwn: seen.isOwn }] : [];
    }),
    activities: sightings.flatMap((seen) => {
      if (seen.isOwn || seen.kind === 'stock_out' || seen.kind === 'restock') return [];
      const { from, to } = spendReport(seen);
      const tactic = seen.tactic ?? (seen.kind === 'spend' ? null : seen.kind);
      return [{ brand: found.brands.get(seen.brand) ?? '', tactic, from, to }];
    }),
    visits: found.visits.get(id) ?? [],
    ...sales
  };
}

function spendByBrand(sightings: Sighting[]): Map<number, SpendReport[]> {
  const byBrand = new Map<number, SpendReport[]>();
  for (const seen of sightings) {
    if (seen.isOwn || seen.kind !== 'spend') continue;
    const reports = byBrand.get(seen.brand);
    if (reports) reports.push(spendReport(seen));
    else byBrand.set(seen.brand, [spendReport(seen)]);
  }
  return byBrand;
}
