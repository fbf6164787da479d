import type { Day, DayRange } from '$lib/calendar/day';
import type { FiscalCalendar } from '$lib/calendar/fiscal';
import { type Minor, sumMinor } from '$lib/money/money';
import { periodAfter } from './allocation-grid';
import type { Fund } from './fund';

/** What becomes of the money that is left in a fund whose period is over. */
export type CarryOver = 'return' | 'carry' | 'reserve';
export const CARRY_OVERS: readonly CarryOver[] = ['return', 'carry', 'reserve'];

/** A fund whose period is over, with what its close would do. */
export interface ClosableFund {
  code: string;
  name: string;
  account: { code: string; name: string } | null;
  periodStart: Day;
  periodEnd: Day;
  left: Minor;
  /** Held back: it follows the rule too, and where it goes on it stays held. */
  reserve: Minor;
  /** Promised and not settled: it stays until it is, and may bring more back. */
  committed: Minor;
  rule: CarryOver;
  /** The days of the fund that comes after it. */
  next: DayRange;
  /** That fund, where it is there already. */
  nextFund: { code: string; name: string } | null;
}

/** Funds that are over and have money left or held, the longest over first; overdrawn ones cannot be closed. */
export function closableFunds(
  funds: readonly (Fund & { carryOver: CarryOver })[],
  calendar: FiscalCalendar,
  on: Day
): { closable: ClosableFund[]; overdrawn: Fund[] } {
  const over = funds
    .filter(({ periodEnd }) => periodEnd < on)
    .sort((a, b) => (a.periodEnd < b.periodEnd ? -1 : a.periodEnd > b.periodEnd ? 1 : 0));
  return {
    closable: over
      .filter(({ left, reserve }) => left >= 0 && left + reserve > 0)
      .map((fund) => {
        const next = periodAfter(calendar, { from: fund.periodStart, to: fund.periodEnd });
        const nextFund = funds.find(
          ({ account, periodStart, periodEnd }) =>
            account?.code === fund.account?.code && periodStart === next.from && periodEnd === next.to
        );
        const { code, name, account, periodStart, periodEnd, left, reserve, committed, carryOver } = fund;
        return {
          code,
          name,
          account,
          periodStart,
          periodEnd,
          left,
          reserve,
          committed,
          rule: carryOver,
          next,
          nextFund: nextFund ? { code: nextFund.code, name: nextFund.name } : null
        };
      }),
    overdrawn: over.filter(({ left }) => left < 0)
  };
}

/** What a close moves, by what becomes of it. */
export function closeTotals(
  funds: readonly { left: Minor; reserve: Minor; rule: CarryOver }[]
): Record<CarryOver, Minor> & { all: Minor } {
  const of = (rule: CarryOver) =>
    sumMinor(funds.filter((fund) => fund.rule === rule).map(({ left, reserve }) => left + reserve));
  return {
    return: of('return'),
    carry: of('carry'),
    reserve: of('reserve'),
    all: sumMinor(funds.map(({ left, reserve }) => left + reserve))
  };
}
