import type { Generated } from 'kysely';
import type { Day } from '$lib/calendar/day';

export interface SellInTable {
  account_id: number;
  product_id: number;
  order_code: string;
  ordered_on: Day;
  units: number;
  net_value_minor: number | null;
}

/** What an order said before a file corrected it. */
export interface SellInRevisionTable extends SellInTable {
  sell_in_revision_id: Generated<number>;
  replaced_on: Day;
  import_run_id: number;
}

export interface SellThroughTable {
  account_id: number;
  store_id: number | null;
  product_id: number;
  week: Day;
  units: number | null;
  stock_on_hand: number | null;
  /** Currency units with four decimals, as text: a price that was seen, not money that moves. */
  unit_price: string | null;
  /** Share of stores with the product on display, 0 to 1, as text. */
  display_share: string | null;
}

export interface SellThroughWeekTable {
  account_id: number;
  product_id: number;
  week: Day;
  units: number | null;
  stock_on_hand: number | null;
}

/** What a week's roll-up said before a file corrected it. */
export interface SellThroughWeekRevisionTable extends SellThroughWeekTable {
  sell_through_week_revision_id: Generated<number>;
  replaced_on: Day;
  import_run_id: number;
}
