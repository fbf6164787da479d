import type { Day } from '$lib/calendar/day';
import { plainText } from '$lib/text/plain-text';
import { parseSort, type Sort, sortRows } from '$lib/ui/sort';
import { type Fund, paceOf } from './fund';

const KEYS = ['fund', 'account', 'period', 'total', 'spent', 'committed', 'reserve', 'left', 'pace'] as const;
type Key = (typeof KEYS)[number];

/** Which funds are asked for, as the address says it. */
export interface FundList {
  search: string;
  /** Code of an account; `shared` for funds without one; empty for all. */
  account: string;
  period: 'current' | 'all';
  sort: Sort<Key>;
}

/** Whether an address asks for the list of funds instead of the grid: whoever filters or sorts wants the list. */
export function asksForList(params: URLSearchParams): boolean {
  return params.get('view') === 'list' || ['q', 'sort', 'period', 'account'].some((name) => params.has(name));
}

export type FundRow = Fund & { pace: number | null };

/** Filters and sort of the list that an address asks for; what is unknown falls back to its default. */
export function parseFundList(params: URLSearchParams): FundList {
  return {
    search: plainText(params.get('q') ?? '', 200),
    account: params.get('account') ?? '',
    period: params.get('period') === 'all' ? 'all' : 'current',
    sort: parseSort(params.get('sort'), KEYS, { key: 'account', isDescending: false })
  };
}

/**
 * The funds that are asked for, with their pace on a day, sorted. Where no fund at all runs on that day, as with
 * old data, *current* means every fund: an empty page would hide what is there.
 */
export function listFunds(
  funds: readonly Fund[],
  list: FundList,
  on: Day,
  compareText: (a: string, b: string) => number
): FundRow[] {
  const runs = (fund: Fund) => fund.periodStart <= on && on <= fund.periodEnd;
  const isAll = list.period === 'all' || !funds.some(runs);
  const words = list.search.toLowerCase();
  const shown = funds.filter(
    (fund) =>
      (isAll || runs(fund)) &&
      (!list.account || (fund.account?.code ?? 'shared') === list.account) &&
      (!words || `${fund.name} ${fund.code} ${fund.account?.name ?? ''}`.toLowerCase().includes(words))
  );
  const rows = shown.map((fund) => ({
    ...fund,
    pace: paceOf(fund, { from: fund.periodStart, to: fund.periodEnd }, on)
  }));
  return sortRows(rows, (row) => valueOf(row, list.sort.key), list.sort.isDescending, compareText);
}

function valueOf(row: FundRow, key: Key): string | number | null {
  switch (key) {
    case 'fund':
      return row.name;
    case 'account':
      // Shared funds first: they are what the others are filled from.
      return row.account?.name ?? '';
    case 'period':
      return row.periodStart;
    default:
      return row[key];
  }
}
