import type { Day } from '$lib/calendar/day';
import type { Minor } from '$lib/money/money';

/** An amount from the end of `on` until the next one. */
export interface BalanceStep {
  on: Day;
  value: Minor;
}

/** What of a fund's movement moves its balances. */
interface BalanceChange {
  bookedOn: Day;
  /** Into the available balance. */
  change: Minor;
  /** Into the actual of its promotions. */
  spentChange: Minor;
  /** Available after it. */
  after: Minor;
  promotion: object | null;
}

/**
 * How a fund came to stand where it does: what could still be committed at the end of each day on which money moved, and
 * the same with what was promised and not yet settled.
 *
 * @param movements of the fund, newest first, as `readFundMovements` gives them
 */
export function balanceSteps(movements: readonly BalanceChange[]): {
  left: BalanceStep[];
  unsettled: BalanceStep[];
} {
  const left: BalanceStep[] = [];
  const unsettled: BalanceStep[] = [];
  let committed = 0;
  for (const { bookedOn, change, spentChange, after, promotion } of [...movements].reverse()) {
    // What leaves the fund for a promotion is committed until it is settled or comes back.
    if (promotion) committed -= change + spentChange;
    for (const [steps, value] of [
      [left, after],
      [unsettled, after + committed]
    ] as const) {
      if (steps.at(-1)?.on === bookedOn) steps.pop();
      steps.push({ on: bookedOn, value });
    }
  }
  return { left, unsettled };
}
