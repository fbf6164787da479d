import { describe, expect, it } from 'vitest';
import { day } from '$lib/calendar/day';
import { emptyShelves } from './account-row';

const empty = (product: number, week: string) => ({
  product,
  productName: `Product ${product}`,
  brandName: 'Ours',
  week: day(week)
});

describe('an empty shelf of our own', () => {
  it('is one while its weeks follow each other, and another after a week in stock', () => {
    const found = emptyShelves([
      empty(1, '2026-03-02'),
      empty(1, '2026-03-09'),
      empty(1, '2026-03-23'),
      empty(2, '2026-03-30')
    ]);
    expect(found.map(({ product, from, to }) => [product, from, to])).toEqual([
      [1, '2026-03-02', '2026-03-15'],
      [1, '2026-03-23', '2026-03-29'],
      [2, '2026-03-30', '2026-04-05']
    ]);
  });
});
