/**
 * Marks after one letter beyond which nobody writes: Unicode's own Stream-Safe Text Format allows 30. Normalising
 * sorts the marks of a letter, which takes the square of their number: a hundred thousand of them stop the server.
 */
const TOO_MANY_MARKS = /([\p{M}\uff9e\uff9f]{30})[\p{M}\uff9e\uff9f]+/gu;

/** `text.normalize(form)` in a time that grows no faster than the text. Marks after the thirtieth of a letter go. */
export function normalForm(text: string, form: 'NFC' | 'NFKC'): string {
  return text.replace(TOO_MANY_MARKS, '$1').normalize(form);
}
