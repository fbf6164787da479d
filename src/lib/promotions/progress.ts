import type { Day } from '$lib/calendar/day';
import { type Closed, type PromotionDates, stageOn } from './promotion';
import type { Tactic } from './tactic';
import { type PromotionTerms, TACTIC_TERMS, type VolumeUnit } from './terms';

/** One thing that was logged as done, as a person reads it. */
export interface Progress {
  progressId: number;
  doneOn: Day;
  /** In the unit that the promotion logs. */
  volume: number;
  /** What was sold meanwhile; null where nobody counted. */
  unitsSold: number | null;
  note: string | null;
  madeOn: Day;
  madeAt: Date;
  /** Null for the demo market. */
  madeBy: string | null;
  /** Who took it back, and why; null while it counts. */
  takenBack: { on: Day; by: string | null; reason: string } | null;
}

/** What is logged of a promotion; null where orders and sales tell all of it. */
export function logsOf(tactic: Tactic, terms: PromotionTerms | null): VolumeUnit | null {
  if (terms?.basis === 'logged') return terms.unit;
  const { bases, logs } = TACTIC_TERMS[tactic];
  return bases.includes('logged') ? logs : null;
}

export type ProgressRefusal =
  | Closed
  | { why: 'not-approved' | 'nothing-to-log' | 'unknown' | 'key-reused' | 'taken-back' }
  | { why: 'before-start'; startsOn: Day }
  | { why: 'day-ahead'; today: Day };

/** Why something cannot be logged on a promotion; null where it can. What is late is logged late: after its end too. */
export function progressRefusal(
  promotion: PromotionDates & { tactic: Tactic },
  terms: PromotionTerms | null,
  doneOn: Day,
  on: Day
): ProgressRefusal | null {
  const stage = stageOn(promotion, on);
  if (stage === 'cancelled') return { why: 'cancelled', on: promotion.cancelledOn! };
  if (stage === 'draft') return { why: 'not-approved' };
  if (logsOf(promotion.tactic, terms) === null) return { why: 'nothing-to-log' };
  if (doneOn < promotion.startsOn) return { why: 'before-start', startsOn: promotion.startsOn };
  return doneOn > on ? { why: 'day-ahead', today: on } : null;
}

/** What was logged and counts. */
export function sumProgress(entries: readonly Progress[]): { volume: number; unitsSold: number | null } {
  const counted = entries.filter(({ takenBack }) => takenBack === null);
  const sold = counted.flatMap(({ unitsSold }) => unitsSold ?? []);
  return {
    volume: counted.reduce((sum, { volume }) => sum + volume, 0),
    unitsSold: sold.length > 0 ? sold.reduce((a, b) => a + b, 0) : null
  };
}
