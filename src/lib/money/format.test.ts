import { expect, it } from 'vitest';
import { formatMoneyShort } from './format';

it('thousands, millions and thousands of millions are k, m and bn', () => {
  const short = (major: number) => formatMoneyShort(major * 100, 'CNY', 'en');
  expect([1_240, 1_240_000, 1_240_000_000].map(short)).toEqual(['1.24k', '1.24m', '1.24bn']);
});
