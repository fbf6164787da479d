import type { Day } from '$lib/calendar/day';
import { type Minor, MOST_MINOR } from '$lib/money/money';

/** What an account has in a period, as the books have it: one fund, or nothing yet. */
export interface Allotment {
  /** `left` + `reserve` + what is committed and spent. */
  total: Minor;
  /** What can still be committed; below zero where overdrawn. */
  left: Minor;
  reserve: Minor;
}

export const NOTHING: Allotment = { total: 0, left: 0, reserve: 0 };

/** One cell of the grid as a person changed it. */
export interface AllocationEdit {
  /** Code of the account; empty for a fund that is shared. */
  account: string;
  from: Day;
  to: Day;
  /** Code of the fund; null where the amount makes one. */
  fund: string | null;
  /** The budget that the person saw when they changed it. */
  was: Minor;
  now: Minor;
}

/** A cell that a colleague changed since the person saw it. */
export interface AllocationConflict {
  index: number;
  /** What the books say now. */
  theirs: Minor;
  /** The fund that is there now. */
  fund: string | null;
  who: string | null;
  madeAt: Date | null;
}

/** A saved allocation, as a person reads it. */
export interface AllocationBatch {
  batchId: number;
  /** Of `close`: what was left in funds whose period was over. */
  kind: 'allocate' | 'close';
  who: string;
  madeAt: Date;
  reason: string;
  /** Name of the fund that the money came from; null for new money. */
  source: string | null;
  /** The batch that this one undoes. */
  undoes: number | null;
  undoneBy: number | null;
  /** Name of a fund whose money has moved since, so that undoing would take what something stands on; null where none. */
  builtOn: string | null;
  /** The funds whose budget it changed. */
  lines: { code: string; name: string; change: Minor }[];
}

/** Why a budget cannot be what was typed. */
export type AllotmentFault =
  | { why: 'negative' }
  | { why: 'too-large'; most: Minor }
  /** Less than what is spent, committed or held back. */
  | { why: 'below-used'; least: Minor };

/** The least that a budget can be brought down to: what is spent, committed or held back stays where it is. */
export function leastTotal({ total, left }: Allotment): Minor {
  return total - Math.max(0, left);
}

/** Whether a budget may become `now`; null where it may. What may be overdrawn is not there to be given away. */
export function allotmentFault(allotment: Allotment, now: Minor): AllotmentFault | null {
  if (now < 0) return { why: 'negative' };
  if (now > MOST_MINOR) return { why: 'too-large', most: MOST_MINOR };
  const least = leastTotal(allotment);
  // An overdrawn fund may be given money although that leaves it overdrawn.
  return now < least && now < allotment.total ? { why: 'below-used', least } : null;
}

/** A budget with another total: what is added or taken is what can be committed. */
export function withTotal({ total, left, reserve }: Allotment, now: Minor): Allotment {
  return { total: now, left: left + now - total, reserve };
}

/** What edits take from where the money comes from, together; below zero where they give back. */
export function takenBy(edits: Iterable<Pick<AllocationEdit, 'was' | 'now'>>): Minor {
  let taken = 0;
  for (const { was, now } of edits) taken += now - was;
  return taken;
}

/** What is missing where the money comes from; zero where there is enough. @param left null for new money */
export function missingFrom(left: Minor | null, taken: Minor): Minor {
  return left === null || taken <= 0 ? 0 : Math.max(0, taken - Math.max(0, left));
}
