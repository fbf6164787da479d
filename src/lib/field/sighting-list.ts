import { type Day, parseDay } from '$lib/calendar/day';
import { plainText } from '$lib/text/plain-text';
import type { Source, Sureness } from './observation';

/** Which reports a list is of; null for all. */
export interface SightingQuery {
  /** Code of the account. */
  account: string;
  brand: string | null;
  product: string | null;
  about: 'supply' | 'spend' | null;
  from: Day | null;
  to: Day | null;
  /** Only what had been received by the end of this day. */
  asOf: Day | null;
}

/** One report, as whoever relies on it needs to see it. */
export interface SightingRow {
  id: string;
  seenOn: Day;
  receivedOn: Day;
  brand: string;
  product: string | null;
  kind: 'spend' | 'stock_out' | 'restock' | 'price' | 'display' | 'promoter';
  tactic: string | null;
  /** Null where it is about the account as a whole. */
  store: string | null;
  startsOn: Day | null;
  startsLatestOn: Day | null;
  endsOn: Day | null;
  lowMinor: number | null;
  highMinor: number | null;
  source: Source;
  sureness: Sureness;
  note: string | null;
  /** Who logged it; null for an imported or invented one. */
  by: string | null;
  /** Corrected or marked *do not use*: it counts in nothing. */
  isWithheld: boolean;
}

/** Stores that somebody entered without reporting any of it, and when last. */
export interface QuietStore {
  store: string;
  visits: number;
  lastOn: Day;
}

export function parseSightingQuery(params: URLSearchParams): SightingQuery {
  const text = (name: string) => plainText(params.get(name) ?? '').slice(0, 200) || null;
  const about = params.get('about');
  return {
    account: text('account') ?? '',
    brand: text('brand'),
    product: text('product'),
    about: about === 'supply' || about === 'spend' ? about : null,
    from: parseDay(params.get('from') ?? ''),
    to: parseDay(params.get('to') ?? ''),
    asOf: parseDay(params.get('asOf') ?? '')
  };
}

/** Address of a list. */
export function sightingsHref(query: Partial<SightingQuery> & { account: string }): string {
  const given = Object.entries(query).filter((pair): pair is [string, string] => Boolean(pair[1]));
  return `/timeline/sightings?${new URLSearchParams(given)}`;
}
