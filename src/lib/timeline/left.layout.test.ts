import { expect, it } from 'vitest';
import { day } from '$lib/calendar/day';
import { layoutFrame } from '$lib/charts/scale.layout';
import { layoutLeft } from './left.layout';
import type { LeftLane } from './timeline';

const range = { from: day('2026-06-01'), to: day('2026-06-28') };
const frame = layoutFrame(range, [range], 280);
const AS_OF = day('2026-06-14');
const lane: LeftLane = {
  actual: [{ on: range.from, value: 100 }],
  committed: [{ on: range.from, value: 80 }],
  planned: [],
  evenPace: [],
  forecast: [
    { on: AS_OF, p10: 80, p25: 80, p50: 80, p75: 80, p90: 80 },
    { on: range.to, p10: 10, p25: 25, p50: 40, p75: 55, p90: 70 }
  ],
  usual: null
};
/** The heights of a path at a position. */
const heights = (path: string, x: number) =>
  [...path.matchAll(/(-?[\d.]+),(-?[\d.]+)/g)].flatMap(([, at, y]) => (Number(at) === x ? [Number(y)] : []));

it('the forecast’s bands reach as far as they say: four in five, and the middle half within', () => {
  const marks = layoutLeft(lane, frame, AS_OF, 100, range.to, 0, 100);
  expect(heights(marks.band80, 280).sort((a, b) => a - b)).toEqual([30, 90]);
  expect(heights(marks.band50, 280).sort((a, b) => a - b)).toEqual([45, 75]);
  expect(heights(marks.median, 280)).toEqual([60]);
});

it('nothing is drawn past the end of the budget’s period', () => {
  const marks = layoutLeft(lane, frame, AS_OF, 100, day('2026-06-20'), 0, 100);
  const furthest = [marks.actual, marks.committed, marks.due].map((path) =>
    Math.max(0, ...[...path.matchAll(/(-?[\d.]+),/g)].map(([, x]) => Number(x)))
  );
  expect(Math.max(...furthest)).toBeLessThanOrEqual(200);
});

it('what is below zero is said', () => {
  const over = layoutLeft(
    { ...lane, committed: [{ on: range.from, value: -30 }] },
    frame,
    AS_OF,
    100,
    range.to,
    0,
    100
  );
  expect(over.overBy).toBe(30);
  expect(over.over).not.toBe('');
});
