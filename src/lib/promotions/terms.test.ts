import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { TACTICS } from './tactic';
import { BASES, dueFor, lumpSum, plannedBy, type PromotionTerms, TACTIC_TERMS, unitOf } from './terms';

const byUnit: PromotionTerms = {
  ...lumpSum(0),
  basis: 'sold',
  unit: 'units',
  rate: 2_000,
  volume: 500
};

describe('dueFor', () => {
  it('is the rate times the volume, and the fixed part whatever the volume', () => {
    expect(dueFor(byUnit, 500)).toBe(1_000_000);
    expect(dueFor({ ...byUnit, fixedMinor: 30_000 }, 0)).toBe(30_000);
    expect(dueFor({ ...byUnit, fixedMinor: 30_000 }, 10)).toBe(50_000);
  });

  it('pays the rate on all of the volume from the threshold on, and nothing of it below', () => {
    const rebate = { ...byUnit, threshold: 400 };
    expect(dueFor(rebate, 399)).toBe(0);
    expect(dueFor(rebate, 400)).toBe(800_000);
  });

  it('takes a share of money in basis points, half a minor unit rounded up', () => {
    const share = { ...byUnit, unit: 'money' as const, rate: 250 };
    expect(dueFor(share, 1_000_000)).toBe(25_000);
    expect(dueFor(share, 20)).toBe(1);
    expect(dueFor(share, 19)).toBe(0);
  });

  it('never falls as the volume grows', () => {
    const terms = fc.record({
      unit: fc.constantFrom('units' as const, 'money' as const),
      rate: fc.nat(1_000_000),
      fixedMinor: fc.nat(1_000_000),
      threshold: fc.option(fc.integer({ min: 1, max: 1_000_000 }))
    });
    fc.assert(
      fc.property(terms, fc.nat(1_000_000), fc.nat(1_000_000), (some, volume, more) => {
        expect(dueFor(some, volume + more)).toBeGreaterThanOrEqual(dueFor(some, volume));
      })
    );
  });
});

it('a lump sum is planned as it was agreed', () => {
  expect(plannedBy(lumpSum(75_000))).toBe(75_000);
});

it('each tactic can be a lump sum, and counts something wherever it is none', () => {
  for (const tactic of TACTICS) {
    expect(TACTIC_TERMS[tactic].bases[0]).toBe('lump');
    for (const basis of BASES) expect(unitOf(tactic, basis) === null).toBe(basis === 'lump');
  }
});
