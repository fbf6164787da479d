import type { Day } from '$lib/calendar/day';
import type { AccountRow, DayRange, Portfolio, WindowMark } from '$lib/timeline/timeline';
import { budgetOn, type FundBooks, leftLane, spendRate } from './left-lane';
import { duesOf, type PromotionMoney, weeklySpend } from './own-spend';

interface AccountBooks {
  funds: FundBooks[];
  promotions: PromotionMoney[];
}

/**
 * Rows in the order to act on them: open windows that nothing blocks first, by confidence × what is left there; then
 * by name.
 */
export function ranked(rows: AccountRow[], byName: (a: string, b: string) => number): AccountRow[] {
  return [...rows].sort((a, b) => worthOf(b) - worthOf(a) || byName(a.name, b.name));
}

/** The shown accounts together. @param rows in the order to act on them */
export function portfolioOf(
  rows: AccountRow[],
  accounts: AccountBooks[],
  sharedAvailable: number | null,
  frame: { asOf: Day; fiscalYear: string },
  extent: DayRange
): Portfolio {
  const { asOf, fiscalYear } = frame;
  const withBudget = accounts.filter((account) =>
    account.funds.some(({ period }) => period.from <= asOf && asOf <= period.to)
  );
  const funds = accounts.flatMap((account) => account.funds);
  const promotions = withBudget.flatMap((account) => account.promotions);
  // Pooled weeks: accounts do not all stray the same way, so the sum strays less than its parts together.
  const left = leftLane(
    funds,
    duesOf(promotions),
    [],
    spendRate(weeklySpend(promotions, asOf)),
    asOf,
    extent
  );
  const budget = budgetOn(funds, asOf, fiscalYear, left?.forecast ?? []);
  const first = rows[0];
  const best = first && bestOf(first);
  return {
    // No one fund stands for all of them.
    budget: budget && { ...budget, fund: null },
    sharedAvailable,
    left: left?.committed ?? [],
    windows: rows.flatMap((row) => row.windows.map(({ from, to }) => ({ from, to }))),
    best: first && best ? { account: first.code, window: best.id } : null
  };
}

function bestOf({ windows }: AccountRow): WindowMark | undefined {
  return windows.find((window) => window.state === 'open' && !window.isBlocked);
}

/** Minus one without a window to act on, so that such rows follow one with a window and no money known. */
function worthOf(row: AccountRow): number {
  const best = bestOf(row);
  return best ? best.confidence * Math.max(0, row.budget?.left ?? 0) : -1;
}
