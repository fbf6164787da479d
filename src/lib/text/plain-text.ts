/** Control characters apart from tabs and line breaks: no keyboard types them, and PostgreSQL cannot store a NUL. */
const CONTROL = /(?![\t\n\r])\p{Cc}/gu;

/**
 * Text as somebody meant it: the full-width letters and digits of Chinese keyboards become plain ones, control
 * characters go, and so does the white space around it.
 */
export function plainText(typed: string): string {
  return typed.normalize('NFKC').replace(CONTROL, '').trim();
}

/** Whether anything in the database can be called `code`: a text with a NUL cannot even be asked for. */
export function isStorable(code: string): boolean {
  return !code.includes('\0');
}
