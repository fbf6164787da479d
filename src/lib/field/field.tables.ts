import type { ColumnType, Generated } from 'kysely';
import type { Day } from '$lib/calendar/day';

export interface VisitTable {
  visit_id: string;
  account_id: number;
  store_id: number;
  visited_on: Day;
  received_on: Day;
  person_id: number | null;
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
  corrects_id: string | null;
}
