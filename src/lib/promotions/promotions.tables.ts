import type { Generated } from 'kysely';
import type { Day } from '$lib/calendar/day';

export interface PromotionTable {
  promotion_id: Generated<number>;
  account_id: number;
  fund_id: number | null;
  code: string;
  name: string;
  tactic:
    | 'price'
    | 'display'
    | 'promoter'
    | 'gift'
    | 'sales_incentive'
    | 'listing'
    | 'volume_rebate'
    | 'co_op_advertising'
    | 'push_agreement';
  starts_on: Day;
  ends_on: Day;
  planned_minor: number | null;
  reason: string | null;
  /** The window that the promotion was planned from, as it was shown. */
  advice: unknown;
  created_on: Day;
  created_by: number | null;
  approved_on: Day | null;
  cancelled_on: Day | null;
  settled_on: Day | null;
  submitted_on: Day | null;
  submitted_by: number | null;
  declined_on: Day | null;
  /** Since when a change waits for approval, and what it would make of the promotion. */
  reopened_on: Day | null;
  wanted_starts_on: Day | null;
  wanted_ends_on: Day | null;
  wanted_planned_minor: number | null;
}

/** Limits of a role; only ever added to. */
export interface ApprovalRuleTable {
  approval_rule_id: Generated<number>;
  role: 'manager' | 'finance' | 'admin';
  account_id: number | null;
  tactic: PromotionTable['tactic'] | null;
  own_limit_minor: number | null;
  approve_limit_minor: number | null;
  is_withdrawn: Generated<boolean>;
  made_by: number | null;
  made_at: Generated<Date>;
}

export interface PromotionProductTable {
  promotion_id: number;
  product_id: number;
}

/** What a promotion was before somebody changed it; only ever added to. */
export interface PromotionChangeTable {
  promotion_change_id: Generated<number>;
  promotion_id: number;
  changed_on: Day;
  made_at: Generated<Date>;
  /** Null where a file changed it from the command line. */
  made_by: number | null;
  made_via: 'desk' | 'import';
  reason: string | null;
  was_starts_on: Day;
  was_ends_on: Day;
  was_planned_minor: number | null;
  starts_on: Day;
  ends_on: Day;
  planned_minor: number | null;
  import_run_id: number | null;
  was_fund_id: number | null;
  fund_id: number | null;
  /** Null where the change is older than this column, or could not touch what follows: fund, tactic, products, spend. */
  was_tactic: PromotionTable['tactic'] | null;
  tactic: PromotionTable['tactic'] | null;
  /** Codes. */
  was_products: string[] | null;
  products: string[] | null;
  was_spent_minor: number | null;
  spent_minor: number | null;
  idempotency_key: string | null;
  request_hash: string | null;
}

/** Who decided what on a promotion at the desk; only ever added to. */
export interface PromotionDecisionTable {
  promotion_decision_id: Generated<number>;
  promotion_id: number;
  kind: 'approve' | 'cancel' | 'settle' | 'unsettle' | 'submit' | 'decline' | 'withdraw';
  decided_on: Day;
  made_at: Generated<Date>;
  made_by: number;
  reason: string | null;
  /** Committed, freed, settled, or taken back, by the kind. */
  amount_minor: number;
  idempotency_key: string;
  request_hash: string;
}

/** What was agreed that a promotion pays; never changed. */
export interface PromotionTermsTable {
  promotion_id: number;
  basis: 'lump' | 'sold' | 'ordered' | 'order_value' | 'logged';
  unit: 'units' | 'store_weeks' | 'promoter_days' | 'gifts' | 'listings' | 'weeks' | 'money' | null;
  /** Minor units for one of the volume, or basis points where that is money. */
  rate: number;
  volume: number;
  fixed_minor: number;
  threshold: number | null;
  stores: number | null;
  stock: number | null;
  shelf_price_minor: number | null;
  agreed: string | null;
}

/** What somebody logged as done; only ever added to. */
export interface PromotionProgressTable {
  promotion_progress_id: Generated<number>;
  promotion_id: number;
  done_on: Day;
  /** In the unit of the terms. */
  volume: number;
  units_sold: number | null;
  note: string | null;
  /** Null for the demo market. */
  made_by: number | null;
  made_at: Generated<Date>;
  made_on: Day;
  /** The row that this one takes back. */
  takes_back_id: number | null;
  idempotency_key: string;
  request_hash: string;
}
