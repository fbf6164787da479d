import { z } from 'zod';
import { parseDay } from '$lib/calendar/day';
import { neededInput, textInput } from '$lib/text/text.input';
import { ACTIVITIES, KEPT, KEPT_BAND, LOG_KINDS, SINCES, SOURCES, SURENESSES, UNTILS } from './observation';

/** `store:CODE` or, where a chain's stores are not known, `account:CODE`. */
export const placeInput = neededInput(220)
  .pipe(z.string().regex(/^(store|account):.+/))
  .transform((value) => {
    const at = value.indexOf(':');
    return { kind: value.slice(0, at) as 'store' | 'account', code: value.slice(at + 1) };
  });

export type Place = z.output<typeof placeInput>;

/** What a report sends. `what` is `brand:NAME` for the brand as a whole or `product:CODE`; `other` where no chip fits. */
export const logInput = z
  .object({
    id: z.uuid(),
    corrects: z.union([z.literal(''), z.uuid()]).optional(),
    place: placeInput,
    kind: z.enum(LOG_KINDS),
    what: textInput(300).default(''),
    other: textInput(300).default(''),
    since: z.enum([...SINCES, KEPT]).default('unknown'),
    until: z.enum([...UNTILS, KEPT]).default('open'),
    tactic: z.enum(ACTIVITIES).optional(),
    band: z.coerce.number().int().min(KEPT_BAND).max(9).default(-1),
    sureness: z.enum(SURENESSES).default('saw'),
    source: z.enum(SOURCES).default('store'),
    note: textInput(1000).default(''),
    /** The day on which the report was begun, where it may be an earlier one. */
    seen: z.string().transform(parseDay).optional()
  })
  .transform(({ what, other, ...rest }) => ({ ...rest, what: what === 'other' ? other : what }))
  .superRefine(({ kind, tactic, what }, context) => {
    if (!/^(brand|product):./.test(what))
      context.addIssue({ code: 'custom', path: ['what'], message: 'missing' });
    if (kind === 'spend' && tactic === undefined)
      context.addIssue({ code: 'custom', path: ['tactic'], message: 'missing' });
  });

export type LogInput = z.output<typeof logInput>;

export const visitInput = z.object({ place: placeInput });

export const idInput = z.object({ id: z.uuid() });
