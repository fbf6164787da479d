import type { Day } from '$lib/calendar/day';
import { type Minor, sumMinor } from '$lib/money/money';
import { plainText } from '$lib/text/plain-text';
import { parseSort, type Sort, sortRows } from '$lib/ui/sort';
import { type Promotion, type PromotionStatus, statusOn } from './promotion';

const KEYS = ['name', 'account', 'dates', 'planned', 'committed', 'spent'] as const;
type Key = (typeof KEYS)[number];

export const STATUSES: readonly PromotionStatus[] = [
  'draft',
  'approved',
  'running',
  'ended',
  'settled',
  'cancelled'
];

/** Which promotions are asked for, as the address says it. */
export interface PromotionList {
  search: string;
  /** Empty for any. */
  status: PromotionStatus | '';
  /** Code of an account; empty for all. */
  account: string;
  sort: Sort<Key>;
}

export type PromotionRow = Promotion & { status: PromotionStatus };

export function parsePromotionList(params: URLSearchParams): PromotionList {
  return {
    search: plainText(params.get('q') ?? '', 200),
    status: STATUSES.find((status) => status === params.get('status')) ?? '',
    account: params.get('account') ?? '',
    sort: parseSort(params.get('sort'), KEYS, { key: 'dates', isDescending: true })
  };
}

/** The promotions that are asked for, with their status on a day, sorted. */
export function listPromotions(
  promotions: readonly Promotion[],
  list: PromotionList,
  on: Day,
  compareText: (a: string, b: string) => number
): PromotionRow[] {
  const words = list.search.toLowerCase();
  const shown = promotions
    .map((promotion) => ({ ...promotion, status: statusOn(promotion, on) }))
    .filter(
      ({ status, account, name, code }) =>
        (!list.status || status === list.status) &&
        (!list.account || account.code === list.account) &&
        (!words || `${name} ${code} ${account.name}`.toLowerCase().includes(words))
    );
  return sortRows(shown, (row) => valueOf(row, list.sort.key), list.sort.isDescending, compareText);
}

function valueOf(row: PromotionRow, key: Key): string | number | null {
  switch (key) {
    case 'name':
      return row.name;
    case 'account':
      return row.account.name;
    case 'dates':
      return row.startsOn;
    case 'planned':
      return row.plannedMinor;
    case 'committed':
      return row.committedMinor;
    case 'spent':
      return row.spentMinor;
  }
}

/** Sums of the three streams; `plannedUnknown` promotions were never planned in money and are in none of them. */
export function totalPromotions(promotions: readonly Promotion[]): {
  plannedMinor: Minor;
  committedMinor: Minor;
  spentMinor: Minor;
  plannedUnknown: number;
} {
  return {
    plannedMinor: sumMinor(promotions.map(({ plannedMinor }) => plannedMinor ?? 0)),
    committedMinor: sumMinor(promotions.map(({ committedMinor }) => committedMinor)),
    spentMinor: sumMinor(promotions.map(({ spentMinor }) => spentMinor)),
    plannedUnknown: promotions.filter(({ plannedMinor }) => plannedMinor === null).length
  };
}
