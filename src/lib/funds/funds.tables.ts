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
  /** What an available balance may be overdrawn to by rule; its floor is lower only while the fund is flagged. */
  allowance_minor: ColumnType<number | null, number | null | undefined, number | null>;
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

/** What has to stay in a fund's reserve and what may draw on it; only ever added to. */
export interface ReserveRuleTable {
  reserve_rule_id: Generated<number>;
  fund_id: number;
  floor_minor: number;
  kinds: ('stock-out' | 'exhaustion' | 'both')[];
  /** Per cent. */
  least_confidence: number;
  window_limit_minor: number | null;
  is_by_hand: boolean;
  reason: string;
  made_by: number;
  made_on: Day;
  made_at: ColumnType<Date, Date | string | undefined, never>;
  idempotency_key: string;
  request_hash: string;
}

/** What a plan drew on a reserve for a window; only ever added to. */
export interface ReserveDrawTable {
  movement_id: number;
  fund_id: number;
  promotion_id: number;
  window_id: string;
  window_kind: 'stock-out' | 'exhaustion' | 'both';
  window_from: Day;
  window_to: Day;
  /** Per cent. */
  confidence: number;
}

/** From when on a fund accrues, and at which rate; only ever added to. */
export interface AccrualRateTable {
  accrual_rate_id: Generated<number>;
  fund_id: number;
  /** Null for all products. */
  product_id: number | null;
  basis_points: number;
  from_on: Day;
  reason: string;
  /** Null for the demo market. */
  made_by: number | null;
  made_on: Day;
  made_at: ColumnType<Date, Date | string | undefined, never>;
  idempotency_key: string;
  request_hash: string;
}

/** What a fund may be overdrawn to, and when it was flagged; only ever added to. */
export interface FundOverdrawTable {
  fund_overdraw_id: Generated<number>;
  fund_id: number;
  kind: 'allowance' | 'accrual';
  percent: number | null;
  floor_minor: number;
  reason: string;
  made_by: number | null;
  made_on: Day;
  made_at: ColumnType<Date, Date | string | undefined, never>;
  idempotency_key: string | null;
  request_hash: string | null;
}
