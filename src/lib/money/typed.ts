import { normalForm } from '$lib/text/normal-form';
import { LONGEST_AMOUNT, parseAmount, type ParsedAmount } from './money';

/** Powers of ten that people write after a figure, in the three languages. */
const SHORT: ReadonlyMap<string, number> = new Map([
  ['k', 3],
  ['m', 6],
  ['千', 3],
  ['万', 4],
  ['萬', 4],
  ['亿', 8],
  ['億', 8]
]);

/**
 * Reads an amount as people type it: as `parseAmount`, and with what every screen prints after short figures: `450k`,
 * `1.2m`, `45万`. For forms; a file has plain decimals.
 */
export function parseTypedAmount(text: string, currency: string): ParsedAmount {
  if (text.length > LONGEST_AMOUNT) return { ok: false, why: 'not-a-number' };
  const plain = normalForm(text, 'NFKC').trim();
  const parts = /^(-?\d{1,3}(?:,\d{3})+|-?\d+)(?:\.(\d+))?\s*(\p{L})$/u.exec(plain);
  const power = parts ? (SHORT.get(parts[3]!.toLowerCase()) ?? 0) : 0;
  if (!parts || power === 0) return parseAmount(plain, currency);
  const fraction = parts[2] ?? '';
  // Moving the point in the text keeps the amount exact.
  const whole = `${parts[1]!.replaceAll(',', '')}${fraction.slice(0, power).padEnd(power, '0')}`;
  const rest = fraction.slice(power);
  return parseAmount(rest ? `${whole}.${rest}` : whole, currency);
}
