import { safeCell } from './spreadsheet';

/** The same after what parts cells in another country's spreadsheet, where the quotes of this file part nothing. */
const RUNS_AFTER_SEPARATOR = /([;\t|][\s\u00a0"]*)(?=[=+\-@＝＋－＠])/g;

/**
 * A table as CSV after RFC 4180, with a byte-order mark so that spreadsheets read Chinese names right.
 *
 * @param rows text, numbers, or null for what is not known, which is an empty cell; text that a spreadsheet would run
 *   as a formula gets an apostrophe before it, after a `;` inside it too; numbers stay numbers
 */
export function printCsv(rows: readonly (readonly (string | number | null)[])[]): string {
  return `\ufeff${rows.map((row) => row.map(printCell).join(',')).join('\r\n')}\r\n`;
}

function printCell(cell: string | number | null): string {
  if (cell === null) return '';
  const safe = safeCell(String(cell)).replace(RUNS_AFTER_SEPARATOR, "$1'");
  return /[",;|\t\r\n']/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
