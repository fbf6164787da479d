import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays, day } from '../calendar/day';
import { accrualOf, dueOf, rateOf } from './accrual';

const START = day('2026-01-01');
const rate = (rateId: number, basisPoints: number, fromDay: number, product: string | null = null) => ({
  rateId,
  basisPoints,
  fromOn: addDays(START, fromDay),
  product: product === null ? null : { code: product, name: product }
});
const order = (product: string, onDay: number, netMinor: number | null) => ({
  product,
  orderedOn: addDays(START, onDay),
  netMinor
});

describe('the rate of an order', () => {
  const rates = [rate(1, 150, 0), rate(2, 200, 30), rate(3, 400, 0, 'one'), rate(4, 0, 60, 'one')];

  it('is the latest that began by its day, its own product’s before that of all', () => {
    expect(rateOf(rates, order('two', 29, 1))).toBe(150);
    expect(rateOf(rates, order('two', 30, 1))).toBe(200);
    expect(rateOf(rates, order('one', 45, 1))).toBe(400);
    expect(rateOf(rates, order('one', 60, 1))).toBe(0);
    expect(rateOf(rates, order('two', -1, 1))).toBe(0);
  });

  it('is the one set later where two begin on the same day', () => {
    expect(rateOf([rate(5, 100, 0), rate(6, 110, 0)], order('x', 3, 1))).toBe(110);
  });
});

describe('what a fund is due', () => {
  it('rounds each row half away from zero, and leaves out what has no value', () => {
    expect(dueOf(10_000, 150)).toBe(150);
    expect(dueOf(33, 150)).toBe(0);
    expect(dueOf(34, 150)).toBe(1);
    expect(dueOf(-34, 150)).toBe(-1);
    expect(accrualOf([rate(1, 150, 0)], [order('a', 1, 10_000), order('a', 2, null)])).toEqual({
      dueMinor: 150,
      valueMinor: 10_000,
      unpriced: 1
    });
  });

  const orders = fc.array(
    fc.tuple(fc.constantFrom('one', 'two'), fc.nat(90), fc.option(fc.integer({ min: -1e9, max: 1e9 }))),
    { maxLength: 30 }
  );
  const rates = fc.array(fc.tuple(fc.nat(10_000), fc.nat(90), fc.option(fc.constantFrom('one', 'two'))), {
    maxLength: 6
  });

  it('does not depend on the order of rows, and is the sum of its parts', () => {
    fc.assert(
      fc.property(rates, orders, fc.nat(30), (some, rows, at) => {
        const kept = some.map(([points, from, product], i) => rate(i, points, from, product));
        const all = rows.map((row) => order(...row));
        const whole = accrualOf(kept, all).dueMinor;
        expect(accrualOf(kept, [...all].reverse()).dueMinor).toBe(whole);
        const parts = accrualOf(kept, all.slice(0, at)).dueMinor + accrualOf(kept, all.slice(at)).dueMinor;
        expect(parts).toBe(whole);
      })
    );
  });
});
