import { z } from 'zod';
import { amountInput } from '$lib/money/amount.input';
import { neededInput, textInput } from '$lib/text/text.input';
import { keyInput } from './promotion.input';
import { TACTICS } from './tactic';

/** What *decline* sends: whoever asked is told why. */
export const declineInput = z.object({ key: keyInput, reason: neededInput(300) });

/** What the inbox sends; the codes come beside it. */
export const bulkInput = z.object({ key: keyInput, reason: textInput(300).default('') });

/** What *add a rule* sends: an empty limit is none. */
export function ruleInput(currency: string) {
  const limit = textInput(40).pipe(
    z
      .literal('')
      .transform(() => null)
      .or(amountInput(currency, 0))
  );
  return z.object({
    role: z.enum(['manager', 'finance', 'admin']),
    account: textInput(200),
    tactic: z.union([z.enum(TACTICS), z.literal('').transform(() => null)]),
    own: limit,
    approve: limit
  });
}

/** What *withdraw* sends: the rule of a role, an account and a tactic counts no more. */
export const withdrawRuleInput = z.object({
  role: z.enum(['manager', 'finance', 'admin']),
  account: textInput(200),
  tactic: z.union([z.enum(TACTICS), z.literal('').transform(() => null)])
});
