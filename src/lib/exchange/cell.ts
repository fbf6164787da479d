import { addDays, parseDay } from '$lib/calendar/day';
import { mondayOf } from '$lib/calendar/week';
import { parseAmount } from '$lib/money/money';
import type { Column } from './formats';

/** A cell as PostgreSQL's COPY wants it, null for *not known*, or what was expected instead. */
export type Cell = { ok: true; value: string | null } | { ok: false; expected: string };

const COUNT = /^\d{1,15}$/;
const SIGNED = /^-?\d{1,15}$/;
const PRICE = /^\d{1,10}(\.\d{1,4}0*)?$/;
const SHARE = /^(0(\.\d+)?|1(\.0+)?|\.\d+)$/;
const MOST_LETTERS = 2000;

/**
 * Reads one cell. An empty one is *not known*, never zero. Digits and punctuation of Chinese keyboards are read as
 * their plain ones; money never passes through a float.
 *
 * @param currency ISO 4217, for the decimals of money
 */
export function readCell(text: string, column: Column, currency: string): Cell {
  const plain = text.normalize('NFKC').trim();
  if (plain === '')
    return column.isRequired
      ? { ok: false, expected: 'a value; this column may not be empty' }
      : { ok: true, value: null };
  if (plain.includes('\u0000')) return { ok: false, expected: 'text without a null character' };
  switch (column.type) {
    case 'code':
    case 'text':
    case 'codes':
      return plain.length <= MOST_LETTERS
        ? { ok: true, value: plain }
        : { ok: false, expected: `at most ${MOST_LETTERS} letters` };
    case 'day':
      return parseDay(plain)
        ? { ok: true, value: plain }
        : { ok: false, expected: 'a date written YYYY-MM-DD' };
    case 'monday': {
      const found = parseDay(plain);
      if (!found) return { ok: false, expected: 'a date written YYYY-MM-DD' };
      const monday = mondayOf(found);
      return monday === found
        ? { ok: true, value: plain }
        : { ok: false, expected: `a Monday, which names its week; ${monday} or ${addDays(monday, 7)}` };
    }
    case 'money': {
      const parsed = parseAmount(plain, currency);
      if (!parsed.ok) return { ok: false, expected: MONEY_FAULTS[parsed.why](currency) };
      return parsed.minor < 0
        ? { ok: false, expected: 'an amount that is not negative' }
        : { ok: true, value: String(parsed.minor) };
    }
    case 'price':
      return PRICE.test(plain)
        ? { ok: true, value: plain }
        : { ok: false, expected: 'a price like 3.0527, with at most four decimals' };
    case 'count':
      return COUNT.test(plain)
        ? { ok: true, value: plain }
        : { ok: false, expected: 'a whole number, zero or more' };
    case 'signed':
      return SIGNED.test(plain) ? { ok: true, value: plain } : { ok: false, expected: 'a whole number' };
    case 'share':
      return SHARE.test(plain) ? { ok: true, value: plain } : { ok: false, expected: 'a share from 0 to 1' };
    case 'choice':
      return column.values!.includes(plain)
        ? { ok: true, value: plain }
        : { ok: false, expected: `one of ${column.values!.join(', ')}` };
  }
}

const MONEY_FAULTS = {
  'not-a-number': () => 'an amount like 48000.50',
  'too-many-decimals': (currency: string) => `no more decimals than ${currency} has`,
  'too-large': () => 'an amount below 90 trillion'
} as const;

/** Rules between the cells of one row; the first that is broken. */
export function readRow(
  kind: string,
  row: Record<string, string | null>
): { column: string; expected: string } | null {
  const before = (first: string, last: string) =>
    (row[last] ?? '') !== '' && (row[first] ?? '') !== '' && row[last]! < row[first]!;
  if (kind === 'promotions' && before('start', 'end'))
    return { column: 'end', expected: `the start, ${row.start}, or later` };
  if (kind === 'observations' && before('start', 'end'))
    return { column: 'end', expected: `the start, ${row.start}, or later` };
  if (kind === 'funds' && before('period_start', 'period_end'))
    return { column: 'period_end', expected: `the start, ${row.period_start}, or later` };
  if (kind === 'observations') {
    const { amount_low, amount_high } = row;
    if (amount_low && amount_high && Number(amount_high) < Number(amount_low)) {
      return { column: 'amount_high', expected: 'at least amount_low' };
    }
  }
  return null;
}
