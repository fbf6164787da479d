import { addDays, type Day } from '$lib/calendar/day';
import { mondayOf } from '$lib/calendar/week';
import type { Minor } from '$lib/money/money';
import { minorDigits } from '$lib/money/money';

/** What the three big buttons log. */
export const LOG_KINDS = ['stock_out', 'spend', 'restock'] as const;
export type LogKind = (typeof LOG_KINDS)[number];

export const SINCES = ['today', 'yesterday', 'week', 'unknown'] as const;
export type Since = (typeof SINCES)[number];

export const SURENESSES = ['saw', 'told', 'estimate'] as const;
export const SOURCES = ['store', 'public', 'account'] as const;
export const ACTIVITIES = ['price', 'display', 'promoter', 'gift', 'co_op_advertising'] as const;
export const UNTILS = ['open', 'week', 'fortnight'] as const;
export type Until = (typeof UNTILS)[number];

/** When something began, as an interval: nobody who comes on Thursday knows that it was Tuesday. */
export function startOf(since: Since, today: Day): { startsOn: Day | null; startsLatestOn: Day } {
  switch (since) {
    case 'today':
      return { startsOn: today, startsLatestOn: today };
    case 'yesterday':
      return { startsOn: addDays(today, -1), startsLatestOn: addDays(today, -1) };
    case 'week': {
      const latest = addDays(today, -1);
      const monday = mondayOf(today);
      return { startsOn: monday <= latest ? monday : addDays(monday, -7), startsLatestOn: latest };
    }
    case 'unknown':
      return { startsOn: null, startsLatestOn: today };
  }
}

/** When it will end, as far as somebody knows; null goes on. */
export function endOf(until: Until, today: Day): Day | null {
  if (until === 'open') return null;
  return addDays(mondayOf(today), until === 'week' ? 6 : 13);
}

/** Bands of spend to pick from, in minor units: a range is honest where a figure is a guess. */
export function spendBands(currency: string): { lowMinor: Minor; highMinor: Minor }[] {
  const digits = minorDigits(currency);
  // A currency without cents counts in larger numbers.
  const unit = digits === 0 ? 20 : 10 ** digits;
  return [
    [1_000, 5_000],
    [5_000, 20_000],
    [20_000, 50_000],
    [50_000, 150_000],
    [150_000, 400_000]
  ].map(([low, high]) => ({ lowMinor: low! * unit, highMinor: high! * unit }));
}
