/** A cell that a spreadsheet would run as a formula, full-width signs of Chinese keyboards included (CWE-1236). */
const RUNS = /^[\s\u00a0]*[=+\-@＝＋－＠|%]|^[\t\r\n]/;
/** A number that a program wrote: it stays one however it begins. */
const NUMBER = /^-?\d[\d.,]*%?$/;

/** Text as a cell that no spreadsheet runs: an apostrophe goes before what it would take for a formula. */
export function safeCell(text: string): string {
  return RUNS.test(text) && !NUMBER.test(text) ? `'${text}` : text;
}
