import type { Day } from '$lib/calendar/day';
import { type Minor, sumMinor } from '$lib/money/money';
import { plainText } from '$lib/text/plain-text';
import { parseSort, type Sort, sortRows } from '$lib/ui/sort';
import { type PlanSum, sumPlans } from './plan-sum';
import { type PlanStanding, planStanding, type Promotion, type PromotionStatus, statusOn } from './promotion';

const KEYS = ['name', 'account', 'dates', 'planned', 'committed', 'spent'] as const;
type Key = (typeof KEYS)[number];

export const STATUSES: readonly PromotionStatus[] = [
  'draft',
  'submitted',
  'approved',
  'running',
  'ended',
  'settled',
  'declined',
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

export type PromotionRow = Promotion & { status: PromotionStatus; standing: PlanStanding };

/** Filters and sort of the list that an address asks for; what is unknown falls back to its default. */
export function parsePromotionList(params: URLSearchParams): PromotionList {
  return {
    search: plainText(params.get('q') ?? '', 200),
    status: STATUSES.find((status) => status === params.get('status')) ?? '',
    account: params.get('account') ?? '',
    sort: parseSort(params.get('sort'), KEYS, { key: 'dates', isDescending: true })
  };
}

/** The promotions that are asked for, with their status on a day, sorted. @param span those that start in it; null for all */
export function listPromotions(
  promotions: readonly Promotion[],
  list: PromotionList,
  on: Day,
  span: { from: Day; to: Day } | null,
  compareText: (a: string, b: string) => number
): PromotionRow[] {
  const words = list.search.toLowerCase();
  const shown = promotions
    .map((promotion) => ({
      ...promotion,
      status: statusOn(promotion, on),
      standing: planStanding(promotion, on)
    }))
    .filter(
      ({ status, account, name, code, startsOn }) =>
        (!span || (span.from <= startsOn && startsOn <= span.to)) &&
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
      return row.standing === 'approved' ? row.plannedMinor : null;
    case 'committed':
      return row.committedMinor;
    case 'spent':
      return row.spentMinor;
  }
}

/** Sums of the three streams; planned is what was approved and not taken back. */
export function totalPromotions(
  promotions: readonly Promotion[],
  on: Day
): { plans: PlanSum; committedMinor: Minor; spentMinor: Minor } {
  return {
    plans: sumPlans(promotions, on),
    committedMinor: sumMinor(promotions.map(({ committedMinor }) => committedMinor)),
    spentMinor: sumMinor(promotions.map(({ spentMinor }) => spentMinor))
  };
}
