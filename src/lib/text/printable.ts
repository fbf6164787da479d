/** Control characters, and those that turn the direction of writing: a terminal would obey them. */
const UNSEEN = /[\p{Cc}\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu;

/** Text of somebody else's file for a terminal: what it would obey instead of showing is written out, `\u{1b}`. */
export function printable(text: string): string {
  return text.replace(UNSEEN, (letter) => `\\u{${letter.codePointAt(0)!.toString(16)}}`);
}
