import { z } from 'zod';
import { dayInput } from '$lib/calendar/day.input';
import { parseDecimal } from '$lib/money/money';
import { parseTypedAmount } from '$lib/money/typed';
import { neededInput, textInput } from '$lib/text/text.input';
import type { VolumeUnit } from './terms';

const MOST_COUNT = 1e12;

/** What *log it* sends. @param unit what the volume counts: an amount of `currency` where it is money */
export function progressInput(unit: VolumeUnit, currency: string) {
  const figure = (isNeeded: boolean) =>
    textInput(40).transform((text, context): number | null => {
      if (text === '' && !isNeeded) return null;
      const parsed = unit === 'money' && isNeeded ? parseTypedAmount(text, currency) : parseDecimal(text, 0);
      const code = !parsed.ok
        ? parsed.why
        : parsed.minor < 0
          ? 'not-positive'
          : parsed.minor > MOST_COUNT
            ? 'too-large'
            : null;
      if (code) context.addIssue({ code: 'custom', message: text === '' ? 'missing' : code });
      return parsed.ok ? parsed.minor : z.NEVER;
    });
  return z.object({
    key: z.uuid(),
    day: dayInput,
    done: figure(true).transform((volume) => volume ?? 0),
    sold: figure(false).optional(),
    note: textInput(300).default('')
  });
}

export const takeBackInput = z.object({
  key: z.uuid(),
  entry: z.coerce.number().int().positive(),
  reason: neededInput(300)
});
