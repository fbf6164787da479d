import { type Day, maxDay } from '$lib/calendar/day';
import { sundayOf } from '$lib/calendar/week';
import type { SpendReport } from './spend-estimate';
import type { SupplyReport } from './stock-out';

/** One thing that somebody saw at an account. */
export interface Sighting {
  brand: number;
  isOwn: boolean;
  product: number | null;
  store: number | null;
  kind: 'spend' | 'stock_out' | 'restock' | 'price' | 'display' | 'promoter';
  tactic: string | null;
  seenOn: Day;
  starts: Day | null;
  startsLatest: Day | null;
  ends: Day | null;
  low: number | null;
  high: number | null;
  source: 'store' | 'public' | 'account';
  sureness: 'saw' | 'told' | 'estimate';
}

/** A sighting as a report of spend. Without a first day it is the week in which it was seen; without a last, to that week's end. */
export function spendReport(sighting: Sighting): SpendReport {
  const from = sighting.starts ?? sighting.seenOn;
  return {
    product: sighting.product,
    tactic: sighting.tactic,
    store: sighting.store,
    seenOn: sighting.seenOn,
    from,
    to: maxDay(from, sighting.ends ?? sundayOf(sighting.seenOn)),
    low: sighting.low ?? sighting.high,
    high: sighting.high ?? sighting.low,
    source: sighting.source,
    sureness: sighting.sureness
  };
}

/** A sighting as a report of supply; null for one that is about something else. */
export function supplyReport(sighting: Sighting): SupplyReport | null {
  const { kind, brand, product, store, seenOn, starts, startsLatest, ends } = sighting;
  if (kind !== 'stock_out' && kind !== 'restock') return null;
  return { kind, brand, product, store, seenOn, starts, startsLatest, ends };
}
