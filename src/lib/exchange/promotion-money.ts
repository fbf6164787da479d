import type { Day } from '$lib/calendar/day';
import type { BalanceRef, MovementOrder } from '$lib/funds/ledger';
import type { Minor } from '$lib/money/money';

/** What a file's row says of a promotion, beside what the books hold of it. */
export interface PromotionRow {
  promotionId: number;
  code: string;
  /** The fund that pays from now on; null where it is spent before the books. */
  fundId: number | null;
  startsOn: Day;
  endsOn: Day;
  cancelledOn: Day | null;
  /** Whether it had been settled before, here or at the desk. */
  isSettled: boolean;
  planned: Minor | null;
  actual: Minor | null;
  committed: Minor;
  spent: Minor;
  /** The fund that the commitment came from; null where there was none. */
  committedFrom: number | null;
  /** Null where nothing was spent. */
  isSpentFromSource: boolean | null;
  /** The movement that put all of `spent` there and has not been undone; null where several did. */
  spentBy: number | null;
}

export type Move = Pick<MovementOrder, 'kind' | 'from' | 'to' | 'amountMinor' | 'reverses'>;

/**
 * What a promotion's balances should hold: settled once its actual spend is known, else committed as planned. An empty
 * actual spend leaves a settlement as it is, and a cancelled promotion stays cancelled.
 */
export function wantedOf(row: PromotionRow): { committed: Minor; spent: Minor } {
  if (row.actual !== null) return { committed: 0, spent: row.actual };
  if (row.isSettled) return { committed: row.committed, spent: row.spent };
  if (row.cancelledOn !== null || row.fundId === null) return { committed: 0, spent: 0 };
  return { committed: row.planned ?? 0, spent: 0 };
}

/** What history takes that comes in for the first time: the plan was committed, its cost settled, the rest freed. */
export function firstMoney(row: PromotionRow): { begun: Move[]; closed: Move[]; committed: Minor } {
  const wanted = wantedOf(row);
  const { committed, spent, available } = balancesOf(row);
  if (!available)
    return { begun: [], closed: moves(['opening', { kind: 'source' }, spent, wanted.spent]), committed: 0 };
  const commitment = wanted.committed > 0 ? wanted.committed : Math.max(row.planned ?? 0, wanted.spent);
  return {
    begun: moves(['commit', available, committed, commitment]),
    closed: moves(
      ['settle', committed, spent, wanted.spent],
      ['free', committed, available, commitment - wanted.committed - wanted.spent]
    ),
    committed: commitment
  };
}

/**
 * What it takes to correct what the books hold: `less` gives money back and `more` takes it, so that all that is given
 * back can go first. A wrong cost is taken back as a whole and stays readable as such; a changed fund gets its money
 * back, and the new one commits.
 */
export function correctedMoney(row: PromotionRow): { less: Move[]; more: Move[] } {
  const wanted = wantedOf(row);
  const { committed, spent, available } = balancesOf(row);
  const isMoved = row.committedFrom !== null && row.committedFrom !== row.fundId;
  const isRespent =
    row.spent !== wanted.spent ||
    (row.spent > 0 && (isMoved || row.isSpentFromSource !== (row.fundId === null)));
  const undone = isRespent
    ? moves(['reverse', spent, row.isSpentFromSource ? { kind: 'source' } : committed, row.spent]).map(
        (move) => (row.spentBy === null ? move : { ...move, reverses: row.spentBy })
      )
    : [];
  const held = row.committed + (isRespent && !row.isSpentFromSource ? row.spent : 0);
  const needed = available ? wanted.committed + (isRespent ? wanted.spent : 0) : 0;
  const kept = isMoved ? 0 : Math.min(held, needed);
  const freed: Move[] =
    row.committedFrom === null
      ? []
      : moves(['free', committed, { kind: 'available', fundId: row.committedFrom }, held - kept]);
  const settled: [Move['kind'], BalanceRef, BalanceRef, Minor] = available
    ? ['settle', committed, spent, wanted.spent]
    : ['opening', { kind: 'source' }, spent, wanted.spent];
  return {
    less: [...undone, ...freed],
    more: [
      ...(available ? moves(['commit', available, committed, needed - kept]) : []),
      ...(isRespent ? moves(settled) : [])
    ]
  };
}

function balancesOf({ promotionId, fundId }: PromotionRow): {
  committed: BalanceRef;
  spent: BalanceRef;
  available: BalanceRef | null;
} {
  return {
    committed: { kind: 'committed', promotionId },
    spent: { kind: 'spent', promotionId },
    available: fundId === null ? null : { kind: 'available', fundId }
  };
}

/** Without those that would move nothing. */
function moves(...all: [Move['kind'], BalanceRef, BalanceRef, Minor][]): Move[] {
  return all
    .filter(([, , , amountMinor]) => amountMinor !== 0)
    .map(([kind, from, to, amountMinor]) => ({ kind, from, to, amountMinor }));
}
