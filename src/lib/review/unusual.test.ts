import { expect, it } from 'vitest';
import { compareWithBefore } from './comparison';

it('a difference at the edge of its range is usual, and one beyond it is not', () => {
  const pool = Array.from({ length: 40 }, (_, i) => (i - 20) / 100);
  const of = (units: number) =>
    compareWithBefore(
      [...Array<number>(15).fill(100), units],
      Array<boolean>(16).fill(true),
      15,
      1,
      () => pool
    );
  expect(of(100).range).toMatchObject({ low: -18, high: 17 });
  expect([81, 82, 117, 118].map((units) => of(units).isUnusual)).toEqual([true, false, false, true]);
});
