import { z } from 'zod';
import { neededInput } from '$lib/text/text.input';
import { CARRY_OVERS, type CarryOver } from './period-close';

/** What *close* sends; the funds stand in fields of their own. */
export const closeInput = z.object({ key: z.uuid(), reason: neededInput(300) });

/** A fund that was chosen, as the form has it. */
export interface ChosenFund {
  code: string;
  rule: CarryOver;
  /** What the person saw in it, in minor units. */
  left: number;
  reserve: number;
}

/** The chosen funds: `fund`, `rule`, `left` and `reserve` beside each other, `chosen` with the code of each that is to be closed. */
export function chosenFunds(form: { getAll(name: string): unknown[] }): ChosenFund[] {
  const texts = (name: string) => form.getAll(name).map(String);
  const [codes, rules, lefts, reserves] = [texts('fund'), texts('rule'), texts('left'), texts('reserve')];
  const chosen = new Set(texts('chosen'));
  return codes.flatMap((code, i) => {
    const rule = CARRY_OVERS.find((each) => each === rules[i]);
    const [left, reserve] = [Number(lefts[i]), Number(reserves[i] ?? 0)];
    const isWhole = Number.isSafeInteger(left) && Number.isSafeInteger(reserve);
    return chosen.has(code) && rule && isWhole ? [{ code, rule, left, reserve }] : [];
  });
}
