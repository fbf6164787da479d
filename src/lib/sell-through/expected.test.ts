import { expect, it } from 'vitest';
import { productsExpected } from './expected';

it('expects a product from its first week until four weeks after its last, and adds products up', () => {
  const spans = [
    [2, 10, 1],
    [0, 20, 3]
  ] as const;
  expect([0, 1, 2, 10, 14, 15, 24, 25].map((week) => productsExpected(spans, week))).toEqual([
    3, 3, 4, 4, 4, 3, 3, 0
  ]);
});
