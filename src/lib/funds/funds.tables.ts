import type { ColumnType, Generated } from 'kysely';
import type { Day } from '$lib/calendar/day';
import type { MovementKind } from './ledger';
import type { CarryOver } from './period-close';

export interface FundTable {
  fund_id: Generated<number>;
  account_id: number | null;
  code: string;
  name: string;
  period_start: Day;
  period_end: Day;
  overdraw_percent: Generated<number>;
  /** Made by an import, not opened at the desk. */
  is_imported: Generated<boolean>;
  /** What becomes of money that is left when its period is over. */
  carry_over: Generated<CarryOver>;
}

export interface BalanceTable {
  balance_id: Generated<number>;
  kind: 'source' | 'available' | 'reserve' | 'committed' | 'spent';
  fund_id: number | null;
  promotion_id: number | null;
  amount_minor: Generated<number>;
  floor_minor: ColumnType<number | null, number | null | undefined, number | null>;
}

export interface MovementTable {
  movement_id: Generated<number>;
  kind: MovementKind;
  from_balance_id: number;
  to_balance_id: number;
  amount_minor: number;
  booked_on: Day;
  made_at: ColumnType<Date, Date | string | undefined, never>;
  made_by: number | null;
  made_via: 'desk' | 'import' | 'demo';
  reason: string;
  idempotency_key: string;
  request_hash: string;
  reverses_movement_id: number | null;
  /** Null where it is older than the column. */
  made_on: Day | null;
  import_run_id: number | null;
  corrects_movement_id: number | null;
  /** What it was allocated with, at the desk. */
  allocation_batch_id: number | null;
}

export interface AllocationBatchTable {
  allocation_batch_id: Generated<number>;
  kind: Generated<'allocate' | 'close'>;
  made_by: number;
  made_on: Day;
  made_at: ColumnType<Date, Date | string | undefined, never>;
  reason: string;
  /** The fund that the money comes from; null for new money. */
  source_fund_id: number | null;
  idempotency_key: string;
  request_hash: string;
  undoes_batch_id: number | null;
}
