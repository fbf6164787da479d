import type { Day } from '$lib/calendar/day';

/**
 * Units of our own products at one account in one week; null where any product's figure is not known: an empty cell, or
 * no row at all for a product that the account sells.
 */
interface SalesWeek {
  week: Day;
  units: number | null;
  stockOnHand: number | null;
}

/** What an account ordered and sold on, and where its shelves were empty. */
export interface AccountSales {
  /** Ordered by the account, by week, the oldest first. */
  sellIn: { week: Day; units: number }[];
  sellThrough: SalesWeek[];
  /** Weeks at whose end a product of ours was not on hand. */
  emptyWeeks: { product: number; productName: string; brandName: string; week: Day }[];
}
