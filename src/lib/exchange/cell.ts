import { addDays, FIRST_DAY, LAST_DAY, parseDay } from '$lib/calendar/day';
import { mondayOf } from '$lib/calendar/week';
import { MOST_MINOR, parseAmount, toDecimal } from '$lib/money/money';
import { normalForm } from '$lib/text/normal-form';
import type { Column, Kind } from './formats';

/** A cell as PostgreSQL's COPY wants it, null for *not known*, or what was expected instead. */
export type Cell = { ok: true; value: string | null } | { ok: false; expected: string };

/** A thousand million of a product in one row is a slip; sums over all rows stay exact below it. */
const COUNT = /^0*\d{1,9}$/;
const SIGNED = /^-?0*\d{1,9}$/;
const TOO_MANY = /^-?\d{10,}$/;
const PRICE = /^\d{1,10}(\.\d{1,4}0*)?$/;
const SHARE = /^(0?\.\d{1,20}|0|1(\.0+)?)$/;
const PLAIN = /^[!-~]*$/;
const MOST_LETTERS = { code: 200, text: 4000, codes: 20_000 };
/** Of any cell, before anything else is asked of it. */
const LONGEST_CELL = 20_000;
const DAYS = `${FIRST_DAY} to ${LAST_DAY}`;
/** What text becomes where bytes are not UTF-8. */
const DAMAGED = '\uFFFD';

/**
 * Reads one cell. An empty one is *not known*, never zero. Digits and punctuation of Chinese keyboards are read as
 * their plain ones, but left alone in running text; money never passes through a float.
 *
 * @param currency ISO 4217, for the decimals of money
 */
export function readCell(text: string, column: Column, currency: string): Cell {
  // Nearly every cell of a long file is plain already.
  if (text.length > LONGEST_CELL) return expects(`at most ${LONGEST_CELL} letters; shorten it`);
  const plain = PLAIN.test(text) ? text : normalForm(text, column.type === 'text' ? 'NFC' : 'NFKC').trim();
  if (plain === '') return column.isRequired ? expects('a value; this column may not be empty') : NOT_KNOWN;
  switch (column.type) {
    case 'code':
    case 'codes':
    case 'text': {
      if (plain.includes(DAMAGED)) return expects('text in UTF-8; save the file in that encoding');
      if (plain.includes('\u0000')) return expects('text without a null character; remove it');
      if (column.type !== 'text' && /[\n\r\t]/.test(plain)) return expects('a code on one line');
      const most = MOST_LETTERS[column.type];
      return plain.length <= most ? is(plain) : expects(`at most ${most} letters; shorten it`);
    }
    case 'day':
      return parseDay(plain)
        ? is(plain)
        : expects(`a date of the calendar, written YYYY-MM-DD, from ${DAYS}`);
    case 'monday': {
      const found = parseDay(plain);
      if (!found) return expects(`the Monday of a week, written YYYY-MM-DD, from ${DAYS}`);
      const monday = mondayOf(found);
      return monday === found
        ? is(plain)
        : expects(`a Monday, which names its week: ${monday} or ${addDays(monday, 7)}`);
    }
    case 'money':
    case 'signed_money': {
      const parsed = parseAmount(plain, currency);
      if (!parsed.ok) return expects(MONEY_FAULTS[parsed.why](currency));
      return parsed.minor < 0 && column.type === 'money'
        ? expects('an amount of zero or more; leave it empty where it is not known')
        : is(String(parsed.minor));
    }
    case 'price':
      return PRICE.test(plain) ? is(plain) : expects('a price like 3.0527, with at most four decimals');
    case 'count':
      if (TOO_MANY.test(plain) && !COUNT.test(plain)) return expects('a number of at most 999999999');
      return COUNT.test(plain)
        ? is(plain)
        : expects('a whole number, zero or more; leave it empty where it is not known');
    case 'signed_count':
      if (TOO_MANY.test(plain) && !SIGNED.test(plain)) return expects('a number of at most 999999999');
      return SIGNED.test(plain) ? is(plain) : expects('a whole number; a return is negative');
    case 'share':
      return SHARE.test(plain) ? is(plain) : expects('a share from 0 to 1, like 0.25 for a quarter');
    case 'choice':
      return column.values!.includes(plain) ? is(plain) : expects(`one of ${column.values!.join(', ')}`);
  }
}

const NOT_KNOWN: Cell = { ok: true, value: null };
const is = (value: string): Cell => ({ ok: true, value });
const expects = (expected: string): Cell => ({ ok: false, expected });

const MONEY_FAULTS = {
  'not-a-number': () => 'an amount like 48000.50',
  'too-many-decimals': (currency: string) => `no more decimals than ${currency} has`,
  'too-large': (currency: string) => `an amount of at most ${toDecimal(MOST_MINOR, currency)}`
} as const;

const REPEATING = new Set(['code', 'day', 'monday', 'choice', 'share']);
const MOST_REMEMBERED = 20_000;

/** `readCell` for one column, which remembers what it has read: a long file says the same codes and weeks again and again. */
export function cellReader(column: Column, currency: string): (text: string) => Cell {
  if (!REPEATING.has(column.type)) return (text) => readCell(text, column, currency);
  const known = new Map<string, Cell>();
  return (text) => {
    const earlier = known.get(text);
    if (earlier) return earlier;
    const cell = readCell(text, column, currency);
    if (known.size >= MOST_REMEMBERED) known.clear();
    known.set(text, cell);
    return cell;
  };
}

type RowRule = (cell: (column: string) => string | null) => { column: string; expected: string } | null;

const runsForward =
  (first: string, last: string): RowRule =>
  (cell) => {
    const [from, to] = [cell(first), cell(last)];
    return from !== null && to !== null && to < from
      ? { column: last, expected: `the day of ${first}, ${from}, or a later one` }
      : null;
  };

/** Rules between the cells of one row. */
const ROW_RULES: Partial<Record<Kind, RowRule[]>> = {
  funds: [runsForward('period_start', 'period_end')],
  promotions: [runsForward('start', 'end')],
  products: [
    (cell) =>
      cell('product')!.includes(';')
        ? { column: 'product', expected: 'a code without ";", which parts the products of a promotion' }
        : null
  ],
  observations: [
    runsForward('start', 'end'),
    (cell) => {
      const [low, high] = [cell('amount_low'), cell('amount_high')];
      return low !== null && high !== null && Number(high) < Number(low)
        ? { column: 'amount_high', expected: 'at least amount_low; exchange the two, or correct one' }
        : null;
    }
  ]
};

/** The rules between the cells of a row that it breaks; its cells have been read one by one before. */
export function rowFaults(
  kind: Kind,
  cell: (column: string) => string | null
): { column: string; expected: string }[] {
  return (ROW_RULES[kind] ?? []).flatMap((rule) => rule(cell) ?? []);
}
