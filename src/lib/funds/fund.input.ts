import { z } from 'zod';
import { parseDay } from '$lib/calendar/day';
import { parseAmount } from '$lib/money/money';

const plain = (most: number) =>
  z
    .string()
    .transform((value) => value.normalize('NFKC').trim())
    .pipe(z.string().max(most));
const needed = (most: number) => plain(most).pipe(z.string().min(1, 'missing'));
const dayInput = plain(10).transform((value, context) => {
  const found = parseDay(value);
  if (!found) context.addIssue({ code: 'custom', message: 'not-a-day' });
  return found ?? z.NEVER;
});
const amountInput = (currency: string) =>
  plain(40).transform((value, context) => {
    const parsed = parseAmount(value, currency);
    const code = !parsed.ok ? parsed.why : parsed.minor <= 0 ? 'not-positive' : null;
    if (code) context.addIssue({ code: 'custom', message: code });
    return parsed.ok ? parsed.minor : z.NEVER;
  });

/** What *add a fund* sends: `source` is empty for new money, or the code of the fund that it comes from. */
export function newFundInput(currency: string) {
  return z
    .object({
      key: z.uuid(),
      name: needed(120),
      account: plain(200),
      from: dayInput,
      to: dayInput,
      amount: amountInput(currency),
      source: plain(200)
    })
    .refine(({ from, to }) => from <= to, { path: ['to'], message: 'ends-before-start' });
}

/** What *put money in* sends: `source` as for a new fund. */
export function depositInput(currency: string) {
  return z.object({
    key: z.uuid(),
    amount: amountInput(currency),
    reason: needed(300),
    source: plain(200).default('')
  });
}

export function moveInput(currency: string) {
  return z.object({ key: z.uuid(), amount: amountInput(currency), reason: needed(300), target: needed(200) });
}

export const reverseInput = z.object({
  key: z.uuid(),
  movement: z.coerce.number().int().positive(),
  // Longer than the reason of the movement that it quotes.
  reason: needed(400)
});
