import { z } from 'zod';
import { dayInput } from '$lib/calendar/day.input';
import { amountInput } from '$lib/money/amount.input';
import { parseDecimal } from '$lib/money/money';
import { neededInput, textInput } from '$lib/text/text.input';

/** A share in per cent with at most two decimals, in basis points; nothing where it is empty. */
const percentInput = textInput(40).transform((text, context): number | undefined => {
  if (text === '') return undefined;
  const parsed = parseDecimal(text.replace(/%$/, ''), 2);
  const isShare = parsed.ok && parsed.minor >= 0 && parsed.minor <= 10_000;
  if (!isShare) context.addIssue({ code: 'custom', message: 'not-a-share' });
  return parsed.ok ? parsed.minor : z.NEVER;
});

/** What *add a fund* sends: `source` is empty for new money, or the code of the fund that it comes from. */
export function newFundInput(currency: string) {
  return z
    .object({
      key: z.uuid(),
      name: neededInput(120),
      account: textInput(200),
      from: dayInput,
      to: dayInput,
      // Nothing, where it accrues.
      amount: z
        .string()
        .transform((text) => text.trim() || '0')
        .pipe(amountInput(currency, 0)),
      source: textInput(200),
      accrual: percentInput.optional()
    })
    .refine(({ from, to }) => from <= to, { path: ['to'], message: 'ends-before-start' })
    .refine(({ amount, accrual }) => amount > 0 || accrual, { path: ['amount'], message: 'not-positive' })
    .refine(({ account, accrual }) => account || !accrual, { path: ['accrual'], message: 'needs-account' });
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

/** What *set the rate* sends; an empty product stands for all of them. */
export const rateInput = z.object({
  key: z.uuid(),
  product: textInput(200),
  rate: percentInput.refine((rate) => rate !== undefined, 'missing'),
  from: dayInput,
  reason: neededInput(300)
});

/** What *let it be overdrawn* sends. */
export const overdrawInput = z.object({
  key: z.uuid(),
  percent: textInput(3)
    .pipe(z.string().regex(/^(100|\d{1,2})$/, 'not-a-share'))
    .transform(Number),
  reason: neededInput(300)
});

export const reverseInput = z.object({
  key: z.uuid(),
  movement: z.coerce.number().int().positive(),
  // Longer than the reason of the movement that it quotes.
  reason: neededInput(400)
});
