import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays, day } from '../calendar/day';
import { mondayOf } from '../calendar/week';
import { toDecimal } from '../money/money';
import { cellReader, readCell } from './cell';
import { type CellType, detectFormat, FORMATS, KINDS } from './formats';
import { errorText } from './report';

const read = (text: string, type: CellType, isRequired = true) =>
  readCell(text, { name: 'x', type, isRequired }, 'USD');

describe('a cell', () => {
  it('is not known where it is empty, never zero', () => {
    expect(read('', 'count', false)).toEqual({ ok: true, value: null });
    expect(read('  ', 'money', false)).toEqual({ ok: true, value: null });
    expect(read('', 'count')).toMatchObject({ ok: false });
  });

  it('turns a decimal into minor units without a float', () => {
    fc.assert(
      fc.property(fc.nat(), fc.integer({ min: 0, max: 99 }), (whole, cents) => {
        expect(read(`${whole}.${String(cents).padStart(2, '0')}`, 'money')).toEqual({
          ok: true,
          value: String(whole * 100 + cents)
        });
      })
    );
  });

  it('reads an amount back from the decimal that it is written as', () => {
    const amount = fc.integer({ min: -9_000_000_000_000, max: 9_000_000_000_000 });
    fc.assert(
      fc.property(amount, fc.constantFrom('USD', 'JPY', 'KWD'), (minor, currency) => {
        const cell = readCell(
          toDecimal(minor, currency),
          { name: 'x', type: 'signed_money', isRequired: true },
          currency
        );
        expect(cell).toEqual({ ok: true, value: String(minor) });
      })
    );
  });

  it('reads plain digits from full-width ones, and leaves the punctuation of running text alone', () => {
    expect(read('１２．５０', 'money')).toEqual({ ok: true, value: '1250' });
    expect(read('缺货（三天）', 'text')).toEqual({ ok: true, value: '缺货（三天）' });
  });

  it('never throws and is remembered as it was read, whatever it holds', () => {
    const types: CellType[] = ['code', 'codes', 'text', 'day', 'monday', 'money', 'price', 'count', 'share'];
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.constantFrom(...types), (text, type) => {
        const column = { name: 'x', type, isRequired: false };
        const remembering = cellReader(column, 'USD');
        const first = readCell(text, column, 'USD');
        expect(remembering(text)).toEqual(first);
        expect(remembering(text)).toEqual(first);
      })
    );
  });

  it('that no table holds is refused before anything looks at all of it', () => {
    const start = performance.now();
    for (const type of ['code', 'codes', 'text', 'money', 'price', 'share', 'count'] as const) {
      expect(read(`a${'\u0301\u0316'.repeat(60_000)}`, type).ok).toBe(false);
      expect(read(`1.${'0'.repeat(500_000)}1`, type).ok).toBe(false);
      read(`1.${'0'.repeat(19_000)}1`, type);
    }
    expect(performance.now() - start).toBeLessThan(500);
  });

  it('takes a week by its Monday alone, and offers the two nearest', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 20_000 }), (n) => {
        const d = addDays(day('1990-01-01'), n);
        expect(read(d, 'monday').ok).toBe(mondayOf(d) === d);
      })
    );
    expect(read('2026-01-06', 'monday')).toMatchObject({
      expected: expect.stringContaining('2026-01-05 or 2026-01-12')
    });
  });

  it.each(['-1', '1.5', '1e3', '0x1', 'many'])('refuses the count %s', (text) =>
    expect(read(text, 'count').ok).toBe(false)
  );
  it('may be negative where goods or money come back', () => {
    expect(read('-5', 'signed_count')).toEqual({ ok: true, value: '-5' });
    expect(read('-5.20', 'signed_money')).toEqual({ ok: true, value: '-520' });
    expect(read('-5.20', 'money').ok).toBe(false);
  });

  it.each(['1.01', '-0.1', '2', 'x', '0,5'])('refuses the share %s', (text) =>
    expect(read(text, 'share').ok).toBe(false)
  );
  it.each(['0', '1', '0.2299', '1.0'])('takes the share %s', (text) =>
    expect(read(text, 'share').ok).toBe(true)
  );
  it.each(['9999-12-31', '0025-01-01', '03/04/2025', '2025-4-3', '2025-02-30'])(
    'refuses the day %s',
    (text) => expect(read(text, 'day').ok).toBe(false)
  );
});

describe('a header', () => {
  it('names its kind, whatever the order of its columns', () => {
    for (const kind of KINDS) {
      const names = FORMATS[kind].columns.map(({ name }) => name).reverse();
      expect(detectFormat(names)).toMatchObject({ ok: true, format: { kind } });
    }
  });
});

describe('a header that fits no kind', () => {
  it('is compared with the kind that the file is named after', () => {
    expect(detectFormat(['account', 'name', 'colour'], 'stores.csv')).toMatchObject({
      ok: false,
      nearest: 'stores',
      missing: ['store'],
      unknown: ['colour']
    });
    expect(detectFormat(['account', 'name', 'colour'], 'x.csv')).toMatchObject({ nearest: 'accounts' });
  });
  it('may not name a column twice', () => {
    expect(detectFormat(['account', 'name', 'name'])).toMatchObject({ ok: false, twice: ['name'] });
  });
});

describe('an error', () => {
  it('says where, what was found and what was expected', () => {
    expect(
      errorText({ file: 'a.csv', line: 4, column: 'week', value: '2024-01-02', expected: 'a Monday' })
    ).toBe('a.csv:4, column week: "2024-01-02" – expected a Monday');
  });

  it('gives a terminal nothing to obey', () => {
    const error = {
      file: '\u001b[2Ja.csv',
      line: 1,
      column: '\u202e',
      value: '\u0007x\u009b',
      expected: 'a'
    };
    expect(errorText(error)).toBe('\\u{1b}[2Ja.csv:1, column \\u{202e}: "\\u{7}x\\u{9b}" – expected a');
  });
});
