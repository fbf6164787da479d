import { z } from 'zod';
import { textInput } from '$lib/text/text.input';
import { FIRST_DAY, LAST_DAY, parseDay } from './day';

/** A date field takes years of up to six digits. */
const DATE_FIELD = /^\d{4,6}-\d{2}-\d{2}$/;

/** A day as a form sends it. Its fault is `not-a-day`, or `far-off-day` for one that cannot be meant. */
export const dayInput = textInput(20).transform((value, context) => {
  const found = parseDay(value);
  if (!found) {
    const isFarOff = DATE_FIELD.test(value) && (value.length > 10 || value < FIRST_DAY || value > LAST_DAY);
    context.addIssue({ code: 'custom', message: isFarOff ? 'far-off-day' : 'not-a-day' });
  }
  return found ?? z.NEVER;
});
