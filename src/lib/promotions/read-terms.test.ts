import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readTerms, type TermsText, typedTerms } from './read-terms';
import { TACTICS } from './tactic';
import { plannedBy, TACTIC_TERMS, unitOf } from './terms';

const EMPTY: TermsText = {
  basis: 'lump',
  rate: '',
  volume: '',
  each: '',
  fixed: '',
  threshold: '',
  stores: '',
  stock: '',
  shelfPrice: '',
  agreed: ''
};
const read = (tactic: Parameters<typeof readTerms>[1], typed: Partial<TermsText>, amount = 0) =>
  readTerms({ ...EMPTY, ...typed }, tactic, amount, 'CNY');

describe('readTerms', () => {
  it('takes the amount as it is where it is a lump sum, with the tactic’s own words', () => {
    const lump = read('gift', { agreed: 'Umbrella', stock: '500', rate: 'nonsense' }, 70_000);
    expect(lump).toMatchObject({ ok: true, terms: { fixedMinor: 70_000, agreed: 'Umbrella', stock: 500 } });
  });

  it('makes the volume of displays from stores and weeks', () => {
    const display = read('display', { basis: 'logged', stores: '20', each: '3', rate: '150', fixed: '1k' });
    if (!display.ok) throw new Error(JSON.stringify(display.faults));
    expect(display.terms).toMatchObject({
      unit: 'store_weeks',
      volume: 60,
      rate: 15_000,
      fixedMinor: 100_000
    });
    expect(plannedBy(display.terms)).toBe(1_000_000);
  });

  it('reads a share of money in per cent with two decimals', () => {
    const rebate = read('volume_rebate', {
      basis: 'order_value',
      rate: '2.5',
      volume: '40,000',
      threshold: '30000'
    });
    if (!rebate.ok) throw new Error(JSON.stringify(rebate.faults));
    expect(rebate.terms).toMatchObject({ unit: 'money', rate: 250, volume: 4_000_000, threshold: 3_000_000 });
    expect(plannedBy(rebate.terms)).toBe(100_000);
  });

  it('names each field that is missing or wrong, and lets nothing pass that cannot be paid', () => {
    expect(read('display', { basis: 'logged' })).toEqual({
      ok: false,
      faults: { stores: 'missing', each: 'missing', rate: 'missing' }
    });
    expect(read('price', { basis: 'sold', rate: '0', volume: '1.5' })).toEqual({
      ok: false,
      faults: { rate: 'not-positive', volume: 'too-many-decimals' }
    });
    expect(read('listing', { basis: 'sold', rate: '1', volume: '1' })).toMatchObject({
      faults: { basis: 'other-tactic' }
    });
    expect(
      read('volume_rebate', { basis: 'ordered', rate: '1', volume: '10', threshold: '11' })
    ).toMatchObject({
      faults: { volume: 'below-threshold' }
    });
    expect(read('co_op_advertising', { basis: 'logged', rate: '101', volume: '10' })).toMatchObject({
      faults: { rate: 'too-large' }
    });
    expect(read('price', { basis: 'sold', rate: '1000000', volume: '1000000000' })).toMatchObject({
      faults: { rate: 'too-large' }
    });
  });

  it('reads back what a form is filled with, for every tactic and basis', () => {
    const some = fc.integer({ min: 1, max: 50_000 });
    fc.assert(
      fc.property(
        fc.constantFrom(...TACTICS),
        fc.nat(3),
        some,
        some,
        fc.nat(5_000),
        (tactic, at, a, b, fixed) => {
          const { bases } = TACTIC_TERMS[tactic];
          const basis = bases[at % bases.length]!;
          const isMoney = unitOf(tactic, basis) === 'money';
          const first = read(
            tactic,
            {
              basis,
              rate: isMoney
                ? `${a % 101}.${String((b % 99) + 1).padStart(2, '0')}`.replace(/^100\..*/, '100')
                : String(a),
              volume: String(b),
              each: String(b),
              stores: '7',
              fixed: String(fixed),
              agreed: 'As talked over'
            },
            4_200
          );
          if (!first.ok) throw new Error(JSON.stringify(first.faults));
          const again = read(tactic, typedTerms(first.terms, 'CNY'), 4_200);
          expect(again).toEqual(first);
        }
      )
    );
  });
});
