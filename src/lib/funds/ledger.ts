import type { Day } from '$lib/calendar/day';
import type { Minor } from '$lib/money/money';

/** Where money stands. `source` is where deposits come from; it alone may go below zero without end. */
export type BalanceRef =
  | { kind: 'source' }
  | { kind: 'available' | 'reserve'; fundId: number }
  | { kind: 'committed' | 'spent'; promotionId: number };

export type MovementKind =
  | 'opening'
  | 'deposit'
  | 'return'
  | 'accrue'
  | 'move'
  | 'hold'
  | 'release'
  | 'commit'
  | 'settle'
  | 'free'
  | 'reverse';

/** Who moves the money; a person for the desk, nobody for the command line. */
export interface Mover {
  personId: number | null;
  via: 'desk' | 'import' | 'demo';
}

/** One amount going from one balance to another. */
export interface MovementOrder {
  kind: MovementKind;
  from: BalanceRef;
  to: BalanceRef;
  /** More than zero. */
  amountMinor: Minor;
  bookedOn: Day;
  reason: string;
  by: Mover;
  /** Made by the client and used once: the same key with the same content gives the first result. */
  key: string;
  /** What the key stands for, where the balances are made in the same breath; else the movement itself. */
  content?: string;
  /** The lowest that `from` may be left at, where that is above its own floor: what may be overdrawn is not there to be given on. */
  leaveMinor?: Minor;
  /** The movement that this one undoes. */
  reverses?: number;
  /** The movement that this one sets right in part. */
  corrects?: number;
  /** The day on which it is made, where that is later than the day it is booked on: history that first comes in. */
  madeOn?: Day;
  /** The run of the import that makes it. */
  importRun?: number;
  /** The allocation that it is part of. */
  allocationBatch?: number;
}

/** Why money did not move, with the figures that the reader needs. */
export type Refusal =
  | { why: 'not-enough'; left: Minor; asked: Minor }
  | { why: 'amount-not-positive'; asked: number }
  /** More than the books can hold; `most` is what all funds together may. */
  | { why: 'too-much'; most: Minor }
  | { why: 'key-reused' }
  | { why: 'already-reversed' };

/**
 * What all funds together may hold, and so the furthest that any balance may stand from zero: ten of the largest
 * amounts. Sums over balances stay exact below it, whatever is deposited. The same bound is a check of the table.
 */
export const MOST_HELD_MINOR: Minor = 1e15;

export type Outcome = { ok: true; movementId: number; isReplay: boolean } | { ok: false; refusal: Refusal };

export interface BalanceState {
  balanceId: number;
  amountMinor: Minor;
  /** The lowest it may stand; null for no limit. */
  floorMinor: Minor | null;
}

/** One text a balance, the same for the same balance. */
export function refKey(ref: BalanceRef): string {
  if (ref.kind === 'source') return 'source';
  return 'fundId' in ref ? `fund:${ref.fundId}:${ref.kind}` : `promotion:${ref.promotionId}:${ref.kind}`;
}

/** Whether an amount may leave a balance; null where it may. The same rule stands in the ledger's SQL. */
export function refusalOf(
  balance: Pick<BalanceState, 'amountMinor' | 'floorMinor'>,
  amountMinor: Minor
): Refusal | null {
  if (!Number.isSafeInteger(amountMinor) || amountMinor <= 0)
    return { why: 'amount-not-positive', asked: amountMinor };
  if (balance.floorMinor === null) return isOutOfReach(balance.amountMinor - amountMinor) ? TOO_MUCH : null;
  const left = balance.amountMinor - balance.floorMinor;
  return left < amountMinor ? { why: 'not-enough', left, asked: amountMinor } : null;
}

/** Whether an amount may come into a balance; null where it may. */
export function overflowOf(balance: Pick<BalanceState, 'amountMinor'>, amountMinor: Minor): Refusal | null {
  return isOutOfReach(balance.amountMinor + amountMinor) ? TOO_MUCH : null;
}

const TOO_MUCH: Refusal = { why: 'too-much', most: MOST_HELD_MINOR };
const isOutOfReach = (amountMinor: Minor) => Math.abs(amountMinor) > MOST_HELD_MINOR;

/**
 * Plays movements on balances in their order, in memory.
 *
 * @param balances by `refKey`; not changed
 * @returns the refusals by index of the order, and every balance that moved with its new amount
 */
export function replay(
  balances: ReadonlyMap<string, BalanceState>,
  orders: readonly Pick<MovementOrder, 'from' | 'to' | 'amountMinor'>[]
): { refusals: { index: number; refusal: Refusal }[]; after: Map<string, BalanceState> } {
  const after = new Map<string, BalanceState>();
  const stateOf = (ref: BalanceRef): BalanceState => {
    const key = refKey(ref);
    const state = after.get(key) ?? balances.get(key);
    if (!state) throw new Error(`There is no balance ${key}.`);
    return state;
  };
  const refusals: { index: number; refusal: Refusal }[] = [];
  orders.forEach(({ from, to, amountMinor }, index) => {
    const refusal = refusalOf(stateOf(from), amountMinor) ?? overflowOf(stateOf(to), amountMinor);
    if (refusal) {
      refusals.push({ index, refusal });
      return;
    }
    const source = stateOf(from);
    after.set(refKey(from), { ...source, amountMinor: source.amountMinor - amountMinor });
    const target = stateOf(to);
    after.set(refKey(to), { ...target, amountMinor: target.amountMinor + amountMinor });
  });
  return { refusals, after };
}

/** What a fund may be overdrawn to: the lowest amount of its available balance, zero or below. */
export function overdrawFloor(budgetMinor: Minor, overdrawPercent: number): Minor {
  const allowance = Number((BigInt(Math.max(0, budgetMinor)) * BigInt(overdrawPercent)) / 100n);
  return allowance === 0 ? 0 : -allowance;
}
