import { expect, it } from 'vitest';
import { addDays, day, daysBetween } from '$lib/calendar/day';
import { moveEnd, pan, zoom } from './range';

const RANGE = { from: day('2026-06-01'), to: day('2026-08-23') };
const EXTENT = { from: day('2026-01-05'), to: day('2026-12-27') };

it('one may pan half a year beyond the first fact and the last plan, and no further', () => {
  expect(pan(RANGE, EXTENT, 1000).to).toBe(addDays(EXTENT.to, 26 * 7));
  expect(pan(RANGE, EXTENT, -1000).from).toBe(addDays(EXTENT.from, -26 * 7));
});

it('a range keeps its length as it is panned', () => {
  for (const weeks of [-1000, -3, 0, 5, 1000]) {
    const { from, to } = pan(RANGE, EXTENT, weeks);
    expect(daysBetween(from, to)).toBe(daysBetween(RANGE.from, RANGE.to));
  }
});

it('a step of zoom always moves, down to two weeks and up to all there is', () => {
  const at = day('2026-07-01');
  const weeks = (range: typeof RANGE) => (daysBetween(range.from, range.to) + 1) / 7;
  expect(weeks(zoom(RANGE, EXTENT, 1.01, at))).toBe(weeks(RANGE) + 1);
  expect(weeks(zoom(RANGE, EXTENT, 0.99, at))).toBe(weeks(RANGE) - 1);
  expect(weeks(zoom(RANGE, EXTENT, 0.001, at))).toBe(2);
  expect(weeks(zoom(RANGE, EXTENT, 1000, at))).toBe(weeks(EXTENT));
});

it('the ends keep two weeks between them', () => {
  expect(moveEnd(RANGE, 'from', day('2027-01-01')).from).toBe('2026-08-10');
  expect(moveEnd(RANGE, 'to', day('2025-01-01')).to).toBe('2026-06-14');
});
