import { z } from 'zod';
import { dayInput } from '$lib/calendar/day.input';
import { amountInput } from '$lib/money/amount.input';
import { neededInput, textInput } from '$lib/text/text.input';
import { TACTICS } from './tactic';

export const keyInput = z.uuid();

/** What *plan a promotion* sends. */
export function planInput(currency: string) {
  return z
    .object({
      key: keyInput,
      account: neededInput(200),
      fund: neededInput(200),
      name: neededInput(120),
      tactic: z.enum(TACTICS),
      from: dayInput,
      to: dayInput,
      amount: amountInput(currency),
      reason: textInput(1000),
      window: textInput(200).optional()
    })
    .refine(({ from, to }) => from <= to, { path: ['to'], message: 'ends-before-start' });
}

/** What *change* sends; without an amount the plan's amount stays. */
export function changeInput(currency: string) {
  return z
    .object({
      key: keyInput,
      from: dayInput,
      to: dayInput,
      amount: amountInput(currency).optional(),
      reason: textInput(1000).default('')
    })
    .refine(({ from, to }) => from <= to, { path: ['to'], message: 'ends-before-start' });
}

/** What a button without fields sends. */
export const keyOnlyInput = z.object({ key: keyInput });

/** The form that settles a promotion. @param currency decides how many decimals an amount may have */
export function settleInput(currency: string) {
  return z.object({
    key: keyInput,
    actual: amountInput(currency, 0),
    sure: z.literal('yes').optional(),
    reason: textInput(300).default('')
  });
}

/** A decision with a reason that may be left out. */
export const cancelInput = z.object({ key: keyInput, reason: textInput(300).default('') });

export const unsettleInput = z.object({ key: keyInput, reason: neededInput(300) });
