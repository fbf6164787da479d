import { z } from 'zod';
import { dayInput } from '$lib/calendar/day.input';
import { amountInput } from '$lib/money/amount.input';
import { neededInput, textInput } from '$lib/text/text.input';

/** What *add a fund* sends: `source` is empty for new money, or the code of the fund that it comes from. */
export function newFundInput(currency: string) {
  return z
    .object({
      key: z.uuid(),
      name: neededInput(120),
      account: textInput(200),
      from: dayInput,
      to: dayInput,
      amount: amountInput(currency),
      source: textInput(200)
    })
    .refine(({ from, to }) => from <= to, { path: ['to'], message: 'ends-before-start' });
}

/** What *put money in* sends: `source` as for a new fund. */
export function depositInput(currency: string) {
  return z.object({
    key: z.uuid(),
    amount: amountInput(currency),
    reason: neededInput(300),
    source: textInput(200).default('')
  });
}

/** What *hold back* and *release* send: both stay in the fund. */
export function reserveInput(currency: string) {
  return z.object({ key: z.uuid(), amount: amountInput(currency), reason: neededInput(300) });
}

/** The form that moves money to another fund. @param currency decides how many decimals an amount may have */
export function moveInput(currency: string) {
  return z.object({
    key: z.uuid(),
    amount: amountInput(currency),
    reason: neededInput(300),
    target: neededInput(200)
  });
}

export const reverseInput = z.object({
  key: z.uuid(),
  movement: z.coerce.number().int().positive(),
  // Longer than the reason of the movement that it quotes.
  reason: neededInput(400)
});
