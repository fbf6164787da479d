import type { ColumnType, Generated, GeneratedAlways } from 'kysely';
import type { Day } from '$lib/calendar/day';

export interface VisitTable {
  visit_id: string;
  account_id: number;
  store_id: number;
  visited_on: Day;
  received_on: Day;
  person_id: number | null;
  withheld_on: Day | null;
  looked_at: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>;
}

export interface ObservationTable {
  observation_id: string;
  code: string | null;
  account_id: number;
  store_id: number | null;
  brand_id: number;
  product_id: number | null;
  kind: 'spend' | 'stock_out' | 'restock' | 'price' | 'display' | 'promoter';
  tactic: string | null;
  seen_on: Day;
  logged_at: ColumnType<Date, Date | string | undefined, Date | string>;
  received_on: Day;
  starts_on: Day | null;
  starts_latest_on: Day | null;
  ends_on: Day | null;
  amount_low_minor: number | null;
  amount_high_minor: number | null;
  source: 'store' | 'public' | 'account';
  sureness: Generated<'saw' | 'told' | 'estimate'>;
  note: string | null;
  person_id: number | null;
  is_withheld: Generated<boolean>;
  withheld_on: Day | null;
  corrects_id: string | null;
}

export interface WithdrawalTable {
  withdrawal_id: GeneratedAlways<number>;
  observation_id: string | null;
  visit_id: string | null;
  withdrawn_on: Day;
  made_at: ColumnType<Date, Date | string | undefined, never>;
  person_id: number;
}
