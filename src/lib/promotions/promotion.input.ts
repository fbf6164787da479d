import { z } from 'zod';
import { dayInput } from '$lib/calendar/day.input';
import { amountInput } from '$lib/money/amount.input';
import { neededInput, textInput } from '$lib/text/text.input';
import { readTerms } from './read-terms';
import { TACTICS } from './tactic';
import { plannedBy } from './terms';
import { termsFields } from './terms.input';

export const keyInput = z.uuid();

/** What *plan a promotion* sends. Its amount is what the terms come to, so that nobody commits another sum than they see. */
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
      // Empty where what is agreed says how much.
      amount: textInput(40).default(''),
      reason: textInput(1000),
      window: textInput(200).optional(),
      // Drawn on the fund's reserve; empty for nothing.
      draw: textInput(40).default(''),
      ...termsFields
    })
    .refine(({ from, to }) => from <= to, { path: ['to'], message: 'ends-before-start' })
    .transform((plan, context) => {
      const isFault = (field: string, message: string) =>
        context.addIssue({ code: 'custom', path: [field], message });
      const typed = amountInput(currency).safeParse(plan.amount);
      const isNeeded = plan.basis === 'lump' || plan.amount !== '';
      if (isNeeded && !typed.success) isFault('amount', typed.error.issues[0]!.message);
      const draw = plan.draw === '' ? 0 : amountInput(currency, 0).safeParse(plan.draw).data;
      if (draw === undefined) isFault('draw', 'not-a-number');
      const read = readTerms(plan, plan.tactic, typed.data ?? 0, currency);
      if (!read.ok) for (const [field, message] of Object.entries(read.faults)) isFault(field, message);
      if (!read.ok || draw === undefined || (isNeeded && !typed.success)) return z.NEVER;
      const amount = plannedBy(read.terms);
      if (isNeeded && amount !== typed.data) isFault('amount', 'not-by-terms');
      if (draw > amount) isFault('draw', 'more-than-planned');
      return { ...plan, amount, draw, terms: read.terms };
    });
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
