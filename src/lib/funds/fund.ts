import { type Day, daysBetween } from '$lib/calendar/day';
import type { Minor } from '$lib/money/money';

/** A fund with its money on a day. `total` = `spent` + `committed` + `reserve` + `left`, always. */
export interface Fund {
  fundId: number;
  code: string;
  name: string;
  account: { code: string; name: string } | null;
  periodStart: Day;
  periodEnd: Day;
  overdrawPercent: number;
  total: Minor;
  spent: Minor;
  committed: Minor;
  reserve: Minor;
  /** What can still be committed; below zero where overdrawn. */
  left: Minor;
  /** The lowest that `left` may stand: zero, or below it by the overdraw that the fund allows. */
  floor: Minor;
  /** What it may be overdrawn to by rule: zero or below. The floor is lower only while it is flagged. */
  allowance: Minor;
  /** Whether it grows with what its account orders. */
  isAccruing: boolean;
  /** Orders were corrected after their money was promised: it stands below what it may be overdrawn by. */
  isFlagged: boolean;
}

export type FundMoney = Pick<Fund, 'total' | 'spent' | 'committed' | 'reserve' | 'left'>;

/** The sum of funds' money. */
export function totalMoney(funds: readonly FundMoney[]): FundMoney {
  const sum = { total: 0, spent: 0, committed: 0, reserve: 0, left: 0 };
  for (const fund of funds) for (const key of Object.keys(sum) as (keyof FundMoney)[]) sum[key] += fund[key];
  return sum;
}

/** Share of a period that has passed by the end of `on`: 0 before it, 1 after it. */
export function elapsedShare(period: { from: Day; to: Day }, on: Day): number {
  const passed = daysBetween(period.from, on) + 1;
  return Math.min(1, Math.max(0, passed / (daysBetween(period.from, period.to) + 1)));
}

/**
 * How far spending is ahead of an even pace: (spent + committed − even pace) ÷ even pace.
 *
 * @returns 0.04 for four per cent ahead; null before the period or where there is no budget
 */
export function paceOf(money: FundMoney, period: { from: Day; to: Day }, on: Day): number | null {
  return paceOfAll([{ ...money, periodStart: period.from, periodEnd: period.to }], on);
}

/**
 * How far several funds together are ahead of an even pace, each over its own period.
 *
 * @returns as `paceOf`; null where none has begun
 */
export function paceOfAll(
  funds: readonly (FundMoney & { periodStart: Day; periodEnd: Day })[],
  on: Day
): number | null {
  let even = 0;
  let used = 0;
  for (const fund of funds) {
    even += fund.total * elapsedShare({ from: fund.periodStart, to: fund.periodEnd }, on);
    used += fund.spent + fund.committed;
  }
  return even > 0 ? (used - even) / even : null;
}

/**
 * Whether a movement can be undone on the fund's page. What a promotion committed is undone on the promotion, and what
 * a file has corrected since would be taken back twice.
 */
export function isUndoable({ kind, isCorrected }: { kind: string; isCorrected: boolean }): boolean {
  return ['deposit', 'return', 'move', 'hold', 'release'].includes(kind) && !isCorrected;
}
