import { expect, it } from 'vitest';
import { isCoverHigh, weeksOfCover } from './cover';

const week = (units: number | null, stockOnHand: number | null = null) => ({ units, stockOnHand });

it('cover is the newest stock over the mean of the last eight known weeks', () => {
  const weeks = [week(9999), ...Array.from({ length: 8 }, () => week(100)), week(null, 510)];
  expect(weeksOfCover(weeks)).toBeCloseTo(5.1);
});

it('cover is not known without stock, without sell-through, or where nothing sells', () => {
  expect(weeksOfCover([])).toBeNull();
  expect(weeksOfCover([week(100)])).toBeNull();
  expect(weeksOfCover([week(null, 100)])).toBeNull();
  expect(weeksOfCover([week(0, 100)])).toBeNull();
});

it('stock from more than eight weeks ago is no longer stock on hand', () => {
  expect(weeksOfCover([week(100, 900), ...Array.from({ length: 8 }, () => week(100))])).toBeNull();
});

it('an empty shelf is no cover, which is not the same as unknown cover', () => {
  expect(weeksOfCover([week(100, 0)])).toBe(0);
});

it('cover that is not known is not called high', () => {
  expect([isCoverHigh(null), isCoverHigh(6), isCoverHigh(6.1)]).toEqual([false, false, true]);
});
