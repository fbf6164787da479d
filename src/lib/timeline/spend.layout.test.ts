import { describe, expect, it } from 'vitest';
import { addDays, day } from '$lib/calendar/day';
import { layoutAmounts, layoutFrame } from '$lib/charts/scale.layout';
import { layoutEstimate, layoutSpend } from './spend.layout';
import type { Column, Estimate } from './timeline';

const MONDAY = day('2026-06-01');
const COLUMNS = [0, 1, 2].map((i) => ({
  from: addDays(MONDAY, 7 * i),
  to: addDays(MONDAY, 7 * i + 6)
})) as Column[];
const frame = layoutFrame({ from: MONDAY, to: addDays(MONDAY, 20) }, COLUMNS, 210);
const scale = layoutAmounts(100, 0, 0, 100, true);
const nothing = { committed: [0, 0, 0], actual: [0, 0, 0] };
const strokesIn = (path: string) => path.split('M').length - 1;

describe('our plan', () => {
  it('is a tick from the first day of its column on, and an outline before it', () => {
    const lane = { ...nothing, planned: [50, 50, 50] };
    const of = (asOf: string) => {
      const marks = layoutSpend(lane, COLUMNS, frame, day(asOf), scale);
      return { ticks: strokesIn(marks.planTicks), outlines: strokesIn(marks.planned) };
    };
    expect(of('2026-06-07')).toEqual({ ticks: 1, outlines: 2 });
    expect(of('2026-06-08')).toEqual({ ticks: 2, outlines: 1 });
  });

  it('of nothing is no mark, and neither is one that is not known', () => {
    const marks = layoutSpend({ ...nothing, planned: [0, null, 0] }, COLUMNS, frame, MONDAY, scale);
    expect([marks.planTicks, marks.planned]).toEqual(['', '']);
  });
});

describe('what a competitor is believed to have spent', () => {
  const known = {
    p10: 10,
    p25: 20,
    p50: 30,
    p75: 40,
    p90: 50,
    sightings: 2,
    newest: MONDAY,
    looked: 1,
    how: 'seen'
  } as unknown as NonNullable<Estimate>;

  it('is unknown, never zero, where nobody looked', () => {
    const marks = layoutEstimate([known, null, known], COLUMNS, frame, addDays(MONDAY, 20), scale);
    expect(marks.unknown).toEqual([{ x0: 70, x1: 140 }]);
    expect(marks.median).toBe('M0,70H70M140,70H210');
    expect(strokesIn(marks.core)).toBe(2);
  });

  it('ends with the day that it is seen from', () => {
    const marks = layoutEstimate([known, known, known], COLUMNS, frame, addDays(MONDAY, 9), scale);
    expect(marks.median).toBe('M0,70H70V70H100');
    expect(layoutEstimate([null, null, null], COLUMNS, frame, addDays(MONDAY, 7), scale).unknown).toEqual([
      { x0: 0, x1: 80 }
    ]);
  });
});
