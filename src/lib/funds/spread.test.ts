import fc from 'fast-check';
import { expect, it } from 'vitest';
import { spread } from './spread';

const cells = fc.array(
  fc.record({ weight: fc.double({ min: 0, max: 1e9, noNaN: true }), least: fc.nat(1_000_000) }),
  { minLength: 1, maxLength: 60 }
);

it('adds up to the total, and no part is below its least', () => {
  fc.assert(
    fc.property(cells, fc.nat(100_000_000), (cells, total) => {
      const parts = spread(total, cells);
      const least = cells.reduce((sum, cell) => sum + cell.least, 0);
      if (least > total) {
        expect(parts).toBeNull();
        return;
      }
      expect(parts!.reduce((a, b) => a + b, 0)).toBe(total);
      parts!.forEach((part, i) => expect(part).toBeGreaterThanOrEqual(cells[i]!.least));
    })
  );
});

it('keeps the proportions of those that are not held up by what they have used', () => {
  expect(
    spread(1000, [
      { weight: 1, least: 700 },
      { weight: 1, least: 0 },
      { weight: 2, least: 0 }
    ])
  ).toEqual([700, 100, 200]);
});

it('gives equal parts where no weight is known, and the rest by whole minor units', () => {
  expect(
    spread(
      100,
      [0, 0, 0].map((weight) => ({ weight, least: 0 }))
    )
  ).toEqual([34, 33, 33]);
});

it('says that what is used is more than there is to spread', () => {
  expect(spread(99, [{ weight: 1, least: 100 }])).toBeNull();
  expect(spread(100, [])).toBeNull();
});
