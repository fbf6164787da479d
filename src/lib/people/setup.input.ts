import { z } from 'zod';
import { neededInput, textInput } from '$lib/text/text.input';
import { passwordFault } from './password';

export const emailInput = textInput(254)
  .transform((value) => value.toLowerCase())
  .pipe(z.email());

export const nameInput = neededInput(120);

/** What the first visit asks for. A fault's message is its code; the page has the words. */
export const setupInput = z
  .object({
    code: neededInput(40),
    organisation: neededInput(120),
    currency: z
      .string()
      .max(20)
      .trim()
      .toUpperCase()
      .refine((value) => Intl.supportedValuesOf('currency').includes(value), 'currency'),
    fiscalKind: z.enum(['iso', '4-4-5', '4-5-4', '5-4-4', 'month']),
    fundPeriod: z.enum(['year', 'quarter', 'month']).default('year'),
    yearStartMonth: z.coerce.number().int().min(1).max(12),
    name: nameInput,
    email: emailInput,
    password: z.string().max(1000, 'too-long')
  })
  .superRefine((value, context) => {
    const fault = passwordFault(value.password, [value.email, value.name]);
    if (fault) context.addIssue({ code: 'custom', path: ['password'], message: fault });
  });

export type SetupInput = z.output<typeof setupInput>;
