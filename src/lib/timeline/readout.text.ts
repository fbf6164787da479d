import * as m from '$lib/paraglide/messages';
import { valueOn } from './step';
import type { AccountRow, Estimate, TimelineData } from './timeline';
import {
  amountText,
  columnTitle,
  estimateText,
  money,
  percent,
  spendText,
  stockOutText,
  units
} from './timeline.text';

export type Tone = 'own' | 'comp' | 'stock' | 'orders' | 'window' | 'ink';

export interface ReadoutLine {
  tone: Tone;
  mark: string;
  text: string;
}

/** Everything that a row knows about one column, in the order of the lanes. */
export function readoutLines(
  row: AccountRow,
  data: TimelineData,
  index: number,
  competitors: { brand: string | null; estimate: Estimate[] }[]
): ReadoutLine[] {
  const column = data.columns[index];
  if (!column) return [];
  const currency = data.currency;
  const isPast = column.from <= data.asOf;
  const overlaps = (range: { from: string; to: string }) =>
    range.from <= column.to && range.to >= column.from;
  const lines: ReadoutLine[] = [];
  const add = (tone: Tone, mark: string, text: string | null) => text && lines.push({ tone, mark, text });
  const left =
    row.left &&
    valueOn(row.left.committed, column.to < data.asOf ? column.to : isPast ? data.asOf : column.to);
  if (left !== null) add('own', '▬', m.timeline_read_left({ amount: money(left, currency) }));
  add('own', '■', spendLine(row, index, currency));
  if (isPast) {
    for (const { brand, estimate } of competitors) {
      add(
        'comp',
        '■',
        m.timeline_read_competitor({
          brand: brand ?? m.timeline_lane_competitors(),
          text: estimateText(estimate[index] ?? null, currency)
        })
      );
    }
    if (competitors.length === 0) add('comp', '□', m.timeline_no_sightings());
  }
  for (const stockOut of row.supply) {
    const to = stockOut.endLatest ?? data.asOf;
    if (isPast && overlaps({ from: stockOut.startEarliest, to })) add('stock', '▨', stockOutText(stockOut));
  }
  const running = row.promotions.filter(overlaps);
  for (const bar of running.slice(0, 4)) add(bar.owner === 'own' ? 'own' : 'comp', '▭', bar.sentence);
  if (running.length > 4) add('ink', '', m.timeline_more({ n: running.length - 4 }));
  if (isPast) add('orders', '■', ordersLine(row, index));
  for (const mark of row.windows.filter(overlaps).slice(0, 2)) {
    const why = mark.reasons.map((reason) => reason.text).join('; ');
    add(
      'window',
      '★',
      [m.timeline_read_window({ share: percent(mark.confidence) }), amountText(mark, currency), why]
        .filter(Boolean)
        .join(' · ')
    );
  }
  return lines;
}

/** The same as one sentence, for the live region. */
export function readoutSentence(
  row: AccountRow,
  data: TimelineData,
  index: number,
  lines: ReadoutLine[]
): string {
  return [`${row.name}, ${columnTitle(data, index)}`, ...lines.map((line) => line.text)].join('. ');
}

function spendLine(row: AccountRow, index: number, currency: string): string | null {
  const actual = row.spend.actual[index] ?? 0;
  const committed = row.spend.committed[index] ?? 0;
  const planned = row.spend.planned[index] ?? null;
  return spendText({ actual, committed, planned }, currency);
}

function ordersLine(row: AccountRow, index: number): string | null {
  const [orders, sold] = [row.orders.sellIn[index] ?? null, row.orders.sellThrough[index] ?? null];
  const parts = [
    row.orders.unitsSource === 'sell-through'
      ? null
      : m.timeline_read_orders({ n: orders === null ? m.timeline_no_report() : units(orders) }),
    row.orders.unitsSource === 'orders'
      ? null
      : m.timeline_read_sold({ n: sold === null ? m.timeline_no_report() : units(sold) })
  ];
  return row.orders.unitsSource === 'none' ? m.timeline_no_orders() : parts.filter(Boolean).join(' · ');
}
