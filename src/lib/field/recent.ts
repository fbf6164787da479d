import type { Day } from '$lib/calendar/day';
import type { Activity, LogKind, Source, Sureness } from './observation';

/** A person's own report, as the list shows it and as a correction starts from it. */
export interface RecentObservation {
  id: string;
  kind: LogKind;
  /** `store:CODE` or `account:CODE`. */
  place: string;
  placeName: string;
  /** `product:CODE` or `brand:NAME`. */
  what: string;
  whatName: string;
  tactic: Activity | null;
  lowMinor: number | null;
  highMinor: number | null;
  seenOn: Day;
  startsOn: Day | null;
  endsOn: Day | null;
  sureness: Sureness;
  source: Source;
  note: string | null;
  /** Replaced by a later report. */
  isCorrected: boolean;
}

/** A visit on which nothing was found. */
export interface QuietVisit {
  id: string;
  placeName: string;
  visitedOn: Day;
}
