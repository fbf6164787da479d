import { describe, expect, it } from 'vitest';
import { day } from '$lib/calendar/day';
import { weeksBetween } from '$lib/calendar/week';
import type { WeekEstimate } from '$lib/competitors/spend-estimate';
import { exhaustionOf, quartersOf } from './exhaustion';

const AS_OF = day('2026-11-25');
const WEEKS = weeksBetween(day('2025-07-07'), AS_OF);
const QUARTERS = quartersOf({ kind: 'iso', yearStartMonth: 1 }, AS_OF, WEEKS);

const seen: WeekEstimate = {
  amount: { zero: 0, mean: 100, variance: 16 },
  sightings: 1,
  newest: null,
  how: 'seen'
};

/** Looked at in the first `looked` weeks of the quarter a year before, and in every other week. */
const lookedAYearAgo = (looked: number) =>
  exhaustionOf(
    1,
    WEEKS.map((_, i) =>
      i >= QUARTERS.yearBefore.first + looked && i < QUARTERS.yearBefore.end ? null : seen
    ),
    QUARTERS
  );

describe('what a competitor spent before', () => {
  it('is that of the same quarter a year before, of which only weeks that are gone are evidence', () => {
    expect(QUARTERS.now).toMatchObject({ from: '2026-09-28', to: '2027-01-03' });
    expect(QUARTERS.yearBefore).toMatchObject({ from: '2025-09-29', to: '2025-12-28' });
    expect(QUARTERS.yearBefore.end - QUARTERS.yearBefore.first).toBe(13);
    expect(QUARTERS.now.end).toBe(WEEKS.length);
    expect(QUARTERS.justBefore.end).toBe(QUARTERS.now.first);
  });

  it('is scaled to the whole quarter: its mean by the weeks that nobody looked at, its deviation alike', () => {
    const { before, lookedBefore, compared } = lookedAYearAgo(10);
    const looked = 10 / 13;
    expect(compared.basis).toBe('year');
    expect(lookedBefore).toBeCloseTo(looked);
    expect(before.mean).toBeCloseTo((10 * 100) / looked);
    // A deviation grows as its amount does: 13 weeks of which ten are known are not surer than the ten.
    const known = Math.sqrt(10 * 16) / (10 * 100);
    expect(Math.sqrt(before.variance) / before.mean).toBeCloseTo(known, 6);
  });

  it('is that of the quarter just before where less than half of the year before was looked at', () => {
    expect(lookedAYearAgo(7).compared).toMatchObject({ basis: 'year', from: '2025-09-29' });
    expect(lookedAYearAgo(6).compared).toEqual({
      basis: 'quarter',
      from: QUARTERS.justBefore.from,
      to: QUARTERS.justBefore.to
    });
  });
});
