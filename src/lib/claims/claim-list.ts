import type { Day } from '$lib/calendar/day';
import { type Minor, sumMinor } from '$lib/money/money';
import { plainText } from '$lib/text/plain-text';
import { parseSort, type Sort, sortRows } from '$lib/ui/sort';
import { ageOf, type Claim, CLAIM_STATUSES, claimStatus, type ClaimStatus, isOpen, matchedOf } from './claim';

const KEYS = ['reference', 'account', 'received', 'age', 'amount', 'matched'] as const;
type Key = (typeof KEYS)[number];

/** Which claims are asked for, as the address says it. */
export interface ClaimList {
  search: string;
  /** `all-open` is all that is neither paid nor refused. */
  status: ClaimStatus | 'all-open' | 'any';
  /** Code of an account; empty for all. */
  account: string;
  sort: Sort<Key>;
}

export type ClaimRow = Claim & { status: ClaimStatus; age: number | null; matchedMinor: Minor };

/** Filters and sort of the list that an address asks for; what is unknown falls back to its default. */
export function parseClaimList(params: URLSearchParams): ClaimList {
  const status = params.get('status');
  return {
    search: plainText(params.get('q') ?? '', 200),
    status: status === 'any' ? 'any' : (CLAIM_STATUSES.find((each) => each === status) ?? 'all-open'),
    account: params.get('account') ?? '',
    sort: parseSort(params.get('sort'), KEYS, { key: 'age', isDescending: true })
  };
}

/** The claims that are asked for, with their age on a day, sorted. */
export function listClaims(
  claims: readonly Claim[],
  list: ClaimList,
  on: Day,
  compareText: (a: string, b: string) => number
): ClaimRow[] {
  const words = list.search.toLowerCase();
  const rows = claims
    .map((claim) => ({
      ...claim,
      status: claimStatus(claim),
      age: ageOf(claim, on),
      matchedMinor: matchedOf(claim.shares)
    }))
    .filter(
      (claim) =>
        (list.status === 'any' ||
          (list.status === 'all-open' ? isOpen(claim) : claim.status === list.status)) &&
        (!list.account || claim.account.code === list.account) &&
        (!words ||
          `${claim.reference} ${claim.account.name} ${claim.note ?? ''}`.toLowerCase().includes(words))
    );
  return sortRows(rows, (row) => valueOf(row, list.sort.key), list.sort.isDescending, compareText);
}

function valueOf(row: ClaimRow, key: Key): string | number | null {
  switch (key) {
    case 'reference':
      return row.reference;
    case 'account':
      return row.account.name;
    case 'received':
      return row.receivedOn;
    case 'age':
      return row.age;
    case 'amount':
      return row.amountMinor;
    case 'matched':
      return row.matchedMinor;
  }
}

/** What is open, all together, and how old the oldest of it is. */
export function openClaims(
  claims: readonly Claim[],
  on: Day
): { count: number; amountMinor: Minor; oldest: number | null } {
  const open = claims.filter(isOpen);
  return {
    count: open.length,
    amountMinor: sumMinor(open.map(({ amountMinor }) => amountMinor)),
    oldest: open.length === 0 ? null : Math.max(...open.map((claim) => ageOf(claim, on)!))
  };
}
