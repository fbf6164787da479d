import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatMoney, formatMoneyShort, formatPercent } from './format';
import { minorDigits, MOST_MINOR, parseAmount, splitByWeights, sumMinor, toDecimal } from './money';

const currencies = fc.constantFrom('CNY', 'USD', 'JPY', 'KWD');

describe('an amount', () => {
  it('comes back as it was written', () => {
    fc.assert(
      fc.property(fc.integer({ min: -MOST_MINOR, max: MOST_MINOR }), currencies, (minor, currency) => {
        expect(parseAmount(toDecimal(minor, currency), currency)).toEqual({
          ok: true,
          minor: minor === 0 ? 0 : minor
        });
      })
    );
  });

  it.each([
    ['48,000.50', 4_800_050],
    ['１２，３００．５０', 1_230_050],
    ['−12.5', -1250],
    ['0.10', 10],
    ['7.500', 750]
  ])('reads %s', (text, minor) => expect(parseAmount(text, 'CNY')).toEqual({ ok: true, minor }));

  it.each([
    ['1.234,50', 'not-a-number'],
    ['12,34', 'not-a-number'],
    ['', 'not-a-number'],
    ['1e5', 'not-a-number'],
    ['0.001', 'too-many-decimals'],
    ['1000000000000.01', 'too-large'],
    ['99999999999999999', 'too-large'],
    ['1'.repeat(101), 'not-a-number']
  ])('refuses %s, and says why', (text, why) => expect(parseAmount(text, 'CNY')).toEqual({ ok: false, why }));

  it('has the decimals of its currency', () => {
    expect(['CNY', 'JPY', 'KWD'].map(minorDigits)).toEqual([2, 0, 3]);
  });
});

describe('a split', () => {
  it('adds up to the whole, whatever the weights', () => {
    const weights = fc.array(fc.double({ min: 0, max: 1e6, noNaN: true }), { minLength: 1, maxLength: 60 });
    fc.assert(
      fc.property(fc.integer({ min: -MOST_MINOR, max: MOST_MINOR }), weights, (total, shares) => {
        const parts = splitByWeights(total, shares);
        expect(parts.reduce((a, b) => a + BigInt(b), 0n)).toBe(BigInt(total));
        expect(parts).toHaveLength(shares.length);
      })
    );
  });

  it('gives equal weights parts that differ by one at most', () => {
    fc.assert(
      fc.property(fc.nat(), fc.integer({ min: 1, max: 90 }), (total, count) => {
        const parts = splitByWeights(total, Array<number>(count).fill(1));
        expect(Math.max(...parts) - Math.min(...parts)).toBeLessThanOrEqual(1);
      })
    );
  });

  it('follows the weights', () => expect(splitByWeights(100, [1, 2, 0, 1])).toEqual([25, 50, 0, 25]));
});

describe('a sum', () => {
  it('refuses to leave whole minor units', () => {
    expect(sumMinor([1, 2, 3])).toBe(6);
    expect(() => sumMinor([0.1])).toThrow(RangeError);
    expect(() => sumMinor([Number.MAX_SAFE_INTEGER, 1])).toThrow(RangeError);
  });
});

describe('money on the screen', () => {
  it('is exact in tables and short in charts', () => {
    expect(formatMoney(-124_000_050, 'CNY', 'en')).toBe('−1,240,000.50');
    expect(formatMoneyShort(124_000_050, 'CNY', 'en')).toBe('1.24m');
    expect(formatMoneyShort(124_000_050, 'CNY', 'zh-Hant')).toBe('124萬');
    expect(formatPercent(-0.04, 'en')).toBe('−4%');
  });
});
