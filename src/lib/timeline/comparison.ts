import type { Day, DayRange } from '$lib/calendar/day';

/** Chosen weeks of one account beside the same weeks of the fiscal year before, both seen from one day. */
export interface ComparisonData {
  account: { code: string; name: string };
  asOf: Day;
  currency: string;
  then: ComparedWeeks;
  now: ComparedWeeks;
  /** What a 53rd week did to `then`: moved it by one week, or was left out of it. */
  week53: 'shifted' | 'left-out' | null;
  /** First day with any fact of the account; null without one. */
  dataFrom: Day | null;
  /** All of `then` lies before `dataFrom`. */
  isThenEmpty: boolean;
  lines: ComparedLine[];
}

/** From the first to the last of the weeks. */
export interface ComparedWeeks extends DayRange {
  /** "FY26 W22–24". */
  label: string;
  count: number;
}

/** Of how many weeks the figure is not known, so that it is of the others alone. */
interface Gaps {
  /** Over, and nothing is on file or nobody looked. */
  missing: number;
  /** Not over yet. */
  ahead: number;
}

/** `null`: nothing is known of any week. */
export interface Exact extends Gaps {
  value: number | null;
}

export interface Ranged extends Gaps {
  /** Median null where the ends are bounds and nothing is known between them. */
  range: { low: number; median: number | null; high: number } | null;
}

export interface Listed extends Gaps {
  names: string[] | null;
}

/** One thing that is compared. A difference is null where either side is not known in full. */
export type ComparedLine =
  | {
      shape: 'exact';
      of: 'actual' | 'committed' | 'planned' | 'orders' | 'sold';
      then: Exact;
      now: Exact;
      /** `share` of `then`; null where that is not above zero. */
      difference: { by: number; share: number | null } | null;
    }
  | {
      shape: 'range';
      /** Estimated spend in money; what was out of stock in days. */
      of: 'competitor' | 'competitor-out' | 'own-out';
      /** Null for all competitors, or for ours. */
      brand: string | null;
      then: Ranged;
      now: Ranged;
      difference: { low: number; high: number } | 'overlap' | null;
    }
  | { shape: 'list'; of: 'promotions' | 'activities'; then: Listed; now: Listed };
