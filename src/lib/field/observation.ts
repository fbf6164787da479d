import { addDays, type Day, daysBetween } from '$lib/calendar/day';
import { mondayOf } from '$lib/calendar/week';
import type { Minor } from '$lib/money/money';
import { minorDigits } from '$lib/money/money';

/** What the three big buttons log. */
export const LOG_KINDS = ['stock_out', 'spend', 'restock'] as const;
export type LogKind = (typeof LOG_KINDS)[number];

export const SINCES = ['today', 'yesterday', 'week', 'unknown'] as const;
export type Since = (typeof SINCES)[number];

/** In a correction: as the report has it, where none of the choices says the same. */
export const KEPT = 'kept';
export const KEPT_BAND = -2;

export const SURENESSES = ['saw', 'told', 'estimate'] as const;
export type Sureness = (typeof SURENESSES)[number];

/** How it is known. What is confidential or comes from somebody who may not tell is not in the list. */
export const SOURCES = ['store', 'public', 'account'] as const;
export type Source = (typeof SOURCES)[number];

export const ACTIVITIES = ['price', 'display', 'promoter', 'gift', 'co_op_advertising'] as const;
export type Activity = (typeof ACTIVITIES)[number];

export const UNTILS = ['open', 'week', 'fortnight'] as const;
export type Until = (typeof UNTILS)[number];

/** When something began, as an interval: nobody who comes on Thursday knows that it was Tuesday. */
export interface Start {
  startsOn: Day | null;
  startsLatestOn: Day | null;
}

/** The interval of a start. @param seenOn the day it was seen, which is at the latest when it began */
export function startOf(since: Since, seenOn: Day): Start {
  switch (since) {
    case 'today':
      return { startsOn: seenOn, startsLatestOn: seenOn };
    case 'yesterday':
      return { startsOn: addDays(seenOn, -1), startsLatestOn: addDays(seenOn, -1) };
    case 'week':
      return { startsOn: addDays(seenOn, -6), startsLatestOn: addDays(seenOn, -2) };
    case 'unknown':
      return { startsOn: null, startsLatestOn: seenOn };
  }
}

/** What was picked, from the interval that was stored. */
export function sinceOf({ startsOn }: Pick<Start, 'startsOn'>, seenOn: Day): Since {
  if (startsOn === null) return 'unknown';
  const days = daysBetween(startsOn, seenOn);
  return days <= 0 ? 'today' : days === 1 ? 'yesterday' : 'week';
}

/** Whether a start that was stored is what one of the choices says; if not, a correction keeps it as it is. */
export function isPickedStart(start: Start, seenOn: Day): boolean {
  const picked = startOf(sinceOf(start, seenOn), seenOn);
  return picked.startsOn === start.startsOn && picked.startsLatestOn === start.startsLatestOn;
}

/** The same for an end. */
export function isPickedEnd(endsOn: Day | null, seenOn: Day): boolean {
  return endOf(untilOf(endsOn, seenOn), seenOn) === endsOn;
}

/** Days back for which a report that could not be sent keeps the day on which it was made. */
const UNSENT_DAYS = 6;

/** The day something was seen: that on which the report was begun, where it is sent later. */
export function seenDay(begunOn: Day | null, today: Day): Day {
  if (begunOn === null || begunOn > today || begunOn < addDays(today, -UNSENT_DAYS)) return today;
  return begunOn;
}

/** When it will end, as far as somebody knows; null goes on. */
export function endOf(until: Until, seenOn: Day): Day | null {
  if (until === 'open') return null;
  return addDays(mondayOf(seenOn), until === 'week' ? 6 : 13);
}

/** What was picked, from the end that was stored. */
export function untilOf(endsOn: Day | null, seenOn: Day): Until {
  if (endsOn === null) return 'open';
  return endsOn <= addDays(mondayOf(seenOn), 6) ? 'week' : 'fortnight';
}

/** Roughly how many units of a currency buy what one US dollar buys; 1 where it is not listed. */
const DOLLARS_WORTH: Record<string, number> = {
  CNY: 5,
  HKD: 5,
  TWD: 25,
  JPY: 100,
  KRW: 1_000,
  INR: 50,
  THB: 25,
  PHP: 50,
  VND: 20_000,
  IDR: 10_000
};

/** Bands in US dollars: each some three times the one before. */
const BANDS = [
  [0, 200],
  [200, 1_000],
  [1_000, 4_000],
  [4_000, 10_000],
  [10_000, 30_000],
  [30_000, 100_000]
] as const;

/** Bands of spend to pick from, in minor units: a range is honest where a figure is a guess. */
export function spendBands(currency: string): { lowMinor: Minor; highMinor: Minor }[] {
  const unit = (DOLLARS_WORTH[currency] ?? 1) * 10 ** minorDigits(currency);
  return BANDS.map(([low, high]) => ({ lowMinor: low * unit, highMinor: high * unit }));
}

/** Place of the band in `spendBands`; −1 for an amount that is not known. */
export function bandOf(currency: string, lowMinor: Minor | null, highMinor: Minor | null): number {
  return spendBands(currency).findIndex((band) => band.lowMinor === lowMinor && band.highMinor === highMinor);
}

/** What a person picked, as far as it decides whether two reports say the same. */
export interface Report {
  accountId: number;
  storeId: number | null;
  brandId: number;
  productId: number | null;
  kind: string;
  tactic: string | null;
  seenOn: Day;
  startsOn: Day | null;
  endsOn: Day | null;
  lowMinor: Minor | null;
  highMinor: Minor | null;
  source: string;
  sureness: string;
  note: string | null;
  correctsId: string | null;
}

/**
 * Whether two reports say the same. Days count from the day each was seen, so that a report which was sent again
 * after midnight is still the same one.
 */
export function isSameReport(a: Report, b: Report): boolean {
  const text = ({ seenOn, startsOn, endsOn, ...rest }: Report) =>
    JSON.stringify([
      startsOn && daysBetween(startsOn, seenOn),
      untilOf(endsOn, seenOn),
      ...Object.entries(rest).sort(([x], [y]) => (x < y ? -1 : 1))
    ]);
  return text(a) === text(b);
}

/** Something to choose, with those first that were seen here lately, the latest of them first. */
export function latelySeenFirst<T extends { value: string }>(
  things: readonly T[],
  lately: readonly string[]
): T[] {
  const place = (thing: T) => {
    const found = lately.indexOf(thing.value);
    return found < 0 ? lately.length : found;
  };
  return [...things].sort((a, b) => place(a) - place(b));
}
