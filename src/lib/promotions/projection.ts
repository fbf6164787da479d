import type { Day } from '$lib/calendar/day';
import { type Minor, sumMinor } from '$lib/money/money';
import { type PromotionDates, stageOn } from './promotion';
import { dueFor, type PromotionTerms } from './terms';

/** How much of a promotion's volume is known. */
export type VolumeKnown =
  /** Weeks that it touches and whose sales are in, of all that it touches. */
  | { by: 'weeks'; in: number; all: number }
  /** Orders up to this day; `unpriced`: rows of them without a value. */
  | { by: 'orders'; through: Day; unpriced: number }
  /** What somebody logged. */
  | { by: 'entries'; count: number };

/** What came of a promotion so far, in the unit of its terms. */
export interface ActualVolume {
  volume: number;
  known: VolumeKnown;
}

/** The projected stream of a promotion, or why there is none. */
export type Projection =
  | {
      ok: true;
      minor: Minor;
      /** Null for a lump sum. */
      actual: ActualVolume | null;
      /** Part of the volume is not in yet. */
      isSoFar: boolean;
    }
  | { ok: false; why: 'no-terms' | 'not-approved' | 'cancelled' | 'not-started' | 'not-in' | 'not-logged' };

/**
 * What a promotion comes to by what has happened: actual volume × planned rate, the fixed part added. A lump sum is due
 * as it was agreed once the promotion runs. Unknown is never zero: without a report there is no figure.
 *
 * @param actual null where nothing is known
 */
export function projectionOf(
  promotion: PromotionDates,
  terms: PromotionTerms | null,
  actual: ActualVolume | null,
  on: Day
): Projection {
  const stage = stageOn(promotion, on);
  if (stage === 'cancelled') return { ok: false, why: 'cancelled' };
  if (stage === 'draft') return { ok: false, why: 'not-approved' };
  if (!terms) return { ok: false, why: 'no-terms' };
  if (promotion.startsOn > on) return { ok: false, why: 'not-started' };
  if (terms.basis === 'lump') return { ok: true, minor: terms.fixedMinor, actual: null, isSoFar: false };
  if (!actual) return { ok: false, why: terms.basis === 'logged' ? 'not-logged' : 'not-in' };
  return {
    ok: true,
    minor: dueFor(terms, actual.volume),
    actual,
    isSoFar: isSoFar(actual.known, promotion.endsOn, on)
  };
}

function isSoFar(known: VolumeKnown, endsOn: Day, on: Day): boolean {
  if (known.by === 'weeks') return known.in < known.all;
  if (known.by === 'orders') return known.through < endsOn || known.unpriced > 0;
  return on <= endsOn;
}

/** The sum of what is projected, and how many that run or ran have no figure. */
export function sumProjections(projections: readonly Projection[]): { minor: Minor; unknown: number } {
  return {
    minor: sumMinor(projections.flatMap((projection) => (projection.ok ? projection.minor : []))),
    unknown: projections.filter(
      (projection) => !projection.ok && ['no-terms', 'not-in', 'not-logged'].includes(projection.why)
    ).length
  };
}
