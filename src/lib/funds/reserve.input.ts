import { z } from 'zod';
import { parseTypedAmount } from '$lib/money/typed';
import { amountInput } from '$lib/money/amount.input';
import { neededInput, textInput } from '$lib/text/text.input';
import { WINDOW_KINDS } from './reserve';

/** What *set the rule* sends. An empty limit is none; the boxes of kinds are sent where they are ticked. */
export function reserveRuleInput(currency: string) {
  return z.object({
    key: z.uuid(),
    fund: neededInput(200),
    floor: amountInput(currency, 0),
    confidence: textInput(3)
      .pipe(z.string().regex(/^(100|\d{1,2})?$/, 'not-a-share'))
      .transform(Number),
    limit: textInput(40)
      .default('')
      .transform((text, context) => {
        if (text === '') return null;
        const parsed = parseTypedAmount(text, currency);
        const code = !parsed.ok ? parsed.why : parsed.minor < 0 ? 'not-positive' : null;
        if (code) context.addIssue({ code: 'custom', message: code });
        return parsed.ok ? parsed.minor : z.NEVER;
      }),
    kinds: z.array(z.enum(WINDOW_KINDS)),
    hand: z.enum(['yes', 'no']).default('no'),
    reason: neededInput(300)
  });
}
