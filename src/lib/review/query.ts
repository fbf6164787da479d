import { addDays, type Day, isPlausible } from '$lib/calendar/day';
import { type FiscalCalendar, fiscalQuarterOf, fiscalYearOf } from '$lib/calendar/fiscal';

/** A span to review: a fiscal year or a quarter of one. */
export interface ReviewPeriod {
  /** `2026` or `2026-Q3`, as in the address. */
  value: string;
  /** "FY26" or "FY26 Q3". */
  label: string;
  from: Day;
  /** Included. */
  to: Day;
}

export const REVIEW_SORTS = [
  /** By last day, what is over; what is not comes after it. */
  'ended',
  'start',
  'promotion',
  'account',
  'planned',
  'committed',
  'spent',
  'orders',
  'sold'
] as const;
export type ReviewSort = (typeof REVIEW_SORTS)[number];

/** What the address asks to see. */
export interface ReviewQuery {
  /** A period's value, `all`, or empty for the newest that has a promotion. */
  period: string;
  account: string;
  tactic: string;
  status: string;
  sort: ReviewSort;
  isDescending: boolean;
  /** From 1 on. */
  page: number;
}

/** Reads the address; what it does not know is left out. */
export function parseReviewQuery(parameters: URLSearchParams): ReviewQuery {
  const asked = (name: string) => (parameters.get(name) ?? '').trim();
  const sort = REVIEW_SORTS.find((one) => one === asked('sort').replace(/^-/, ''));
  const page = Number(asked('page'));
  return {
    period: asked('period'),
    account: asked('account'),
    tactic: asked('tactic'),
    status: asked('status'),
    sort: sort ?? 'ended',
    isDescending: sort ? asked('sort').startsWith('-') : true,
    page: Number.isSafeInteger(page) && page > 0 ? page : 1
  };
}

/** The address of a query, without what is as it would be anyway. */
export function printReviewQuery(query: ReviewQuery): string {
  const parameters = new URLSearchParams();
  for (const name of ['period', 'account', 'tactic', 'status'] as const)
    if (query[name]) parameters.set(name, query[name]);
  const sort = `${query.isDescending ? '-' : ''}${query.sort}`;
  if (sort !== '-ended') parameters.set('sort', sort);
  if (query.page > 1) parameters.set('page', String(query.page));
  return parameters.toString();
}

/**
 * The fiscal years that hold any of the days, each with its quarters, the newest year first. Years between them hold
 * nothing to review; a day that cannot be meant makes no year.
 */
export function reviewPeriods(calendar: FiscalCalendar, days: readonly Day[]): ReviewPeriod[][] {
  const years: ReviewPeriod[][] = [];
  let last: Day | null = null;
  for (const at of days.filter(isPlausible).sort()) {
    if (last !== null && at <= last) continue;
    const year = fiscalYearOf(calendar, at);
    last = year.to;
    const span: ReviewPeriod = { value: String(year.year), label: year.label, from: year.from, to: year.to };
    const quarters: ReviewPeriod[] = [];
    for (let on = year.from; on <= year.to;) {
      const quarter = fiscalQuarterOf(calendar, on);
      quarters.push({
        value: `${year.year}-Q${quarter.quarter}`,
        label: `${year.label} Q${quarter.quarter}`,
        from: quarter.from,
        to: quarter.to
      });
      on = addDays(quarter.to, 1);
    }
    years.push([span, ...quarters]);
  }
  return years.reverse();
}

/**
 * The period that is meant: the one asked for, all (null), or, where none is asked for, the fiscal year in which the
 * newest promotion that has begun started, so that old data are not an empty page.
 */
export function choosePeriod(
  years: ReviewPeriod[][],
  asked: string,
  starts: readonly Day[],
  today: Day
): ReviewPeriod | null {
  if (asked === 'all') return null;
  const found = years.flat().find(({ value }) => value === asked);
  if (found) return found;
  const begun = starts.filter((start) => start <= today);
  const newest = [...(begun.length > 0 ? begun : starts)].sort().at(-1) ?? today;
  return years.map((year) => year[0]!).find(({ from, to }) => from <= newest && newest <= to) ?? null;
}
