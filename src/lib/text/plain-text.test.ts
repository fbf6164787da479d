import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { normalForm } from './normal-form';
import { isStorable, plainText } from './plain-text';
import { neededInput, textInput } from './text.input';

/** Marks that normalising has to sort: as many as these took it half a minute. */
const HOSTILE = `a${'\u0301\u0316'.repeat(60_000)}`;
const soon = (work: () => unknown) => {
  const start = performance.now();
  work();
  expect(performance.now() - start).toBeLessThan(500);
};

describe('text that nobody types', () => {
  it('is refused or cut before it can take long, whatever reads it', () => {
    soon(() => expect(textInput(1000).safeParse(HOSTILE).success).toBe(false));
    soon(() => expect(neededInput(254).safeParse(HOSTILE).success).toBe(false));
    soon(() => expect(plainText(HOSTILE, 200).length).toBeLessThanOrEqual(200));
    soon(() => expect(plainText(HOSTILE).length).toBeLessThanOrEqual(8000));
  });

  it('is normalised in the time of its length, half-width marks included', () => {
    soon(() => normalForm(HOSTILE, 'NFC'));
    soon(() => normalForm(`ｶ${'\uff9e\u0316'.repeat(60_000)}`, 'NFKC'));
  });

  it('keeps every mark that a language writes', () => {
    const zalgo = `a${'\u0301\u0316'.repeat(15)}`;
    expect(normalForm(zalgo, 'NFC')).toBe(zalgo.normalize('NFC'));
  });

  it('is refused where it is longer than the field, spaces or not', () => {
    expect(textInput(3).safeParse(`${' '.repeat(4)}abc${' '.repeat(4)}`).success).toBe(true);
    expect(textInput(3).safeParse(`abc${' '.repeat(100)}d`).success).toBe(false);
    expect(plainText('ab cd', 3)).toBe('ab');
  });
});

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
