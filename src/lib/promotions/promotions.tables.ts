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
}

export interface PromotionProductTable {
  promotion_id: number;
  product_id: number;
}
