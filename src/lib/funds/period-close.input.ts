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
}

/** The chosen funds: `fund`, `rule` and `left` beside each other, `chosen` with the code of each that is to be closed. */
export function chosenFunds(form: { getAll(name: string): unknown[] }): ChosenFund[] {
  const texts = (name: string) => form.getAll(name).map(String);
  const [codes, rules, lefts, chosen] = [
    texts('fund'),
    texts('rule'),
    texts('left'),
    new Set(texts('chosen'))
  ];
  return codes.flatMap((code, i) => {
    const rule = CARRY_OVERS.find((each) => each === rules[i]);
    const left = Number(lefts[i]);
    return chosen.has(code) && rule && Number.isSafeInteger(left) ? [{ code, rule, left }] : [];
  });
}
