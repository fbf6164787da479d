import { z } from 'zod';
import { dayInput } from '$lib/calendar/day.input';
import { amountInput } from '$lib/money/amount.input';
import type { Minor } from '$lib/money/money';
import { parseTypedAmount } from '$lib/money/typed';
import { neededInput, textInput } from '$lib/text/text.input';
import { CLAIM_KINDS } from './claim';

/** What *enter a claim* sends. */
export function newClaimInput(currency: string) {
  return z.object({
    key: z.uuid(),
    account: neededInput(200),
    reference: neededInput(120),
    kind: z.enum(CLAIM_KINDS as ['invoice', 'deduction']),
    amount: amountInput(currency),
    issued: dayInput,
    received: dayInput,
    note: textInput(1000)
  });
}

/** What deciding on a claim sends; the split comes in fields of its own. */
export const claimDecisionInput = z.object({ key: z.uuid(), reason: textInput(400).default('') });

/** A split as it was typed: what belongs to which promotion, by its code. */
export interface TypedSplit {
  /** Amounts; empty for nothing. */
  amounts: Record<string, string>;
  /** Promotions of which no further claim is expected. */
  lasts: string[];
}

/** The split as the form has it: `promotion` and `share` beside each other, `last` with the code of a promotion. */
export function typedSplit(form: { getAll(name: string): unknown[] }): TypedSplit {
  const texts = (name: string) => form.getAll(name).slice(0, MOST_PROMOTIONS).map(String);
  const shares = texts('share');
  return {
    amounts: Object.fromEntries(texts('promotion').map((code, i) => [code, shares[i] ?? ''])),
    lasts: texts('last')
  };
}

/** More than any account has open. */
const MOST_PROMOTIONS = 1000;

export type ParsedSplit =
  | { ok: true; shares: { code: string; amountMinor: Minor; isLast: boolean }[] }
  /** Codes of promotions whose amount cannot be read. */
  | { ok: false; unread: string[] };

/** The amounts of a split; an empty one and zero are nothing. */
export function parseSplit({ amounts, lasts }: TypedSplit, currency: string): ParsedSplit {
  const unread: string[] = [];
  const shares = Object.entries(amounts).flatMap(([code, text]) => {
    if (text.trim() === '') return [];
    const parsed = parseTypedAmount(text, currency);
    if (!parsed.ok || parsed.minor < 0) {
      unread.push(code);
      return [];
    }
    return parsed.minor === 0 ? [] : [{ code, amountMinor: parsed.minor, isLast: lasts.includes(code) }];
  });
  return unread.length > 0 ? { ok: false, unread } : { ok: true, shares };
}
