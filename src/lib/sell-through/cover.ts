/** Above this many weeks of cover more goods would only fill the warehouse. */
export const COVER_LIMIT_WEEKS = 6;
/** Weeks of sell-through that the mean is taken over. */
export const COVER_MEAN_WEEKS = 8;

/** Sell-through older than this says nothing about cover today. */
export const COVER_MEMORY_WEEKS = 16;

export interface StockWeek {
  /** Units sold through; null when not known. */
  units: number | null;
  /** Units on hand at the week's end; null when not known. */
  stockOnHand: number | null;
}

/**
 * Weeks of cover: the newest known stock on hand ÷ the mean weekly sell-through of the last eight known weeks.
 *
 * @param weeks by week, the newest last
 * @returns null where the stock or the sell-through is not known (stock older than eight entries counts as not
 *   known), or where nothing sells, so that no number of weeks says it
 */
export function weeksOfCover(weeks: StockWeek[]): number | null {
  const stock = weeks.slice(-COVER_MEAN_WEEKS).findLast((week) => week.stockOnHand !== null)?.stockOnHand;
  const sold = weeks.flatMap((week) => (week.units === null ? [] : [week.units])).slice(-COVER_MEAN_WEEKS);
  if (stock === null || stock === undefined || sold.length === 0) return null;
  const mean = sold.reduce((sum, units) => sum + units, 0) / sold.length;
  return mean > 0 ? stock / mean : null;
}

/** Whether more goods would only fill the warehouse; false where cover is not known. */
export function isCoverHigh(cover: number | null): boolean {
  return cover !== null && cover > COVER_LIMIT_WEEKS;
}
