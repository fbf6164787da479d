import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays, day } from '../calendar/day';
import { mondayOf } from '../calendar/week';
import { readCell } from './cell';
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

  it.each(['1.01', '-0.1', '2', 'x', '0,5'])('refuses the share %s', (text) =>
    expect(read(text, 'share').ok).toBe(false)
  );
  it.each(['0', '1', '0.2299', '1.0'])('takes the share %s', (text) =>
    expect(read(text, 'share').ok).toBe(true)
  );
  it.each(['03/04/2025', '2025-4-3', '2025-02-30'])('refuses the day %s', (text) =>
    expect(read(text, 'day').ok).toBe(false)
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

describe('an error', () => {
  it('says where, what was found and what was expected', () => {
    expect(
      errorText({ file: 'a.csv', line: 4, column: 'week', value: '2024-01-02', expected: 'a Monday' })
    ).toBe('a.csv:4, column week: "2024-01-02" – expected a Monday');
  });
});
