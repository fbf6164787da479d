import { z } from 'zod';
import { dayInput } from '$lib/calendar/day.input';
import { MOST_MINOR } from '$lib/money/money';
import { neededInput, textInput } from '$lib/text/text.input';

/** A grid of 200 accounts and 12 periods has 2,400. */
const MOST_EDITS = 4000;

const amount = z.number().int().min(0).max(MOST_MINOR);

const edit = z
  .object({
    account: textInput(200),
    from: dayInput,
    to: dayInput,
    fund: textInput(200).nullable(),
    was: amount,
    now: amount
  })
  .refine(({ from, to }) => from <= to, { path: ['to'], message: 'ends-before-start' });

/** The changed cells of a grid, as its form sends them in one field. A fault's message is its code. */
const edits = z
  .string()
  .max(2_000_000)
  .transform((text, context): unknown => {
    try {
      return JSON.parse(text);
    } catch {
      context.addIssue({ code: 'custom', message: 'not-readable' });
      return z.NEVER;
    }
  })
  .pipe(z.array(edit).min(1).max(MOST_EDITS));

/** What *save* of the allocation grid sends: `source` is empty for new money, or the code of the fund it comes from. */
export const allocationInput = z.object({
  key: z.uuid(),
  reason: neededInput(300),
  source: textInput(200),
  edits
});

/** What undoing a saved allocation sends. */
export const undoAllocationInput = z.object({
  key: z.uuid(),
  batch: z.coerce.number().int().positive(),
  reason: neededInput(400)
});
