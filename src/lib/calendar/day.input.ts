import { z } from 'zod';
import { textInput } from '$lib/text/text.input';
import { parseDay } from './day';

/** A day as a form sends it. Its fault is `not-a-day`. */
export const dayInput = textInput(10).transform((value, context) => {
  const found = parseDay(value);
  if (!found) context.addIssue({ code: 'custom', message: 'not-a-day' });
  return found ?? z.NEVER;
});
