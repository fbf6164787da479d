import { z } from 'zod';
import { parseDay } from '$lib/calendar/day';
import { parseAmount } from '$lib/money/money';
import { TACTICS } from './tactic';

const plain = (most: number) =>
  z
    .string()
    .transform((value) => value.normalize('NFKC').trim())
    .pipe(z.string().max(most));
export const dayInput = plain(10).transform((value, context) => {
  const found = parseDay(value);
  if (!found) context.addIssue({ code: 'custom', message: 'not-a-day' });
  return found ?? z.NEVER;
});

/** An amount of the organisation's currency, above zero unless `least` is zero. A fault's message is its code. */
export function amountInput(currency: string, least: 0 | 1 = 1) {
  return plain(40).transform((value, context) => {
    const parsed = parseAmount(value, currency);
    const code = !parsed.ok ? parsed.why : parsed.minor < least ? 'not-positive' : null;
    if (code) context.addIssue({ code: 'custom', message: code });
    return parsed.ok ? parsed.minor : z.NEVER;
  });
}

export const keyInput = z.uuid();

/** What *plan a promotion* sends. */
export function planInput(currency: string) {
  return z
    .object({
      key: keyInput,
      account: plain(200).pipe(z.string().min(1, 'missing')),
      fund: plain(200).pipe(z.string().min(1, 'missing')),
      name: plain(120).pipe(z.string().min(1, 'missing')),
      tactic: z.enum(TACTICS),
      from: dayInput,
      to: dayInput,
      amount: amountInput(currency),
      reason: plain(1000),
      window: plain(200).optional()
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
      reason: plain(1000).default('')
    })
    .refine(({ from, to }) => from <= to, { path: ['to'], message: 'ends-before-start' });
}

/** What a button without fields sends. */
export const keyOnlyInput = z.object({ key: keyInput });

export function settleInput(currency: string) {
  return z.object({ key: keyInput, actual: amountInput(currency, 0) });
}
