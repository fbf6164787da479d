import { z } from 'zod';
import { plainText } from './plain-text';

/** Text that somebody typed, cleaned; it may be empty. @param most characters */
export function textInput(most: number) {
  return z.string().transform(plainText).pipe(z.string().max(most));
}

/** Text that must not be empty: its fault is `missing`. @param most characters */
export function neededInput(most: number) {
  return z.string().transform(plainText).pipe(z.string().min(1, 'missing').max(most));
}
