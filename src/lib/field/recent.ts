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
  startsLatestOn: Day | null;
  endsOn: Day | null;
  sureness: Sureness;
  source: Source;
  note: string | null;
  /** Replaced by a later report. */
  isCorrected: boolean;
  /** Taken back: it was not so. */
  isWithdrawn: boolean;
  /** Whether the same person reported the same there on that day before: it counts once. */
  isRepeat: boolean;
}

/** A visit on which nothing, or nothing else, was found. */
export interface QuietVisit {
  id: string;
  placeName: string;
  visitedOn: Day;
  isWithdrawn: boolean;
  /** Whether the person reported something there on that day. */
  hasReports: boolean;
}

/** When something came in: the day, and the moment on it. */
interface Received {
  receivedOn: Day;
  /** Milliseconds since 1970. */
  at: number;
}

export type RecentEntry = Received &
  ({ entry: 'report'; report: RecentObservation } | { entry: 'visit'; visit: QuietVisit });

/** Reports and visits in one list, what came in last first. @param most entries to show */
export function recentEntries(
  reports: (RecentObservation & Received)[],
  visits: (QuietVisit & Received)[],
  most: number
): { entries: RecentEntry[]; hasMore: boolean } {
  const all: RecentEntry[] = [
    ...reports.map((report) => ({
      entry: 'report' as const,
      receivedOn: report.receivedOn,
      at: report.at,
      report
    })),
    ...visits.map((visit) => ({ entry: 'visit' as const, receivedOn: visit.receivedOn, at: visit.at, visit }))
  ];
  all.sort((a, b) => (a.receivedOn === b.receivedOn ? b.at - a.at : a.receivedOn < b.receivedOn ? 1 : -1));
  return { entries: all.slice(0, most), hasMore: all.length > most };
}
