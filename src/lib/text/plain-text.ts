import { normalForm } from './normal-form';

/** Control characters apart from tabs and line breaks: no keyboard types them, and PostgreSQL cannot store a NUL. */
const CONTROL = /(?![\t\n\r])\p{Cc}/gu;
/** Nothing that people type into one field is longer; what is goes no further than this. */
const LONGEST = 8000;
/** Letters that may be typed for one that is kept: spaces around it, and parts that become one letter. */
const TYPED_FOR_ONE = 4;

/**
 * Text as somebody meant it: the full-width letters and digits of Chinese keyboards become plain ones, control
 * characters go, and so does the white space around it. It is cut before anything looks at all of it, so that the
 * work is bounded whatever was sent.
 *
 * @param most characters to keep
 */
export function plainText(typed: string, most = LONGEST): string {
  const read = typed.slice(0, mostTyped(most)).replace(CONTROL, '');
  return normalForm(read, 'NFKC').trim().slice(0, most).trim();
}

/** How much of what was typed is looked at for a text of at most `most` characters. */
export function mostTyped(most: number): number {
  return Math.min(LONGEST, most * TYPED_FOR_ONE);
}

/** Whether anything in the database can be called `code`: a text with a NUL cannot even be asked for. */
export function isStorable(code: string): boolean {
  return !code.includes('\0');
}
