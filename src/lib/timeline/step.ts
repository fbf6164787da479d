import type { Day } from '$lib/calendar/day';
import type { Step } from './timeline';

/** Steps between two days, opening with the value that holds on the first and closing with the one on the last. */
export function within(steps: Step[], from: Day, to: Day): Step[] {
  if (from >= to) return [];
  const before = steps.filter((step) => step.on <= from).at(-1);
  const inside = steps.filter((step) => step.on > from && step.on < to);
  const known = before ? [{ on: from, value: before.value }, ...inside] : inside;
  const last = known.at(-1);
  return last ? [...known, { on: to, value: last.value }] : [];
}

/** The value that holds on a day; null before the first step. */
export function valueOn(steps: Step[], day: Day): number | null {
  return steps.filter((step) => step.on <= day).at(-1)?.value ?? null;
}
