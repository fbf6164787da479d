import { addDays, type Day, maxDay, minDay } from '$lib/calendar/day';
import { type Frame, round, type Span } from '$lib/charts/scale.layout';
import type { StockOut } from './timeline';

/** Days after the last look for which what was seen may still hold. */
export const STALE_AFTER_DAYS = 7;

export interface StockOutMarks {
  id: string;
  owner: StockOut['owner'];
  y: number;
  height: number;
  /** Surely out: null where the earliest end lies before the latest start. */
  core: Span | null;
  rise: Span | null;
  fall: Span | null;
  /** Nobody has looked since the last sight went stale. */
  unknown: Span | null;
  /** Where the text of an ongoing stock-out begins: right of `asOf`. */
  labelX: number | null;
  /** Width that a text on the sure part may take. */
  room: number;
  /** Whole length, for the pointer. */
  whole: Span;
}

/**
 * Stock-outs as what is sure, what fades in and out, and what nobody has seen.
 * Nothing observed is drawn right of `asOf`, nor past the last sight and its staleness.
 */
export function layoutSupply(
  stockOuts: StockOut[],
  frame: Frame,
  asOf: Day,
  top: number,
  bottom: number
): StockOutMarks[] {
  const isShared =
    stockOuts.some((s) => s.owner === 'own') && stockOuts.some((s) => s.owner === 'competitor');
  const seen = addDays(asOf, 1);
  return stockOuts.flatMap((stockOut) => {
    const isOngoing = stockOut.endEarliest === null;
    const sure = addDays(stockOut.endEarliest ?? stockOut.lastSeen, 1);
    const stale = addDays(stockOut.lastSeen, 1 + STALE_AFTER_DAYS);
    const over = isOngoing ? stale : addDays(stockOut.endLatest ?? stale, 1);
    const span = (from: Day, to: Day): Span | null => {
      const [a, b] = [frame.clampX(from), frame.clampX(minDay(to, seen))];
      return b > a ? { x0: a, x1: b } : null;
    };
    const core = span(stockOut.startLatest, sure);
    const whole = span(stockOut.startEarliest, isOngoing ? seen : over);
    if (!whole) return [];
    const half = isShared ? (bottom - top) / 2 : bottom - top;
    const base = isShared && stockOut.owner === 'competitor' ? top + half : bottom;
    const height = Math.max(3, half * shareStep(stockOut.stores));
    return [
      {
        id: stockOut.id,
        owner: stockOut.owner,
        y: round(base - height),
        height: round(height),
        core,
        rise: span(stockOut.startEarliest, minDay(stockOut.startLatest, over)),
        fall: span(maxDay(sure, stockOut.startLatest), over),
        unknown: isOngoing ? span(stale, seen) : null,
        labelX: isOngoing && frame.x(seen) < frame.width && frame.x(seen) > 0 ? frame.x(seen) : null,
        room: core ? core.x1 - core.x0 : 0,
        whole
      }
    ];
  });
}

/** A quarter, half, three quarters or all of the stores; all where it is not known by store. */
export function shareStep(stores: StockOut['stores']): number {
  if (!stores || stores.of === 0) return 1;
  return Math.min(1, Math.max(0.25, Math.ceil((stores.out / stores.of) * 4) / 4));
}
