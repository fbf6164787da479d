import { expect, it } from 'vitest';
import { bars, gappedLine, gappedSteps, runs } from './step.layout';

const SPANS = [0, 10, 20, 30].map((x0) => ({ x0, x1: x0 + 10 }));

it('nothing is drawn across what is not known', () => {
  expect(gappedSteps(SPANS, [1, null, 2, 3])).toBe('M0,1H10M20,2H30V3H40');
  expect(gappedSteps(SPANS, [null, 5, 5, null])).toBe('M10,5H20V5H30');
  expect(gappedSteps(SPANS, [null, null, null, null])).toBe('');
  expect(gappedLine([{ x: 0, y: 0 }, null, { x: 2, y: 2 }])).toBe('M0,0ZM2,2Z');
});

it('a column that has no width yet is a gap too', () => {
  const cut = SPANS.map((span, i) => (i === 1 ? { x0: 10, x1: 10 } : span));
  expect(gappedSteps(cut, [1, 2, 3, 4])).toBe('M0,1H10M20,3H30V4H40');
});

it('a bar of no height is no bar', () => {
  expect(bars(SPANS, [5, 9, 9, 9], [9, 9, 9, 9])).toBe('M0,9V5H10V9Z');
});

it('neighbours make one run', () => {
  expect(runs(5, (i) => i !== 2)).toEqual([
    { first: 0, last: 1 },
    { first: 3, last: 4 }
  ]);
});
