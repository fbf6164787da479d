import { z } from 'zod';
import { textInput } from '$lib/text/text.input';
import { parseTypedAmount } from './typed';

/**
 * An amount as a form sends it, in minor units. A fault's message is its code.
 *
 * @param currency ISO 4217
 * @param least zero where nothing at all is an answer too
 */
export function amountInput(currency: string, least: 0 | 1 = 1) {
  return textInput(40).transform((value, context) => {
    const parsed = parseTypedAmount(value, currency);
    const code = !parsed.ok ? parsed.why : parsed.minor < least ? 'not-positive' : null;
    if (code) context.addIssue({ code: 'custom', message: code });
    return parsed.ok ? parsed.minor : z.NEVER;
  });
}
