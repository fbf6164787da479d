import { normalForm } from '$lib/text/normal-form';

/** Integer minor units (cents, fen) of one currency; always a safe integer. */
export type Minor = number;

/**
 * The largest single amount: a trillion where the currency has cents. Larger ones are slips of the keyboard, and
 * without a limit a handful of them would leave the integers that are counted exactly (2^53).
 */
export const MOST_MINOR: Minor = 1e14;

/** Letters of an amount; patterns over more of them would take long, and no figure needs as many. */
export const LONGEST_AMOUNT = 100;

const digitsOf = new Map<string, number>();

/** Decimal places of the currency's minor unit: 2 for CNY, 0 for JPY, 3 for KWD. @param currency ISO 4217 */
export function minorDigits(currency: string): number {
  let digits = digitsOf.get(currency);
  if (digits === undefined) {
    const format = new Intl.NumberFormat('en', { style: 'currency', currency });
    digits = format.resolvedOptions().maximumFractionDigits ?? 2;
    digitsOf.set(currency, digits);
  }
  return digits;
}

export type ParsedAmount =
  { ok: true; minor: Minor } | { ok: false; why: 'not-a-number' | 'too-many-decimals' | 'too-large' };

/**
 * Reads a decimal amount without passing through a float. Full-width digits and signs of Chinese keyboards are
 * read as their plain ones; commas group thousands (`12,300.50`).
 */
export function parseAmount(text: string, currency: string): ParsedAmount {
  return parseDecimal(text, minorDigits(currency));
}

/** As `parseAmount`, for any figure with at most `digits` decimals: counted in its last decimal. */
export function parseDecimal(text: string, digits: number): ParsedAmount {
  if (text.length > LONGEST_AMOUNT) return { ok: false, why: 'not-a-number' };
  const plain = normalForm(text, 'NFKC').trim().replace(/^−/, '-');
  const parts = /^(-?)(\d+|\d{1,3}(?:,\d{3})+)(?:\.(\d+))?$/.exec(plain);
  if (!parts) return { ok: false, why: 'not-a-number' };
  const fraction = (parts[3] ?? '').replace(/0+$/, '');
  if (fraction.length > digits) return { ok: false, why: 'too-many-decimals' };
  const size = Number(parts[2]!.replaceAll(',', '') + fraction.padEnd(digits, '0'));
  if (size > MOST_MINOR) return { ok: false, why: 'too-large' };
  return { ok: true, minor: parts[1] && size !== 0 ? -size : size };
}

/** The amount as a plain decimal that `parseAmount` reads back: `-12.50`. */
export function toDecimal(minor: Minor, currency: string): string {
  const digits = minorDigits(currency);
  const size = String(Math.abs(minor)).padStart(digits + 1, '0');
  const whole = size.slice(0, size.length - digits);
  const sign = minor < 0 ? '-' : '';
  return digits === 0 ? sign + whole : `${sign}${whole}.${size.slice(size.length - digits)}`;
}

/** The sum. @throws RangeError where it leaves the safe integers or an amount is not an integer. */
export function sumMinor(amounts: Iterable<Minor>): Minor {
  let sum = 0;
  for (const amount of amounts) {
    sum += amount;
    if (!Number.isSafeInteger(amount) || !Number.isSafeInteger(sum)) {
      throw new RangeError(
        `Money is counted in whole minor units inside the safe range; met ${amount}, sum ${sum}.`
      );
    }
  }
  return sum;
}

/**
 * Parts of `total` in proportion to `weights`, adding up to `total` exactly: each is rounded towards zero and what
 * is left over goes to the largest remainders, the earlier first (Hamilton's method).
 *
 * @param weights not negative; where all are zero the parts are equal
 */
export function splitByWeights(total: Minor, weights: number[]): Minor[] {
  if (weights.length === 0) {
    if (total === 0) return [];
    throw new RangeError('An amount cannot be split into no parts.');
  }
  const heaviest = Math.max(...weights);
  // Whole-number shares keep the division exact however large the amount.
  const shares = weights.map((weight) =>
    heaviest === 0 ? 1n : BigInt(Math.round((weight / heaviest) * 2 ** 40))
  );
  const whole = shares.reduce((a, b) => a + b, 0n);
  const size = BigInt(Math.abs(total));
  const parts = shares.map((share) => (size * share) / whole);
  const remainders = shares.map((share) => (size * share) % whole);
  const rest = Number(size - parts.reduce((a, b) => a + b, 0n));
  const order = shares.map((_, i) => i).sort((a, b) => Number(remainders[b]! - remainders[a]!) || a - b);
  for (const i of order.slice(0, rest)) parts[i]!++;
  return parts.map((part) => (total < 0 && part !== 0n ? -Number(part) : Number(part)));
}
