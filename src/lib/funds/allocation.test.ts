import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { allotmentFault, leastTotal, missingFrom, takenBy, withTotal } from './allocation';

const cell = (total: number, left: number, reserve = 0) => ({ total, left, reserve });

describe('a budget', () => {
  it('cannot go below what is spent, committed or held back', () => {
    expect(leastTotal(cell(1000, 400, 100))).toBe(600);
    expect(allotmentFault(cell(1000, 400, 100), 600)).toBeNull();
    expect(allotmentFault(cell(1000, 400, 100), 599)).toEqual({ why: 'below-used', least: 600 });
  });

  it('that is overdrawn can be raised and not lowered', () => {
    expect(allotmentFault(cell(1000, -200), 1000)).toBeNull();
    expect(allotmentFault(cell(1000, -200), 1001)).toBeNull();
    expect(allotmentFault(cell(1000, -200), 999)).toEqual({ why: 'below-used', least: 1000 });
  });

  it('is neither negative nor a slip of the keyboard', () => {
    expect(allotmentFault(cell(0, 0), -1)).toEqual({ why: 'negative' });
    expect(allotmentFault(cell(0, 0), 1e14 + 1)).toEqual({ why: 'too-large', most: 1e14 });
  });

  it('with another total has what was added or taken in what is left', () => {
    expect(withTotal(cell(1000, 400, 100), 1500)).toEqual(cell(1500, 900, 100));
  });
});

it('where the money comes from is short of exactly what would take it below zero', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: -1000, max: 1000 }),
      fc.array(fc.record({ was: fc.nat(500), now: fc.nat(500) })),
      (left, edits) => {
        const taken = takenBy(edits);
        const missing = missingFrom(left, taken);
        // Giving back is never short, and what may be overdrawn is not there to be given on.
        expect(missing).toBe(taken <= 0 ? 0 : Math.max(0, taken - Math.max(0, left)));
        expect(missingFrom(null, taken)).toBe(0);
      }
    )
  );
});
