import type { Day, DayRange } from '$lib/calendar/day';
import type { AccountRow, BudgetSummary, Portfolio, WindowMark } from '$lib/timeline/timeline';
import { budgetOn, type FundBooks, leftLane } from './left-lane';
import { draftsOf, duesOf, type PromotionMoney } from './own-spend';

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
  const funds = accounts.flatMap((account) => account.funds);
  const promotions = accounts.flatMap((account) => account.promotions);
  const left = leftLane(funds, duesOf(promotions), [], null, asOf, extent);
  const budget = budgetOn(funds, asOf, fiscalYear, null, draftsOf(promotions, asOf));
  const first = rows[0];
  const best = first && bestOf(first);
  return {
    // No one fund stands for all of them.
    budget: budget && { ...budget, fund: null, yearEnd: yearEndOf(rows) },
    sharedAvailable,
    left: left?.committed ?? [],
    windows: distinctRanges(rows),
    best: first && best ? { account: first.code, window: best.id } : null
  };
}

/** Weeks with a window at any account, each once: several accounts often share one. */
function distinctRanges(rows: AccountRow[]): DayRange[] {
  const found = new Map<string, DayRange>();
  for (const { windows } of rows) {
    for (const { from, to } of windows) found.set(`${from}|${to}`, { from, to });
  }
  return [...found.values()].sort((a, b) => (a.from + a.to < b.from + b.to ? -1 : 1));
}

/**
 * Medians add; deviations to each side add as independent ones do, by their squares. Null where a budget's end is not
 * known: a sum of the others would not be the end of all.
 */
function yearEndOf(rows: AccountRow[]): BudgetSummary['yearEnd'] {
  const ends = rows.flatMap((row) => (row.budget ? [row.budget.yearEnd] : []));
  let [median, below, above] = [0, 0, 0];
  const usual = { perWeek: 0, weeks: 0, promised: 0 };
  for (const end of ends) {
    if (end === null) return null;
    median += end.median;
    below += (end.median - end.low) ** 2;
    above += (end.high - end.median) ** 2;
    usual.perWeek += end.perWeek;
    usual.promised += end.promised;
    usual.weeks = Math.max(usual.weeks, end.weeks);
  }
  if (ends.length === 0) return null;
  const [low, high] = [Math.round(median - Math.sqrt(below)), Math.round(median + Math.sqrt(above))];
  return { low, median, high, ...usual };
}

function bestOf({ windows }: AccountRow): WindowMark | undefined {
  return windows.find((window) => window.state === 'open' && !window.isBlocked);
}

/** Minus one without a window to act on, so that such rows follow one with a window and no money known. */
function worthOf(row: AccountRow): number {
  const best = bestOf(row);
  return best ? best.confidence * Math.max(0, row.budget?.left ?? 0) : -1;
}
