import { addDays, type Day, daysBetween, maxDay, minDay } from '$lib/calendar/day';
import { quantilesOf, type Quantiles, type SpendDistribution, sumOf } from './spend-distribution';

/** One report that a competitor puts money in, as somebody logged it. */
export interface SpendReport {
  /** Any key that tells products apart; null when the report names none. */
  product: number | null;
  tactic: string | null;
  /** Any key that tells stores apart; null for what concerns the account as a whole. */
  store: number | null;
  seenOn: Day;
  /** First and last day that the amount is for. */
  from: Day;
  to: Day;
  /** Whole amount from `from` to `to` at the account, minor units; null when the report names none. */
  low: number | null;
  high: number | null;
  source: 'store' | 'public' | 'account';
  sureness: 'saw' | 'told' | 'estimate';
}

/** How closely somebody looked at the account in one week. */
export interface Looked {
  /** Stores visited. */
  visited: number;
  /** Stores of the account; 0 when not known. */
  stores: number;
}

/** Believed spend of one brand at one account in one week. */
export interface WeekEstimate {
  amount: SpendDistribution;
  sightings: number;
  newest: Day | null;
  how: 'seen' | 'told' | 'estimated';
}

export interface SpendEstimate extends Quantiles {
  sightings: number;
  newest: Day | null;
  /** Share of the weeks asked for in which somebody looked, 0 to 1. */
  looked: number;
  how: 'seen' | 'told' | 'estimated';
}

/**
 * Share by which a single reported amount is typically off, as one standard deviation. Shelf watchers guess from
 * what they see; an account that tells its figure is closer; a public figure is closest.
 */
const REPORT_NOISE = { store: 0.35, account: 0.2, public: 0.1 };
/** Chance that a visit to one store sees a promotion that runs at the account. */
const SEEN_IN_A_STORE = 0.68;
/** 80 % of a normal distribution lie within this many standard deviations each side. */
const Z90 = 1.2816;

/**
 * What one brand spent at one account, week by week.
 *
 * A first, simple rule, not a model of the competitor:
 * - Nobody visited a store in the week and no report names it: `null`, not known.
 * - Seen: reports of one tactic that overlap in time are the same activity told by several people. Their mid-points
 *   are averaged and the spread shrinks with their number. Figures for the whole account that name different
 *   products are parts of one bill and are added first. Different tactics, and spans that do not overlap, are
 *   different activities and are added. A report's amount is spread evenly over its days.
 *   A thin share of stores visited widens the range of store reports, to twice the variance at worst.
 * - Looked and nothing seen: most likely zero, but with the chance that something ran and was missed,
 *   π·q / (π·q + 1 − π), where π is the share of looked-at weeks in which the brand was seen, (seen + 1) / (looked + 4),
 *   and q = (1 − 0.68)^(stores visited). If it ran, its size is like the brand's seen weeks. The chance is held below
 *   45 %, so that the median stays zero: nothing seen is not evidence of spend.
 * - A week seen only by reports without an amount is not known either: something ran, and nobody said for how much.
 *
 * Not handled: false reports, activity missed in a week where another was seen, and reports still under way.
 *
 * @param weeks Mondays
 * @param looked one entry a week; visits of the account, whatever they found
 * @param scale typical weekly amount to assume for what may have been missed where this brand was never seen
 * @returns one entry a week
 */
export function estimateWeeks(
  weeks: Day[],
  reports: SpendReport[],
  looked: Looked[],
  scale: number
): (WeekEstimate | null)[] {
  const byWeek = reportsByWeek(weeks, reports);
  const seen = weeks.map((week, i) => seenWeek(week, byWeek[i]!, looked[i] ?? { visited: 0, stores: 0 }));
  const amounts = seen.flatMap((week) => (week && week.amount.mean > 0 ? [week.amount.mean] : []));
  const lookedWeeks = weeks.filter((_, i) => (looked[i]?.visited ?? 0) > 0 || seen[i]).length;
  const often = (amounts.length + 1) / (lookedWeeks + 4);
  const missed = typical(amounts, scale);
  return seen.map((week, i) => {
    if (week || byWeek[i]!.length > 0) return week;
    const visited = looked[i]?.visited ?? 0;
    return visited === 0
      ? null
      : { amount: nothingSeen(visited, often, missed), sightings: 0, newest: null, how: 'estimated' };
  });
}

/**
 * What is believed after `visited` stores showed nothing. More visits never widen it.
 *
 * @param often share of looked-at weeks in which the brand was seen, 0 to 1
 * @param missed size of the activity if there was one
 */
export function nothingSeen(
  visited: number,
  often: number,
  missed: { mean: number; variance: number }
): SpendDistribution {
  const unseen = often * (1 - SEEN_IN_A_STORE) ** visited;
  const ran = Math.min(0.45, unseen / (unseen + 1 - often));
  if (missed.mean <= 0) return { zero: 1, mean: 0, variance: 0 };
  return { zero: 1 - ran, ...missed };
}

/**
 * Weeks, or brands, taken together: `null` only where nothing is known of any of them. Weeks in which nobody looked
 * are left out, not filled in, so that the sum is of what was looked at; `looked` says how much that was.
 */
export function combineEstimates(parts: (WeekEstimate | null)[]): SpendEstimate | null {
  const known = parts.flatMap((part) => part ?? []);
  if (known.length === 0) return null;
  const newest = known.flatMap((part) => part.newest ?? []);
  return {
    ...quantilesOf(sumOf(known.map((part) => part.amount))),
    sightings: known.reduce((sum, part) => sum + part.sightings, 0),
    newest: newest.length === 0 ? null : maxDay(newest[0]!, ...newest),
    looked: known.length / parts.length,
    how: surest(known.map((part) => part.how))
  };
}

function seenWeek(week: Day, reports: SpendReport[], looked: Looked): WeekEstimate | null {
  const priced = reports.filter((report) => report.low !== null && report.high !== null);
  if (priced.length === 0) return null;
  const coverage = looked.stores > 0 ? Math.min(1, looked.visited / looked.stores) : 1;
  const amount = sumOf(
    activities(priced).map((activity) => {
      const told = wholeAccount(activity, week);
      const seen = activity
        .filter((report) => report.store !== null)
        .map((report) => slice(report, week, 2 - coverage));
      return average(told ? [told, ...seen] : seen);
    })
  );
  const newest = reports.map((report) => report.seenOn);
  return {
    amount,
    sightings: reports.length,
    newest: maxDay(newest[0]!, ...newest),
    how: surest(reports.map(howOf))
  };
}

/** Reports of one activity: the same tactic, overlapping in time. */
function activities(reports: SpendReport[]): SpendReport[][] {
  const found: { to: Day; tactic: string | null; reports: SpendReport[] }[] = [];
  const sorted = [...reports].sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
  for (const report of sorted) {
    const same = found.find((activity) => activity.tactic === report.tactic && report.from <= activity.to);
    if (same) {
      same.reports.push(report);
      same.to = maxDay(same.to, report.to);
    } else found.push({ to: report.to, tactic: report.tactic, reports: [report] });
  }
  return found.map((activity) => activity.reports);
}

/** What reports about the whole account say together: one bill per product, added. */
function wholeAccount(activity: SpendReport[], week: Day): SpendDistribution | null {
  const byProduct = new Map<number | null, SpendDistribution[]>();
  for (const report of activity) {
    if (report.store !== null) continue;
    byProduct.set(report.product, [...(byProduct.get(report.product) ?? []), slice(report, week, 1)]);
  }
  return byProduct.size === 0 ? null : sumOf([...byProduct.values()].map(average));
}

/** The part of a report's amount that falls into the week. @param widen factor on the variance */
function slice(report: SpendReport, week: Day, widen: number): SpendDistribution {
  const days = daysBetween(report.from, report.to) + 1;
  const share = (daysBetween(maxDay(report.from, week), minDay(report.to, addDays(week, 6))) + 1) / days;
  const middle = (report.low! + report.high!) / 2;
  const spread = (report.high! - report.low!) / (2 * Z90);
  const noise = REPORT_NOISE[report.source] * (report.sureness === 'estimate' ? 1.5 : 1) * middle;
  if (middle <= 0) return { zero: 1, mean: 0, variance: 0 };
  return { zero: 0, mean: share * middle, variance: share ** 2 * (spread ** 2 + noise ** 2) * widen };
}

/** Several tellings of one amount: their mean, the surer the more of them there are. */
function average(tellings: SpendDistribution[]): SpendDistribution {
  const n = tellings.length;
  const sum = sumOf(tellings);
  return { zero: sum.zero, mean: sum.mean / n, variance: sum.variance / n ** 2 };
}

/** Size of a seen week, for a week that may have been missed: half to twice of it at one standard deviation. */
function typical(amounts: number[], scale: number): { mean: number; variance: number } {
  const sorted = [...amounts].sort((a, b) => a - b);
  const mean =
    sorted.length > 0
      ? (sorted[Math.floor((sorted.length - 1) / 2)]! + sorted[Math.floor(sorted.length / 2)]!) / 2
      : scale;
  return { mean, variance: (0.7 * mean) ** 2 };
}

function reportsByWeek(weeks: Day[], reports: SpendReport[]): SpendReport[][] {
  const found: SpendReport[][] = weeks.map(() => []);
  const first = weeks[0];
  if (!first) return found;
  for (const report of reports) {
    const from = Math.max(0, Math.floor(daysBetween(first, report.from) / 7));
    const to = Math.min(weeks.length - 1, Math.floor(daysBetween(first, report.to) / 7));
    for (let i = from; i <= to; i++) found[i]!.push(report);
  }
  return found;
}

const keyOf = (r: SpendReport): string =>
  [r.from, r.to, r.seenOn, r.store, r.product, r.low, r.high, r.source, r.sureness].join('|');

function howOf(report: SpendReport): WeekEstimate['how'] {
  if (report.sureness === 'estimate') return 'estimated';
  return report.sureness === 'told' || report.source === 'account' ? 'told' : 'seen';
}

function surest(hows: WeekEstimate['how'][]): WeekEstimate['how'] {
  return hows.includes('seen') ? 'seen' : hows.includes('told') ? 'told' : 'estimated';
}
