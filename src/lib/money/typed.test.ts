import fc from 'fast-check';
import { expect, it } from 'vitest';
import { parseAmount } from './money';
import { parseTypedAmount } from './typed';

it.each([
  ['450k', 45_000_000],
  ['450 K', 45_000_000],
  ['1.2m', 120_000_000],
  ['1.23456789m', 123_456_789],
  ['45万', 45_000_000],
  ['４５萬', 45_000_000],
  ['1,200k', 120_000_000],
  ['-3k', -300_000],
  ['0.5亿', 5_000_000_000],
  ['48,000.50', 4_800_050]
])('reads %s', (text, minor) => expect(parseTypedAmount(text, 'CNY')).toEqual({ ok: true, minor }));

it.each(['k', '4x', '4kk', '1.2.3k', '1,2k', '1,20k', 'km', '4 5k', '１.2,3k'])('refuses %s', (text) =>
  expect(parseTypedAmount(text, 'CNY').ok).toBe(false)
);

it('keeps the limit of decimals, and reads plain figures as they are read everywhere', () => {
  expect(parseTypedAmount('1.234567k', 'CNY')).toEqual({ ok: false, why: 'too-many-decimals' });
  fc.assert(
    fc.property(fc.string(), (text) => {
      if (/\p{L}\s*$/u.test(text.normalize('NFKC').trim())) return;
      expect(parseTypedAmount(text, 'CNY')).toEqual(parseAmount(text, 'CNY'));
    })
  );
});
