import { type Minor, minorDigits } from './money';

/** "1,240,000.50", with a true minus; the currency is stated once where the figures stand. */
export function formatMoney(minor: Minor, currency: string, locale: string): string {
  const digits = minorDigits(currency);
  return trueMinus(
    formatter(locale, { minimumFractionDigits: digits, maximumFractionDigits: digits }).format(
      minor / 10 ** digits
    )
  );
}

/** "1.24m" or "124萬": three figures, for charts and titles. */
export function formatMoneyShort(minor: Minor, currency: string, locale: string): string {
  const text = formatter(locale, { notation: 'compact', maximumSignificantDigits: 3 }).format(
    minor / 10 ** minorDigits(currency)
  );
  // English compact letters are capitals; m and k read quieter in a row of figures.
  return trueMinus(
    locale.startsWith('en') ? text.replace('M', 'm').replace('K', 'k').replace('B', 'bn') : text
  );
}

/** "72 %" from 0.72. @param digits decimals of the per cent figure */
export function formatPercent(share: number, locale: string, digits = 0): string {
  return trueMinus(
    formatter(locale, {
      style: 'percent',
      minimumFractionDigits: digits,
      maximumFractionDigits: digits
    }).format(share)
  );
}

/** "1,200": a count without decimals. */
export function formatUnits(units: number, locale: string): string {
  return trueMinus(formatter(locale, { maximumFractionDigits: 0 }).format(units));
}

/** Made once per language and shape: making one costs a hundred times what using it does. Never changed once made. */
const made = new Map<string, Intl.NumberFormat>();

function formatter(locale: string, options: Intl.NumberFormatOptions): Intl.NumberFormat {
  const key = `${locale}|${JSON.stringify(options)}`;
  let found = made.get(key);
  // What is rounded to zero has no sign.
  if (!found) made.set(key, (found = new Intl.NumberFormat(locale, { signDisplay: 'negative', ...options })));
  return found;
}

function trueMinus(text: string): string {
  return text.replace('-', '−');
}
