import { safeCell } from '$lib/text/spreadsheet';
import { valueOn } from './step';
import type { AccountRow, Column, Estimate, TimelineData } from './timeline';

/** One line of the table behind the chart: the same figures, not rounded. `null` is printed as "no report". */
export interface TableLine {
  column: Column;
  /** Left when the column ends, or at `asOf` where that comes first; null without a budget. */
  left: number | null;
  /** Null where it was never planned in money. */
  planned: number | null;
  committed: number;
  actual: number;
  /** One for each shown competitor. */
  estimates: Estimate[];
  /** Ids of the stock-outs and promotions that touch the column, by their place in the row. */
  stockOuts: number[];
  promotions: number[];
  orders: number | null;
  sold: number | null;
}

export interface TableTotals {
  planned: number | null;
  committed: number;
  actual: number;
  /** Sum of the medians of the columns that have one, and how many have none; null where none has. */
  estimates: { median: number | null; unknown: number }[];
  orders: number | null;
  sold: number | null;
}

/** The row as lines, one a column, in the chart's order. Observed things end at `asOf`, as they do in the chart. */
export function tableLines(row: AccountRow, data: TimelineData, estimates: Estimate[][]): TableLine[] {
  return data.columns.map((column, i) => {
    const isPast = column.from <= data.asOf;
    const touches = (from: string, to: string) => from <= column.to && to >= column.from;
    return {
      column,
      left: row.left?.evenPace.some((period) => touches(period.from, period.to))
        ? valueOn(row.left.committed, isPast && column.to > data.asOf ? data.asOf : column.to)
        : null,
      planned: row.spend.planned[i] ?? null,
      committed: row.spend.committed[i] ?? 0,
      actual: row.spend.actual[i] ?? 0,
      estimates: estimates.map((lane) => (isPast ? (lane[i] ?? null) : null)),
      stockOuts: row.supply.flatMap((s, nth) =>
        isPast && touches(s.startEarliest, s.endLatest ?? data.asOf) ? [nth] : []
      ),
      promotions: row.promotions.flatMap((bar, nth) => (touches(bar.from, bar.to) ? [nth] : [])),
      orders: row.orders.sellIn[i] ?? null,
      sold: row.orders.sellThrough[i] ?? null
    };
  });
}

/** Totals of what is known; an unknown week adds nothing and is counted. */
export function tableTotals(lines: TableLine[], asOf: string): TableTotals {
  const past = lines.filter((line) => line.column.from <= asOf);
  return {
    planned: sumKnown(lines.map((line) => line.planned)),
    committed: sumKnown(lines.map((line) => line.committed)) ?? 0,
    actual: sumKnown(lines.map((line) => line.actual)) ?? 0,
    estimates: (lines[0]?.estimates ?? []).map((_, nth) => ({
      median: sumKnown(past.map((line) => line.estimates[nth]?.p50 ?? null)),
      unknown: past.filter((line) => !line.estimates[nth]).length
    })),
    orders: sumKnown(lines.map((line) => line.orders)),
    sold: sumKnown(lines.map((line) => line.sold))
  };
}

/** The sum of what is known; null where nothing is. */
export function sumKnown(values: (number | null)[]): number | null {
  const known = values.filter((value) => value !== null);
  return known.length === 0 ? null : known.reduce((a, b) => a + b, 0);
}

/** Cells as a spreadsheet takes them from the clipboard: tabs between, line breaks inside a cell made spaces, no cell run as a formula. */
export function tabSeparated(cells: string[][]): string {
  return cells
    .map((line) => line.map((cell) => safeCell(cell.replace(/\s+/g, ' ').trim())).join('\t'))
    .join('\n');
}
