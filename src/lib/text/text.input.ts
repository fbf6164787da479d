import { z } from 'zod';
import { mostTyped, plainText } from './plain-text';

/** Text that somebody typed, cleaned. What is far too long is refused before it is cleaned, which would take long. */
function cleaned(most: number) {
  return z
    .string()
    .max(mostTyped(most))
    .transform((typed) => plainText(typed));
}

/** Text that somebody typed, cleaned; it may be empty. @param most characters */
export function textInput(most: number) {
  return cleaned(most).pipe(z.string().max(most));
}

/** Text that must not be empty: its fault is `missing`. @param most characters */
export function neededInput(most: number) {
  return cleaned(most).pipe(z.string().min(1, 'missing').max(most));
}
