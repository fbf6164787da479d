import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isStorable, plainText } from './plain-text';
import { neededInput, textInput } from './text.input';

describe('text that somebody typed', () => {
  it('loses what no keyboard types, and keeps its lines', () => {
    expect(plainText(' a\0b\u0007 \u0085')).toBe('ab');
    expect(plainText('one\r\n\ttwo')).toBe('one\r\n\ttwo');
    expect(plainText('\0')).toBe('');
  });

  it('is read from a Chinese keyboard as from any other', () => {
    expect(plainText('　ＣＮＹ　１２．５')).toBe('CNY 12.5');
  });

  it('can always be stored, and is clean after one cleaning', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (typed) => {
        expect(isStorable(plainText(typed))).toBe(true);
        expect(plainText(plainText(typed))).toBe(plainText(typed));
      })
    );
  });

  it('counts as missing where nothing but control characters was typed', () => {
    expect(neededInput(9).safeParse('\0\0').error?.issues[0]?.message).toBe('missing');
    expect(textInput(9).parse('\0')).toBe('');
    expect(textInput(3).safeParse('abcd').success).toBe(false);
  });
});
