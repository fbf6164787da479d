import { formatMoney } from '$lib/money/format';
import * as m from '$lib/paraglide/messages';
import { getLocale } from '$lib/paraglide/runtime';
import type { ComparedLine, ComparisonData } from './comparison';
import { laneName, money, moneyRange, percent, units } from './timeline.text';

type Side = ComparedLine['then'];

/** What a line compares, with its unit. */
export function lineName(line: ComparedLine, currency: string): string {
  switch (line.of) {
    case 'actual':
      return `${m.timeline_compare_actual()} (${currency})`;
    case 'committed':
      return `${m.timeline_compare_committed()} (${currency})`;
    case 'planned':
      return `${m.timeline_compare_planned()} (${currency})`;
    case 'competitor':
      return laneName('competitor', line.brand);
    case 'competitor-out':
      return line.brand
        ? m.timeline_compare_out({ brand: line.brand })
        : m.timeline_compare_competitors_out();
    case 'own-out':
      return m.timeline_compare_own_out();
    case 'promotions':
      return m.timeline_compare_promotions();
    case 'activities':
      return m.timeline_compare_activities();
    case 'orders':
      return m.timeline_table_orders();
    case 'sold':
      return m.timeline_table_sold();
  }
}

/** What is known of one side, or why nothing is. @param count weeks of the side */
export function sideText(line: ComparedLine, side: Side, count: number, currency: string): string {
  if ('names' in side) {
    if (side.names !== null) return side.names.join('; ') || m.timeline_compare_none();
  } else if ('range' in side) {
    if (side.range !== null) {
      const { low, high } = side.range;
      if (line.of === 'competitor') return moneyRange(low, high, currency);
      return low === high ? units(low) : `${units(low)}–${units(high)}`;
    }
  } else if (side.value !== null) return amount(line, side.value, currency);
  if (side.ahead === count) return m.timeline_compare_ahead();
  if (line.of === 'orders') return m.timeline_compare_no_orders();
  if (line.of === 'planned') return m.timeline_not_known();
  const isOurs = line.of === 'actual' || line.of === 'committed' || line.of === 'promotions';
  return isOurs ? m.timeline_compare_no_promotions() : m.timeline_no_report();
}

/** "median 48k" of an estimate; null for what has none. */
export function medianText(side: Side, currency: string): string | null {
  const median = 'range' in side ? (side.range?.median ?? null) : null;
  return median === null ? null : m.timeline_compare_median({ amount: money(median, currency) });
}

/** Of how many weeks the figure is not, so that nobody takes it for the whole; null where it is the whole. */
export function gapText(side: Side, count: number): string | null {
  const parts = [
    side.missing > 0 && side.missing < count
      ? m.timeline_compare_missing({ n: side.missing, of: count })
      : null,
    side.ahead > 0 && side.ahead < count ? m.timeline_compare_ahead_n({ n: side.ahead, of: count }) : null
  ];
  return parts.filter(Boolean).join(m.timeline_comma()) || null;
}

/** "+12,000.00", "+12k to +30k", or that the two cannot be told apart; empty where there is no difference. */
export function differenceText(line: ComparedLine, currency: string): string {
  if (line.shape === 'list' || line.difference === null) return '';
  if (line.shape === 'exact') return signed(line.difference.by, amount(line, line.difference.by, currency));
  if (line.difference === 'overlap') return m.timeline_compare_same();
  const { low, high } = line.difference;
  const said = (value: number) =>
    signed(value, line.of === 'competitor' ? money(value, currency) : units(value));
  return low === high ? said(low) : m.timeline_compare_between({ low: said(low), high: said(high) });
}

/** "+8 %" of the year before. */
export function shareText(line: ComparedLine): string {
  const share = line.shape === 'exact' ? (line.difference?.share ?? null) : null;
  return share === null ? '' : signed(share, percent(share));
}

/** What the reader must know before the figures: nothing on file a year before, or a 53rd week. */
export function comparisonNotes(
  { account, dataFrom, isThenEmpty, week53 }: ComparisonData,
  day: string
): string[] {
  const notes: string[] = [];
  if (dataFrom === null) notes.push(m.timeline_compare_no_data({ account: account.name }));
  else if (isThenEmpty) notes.push(m.timeline_compare_empty({ account: account.name, day }));
  if (week53 === 'shifted') notes.push(m.timeline_compare_shifted());
  if (week53 === 'left-out') notes.push(m.timeline_compare_left_out());
  return notes;
}

function amount(line: ComparedLine, value: number, currency: string): string {
  return line.of === 'orders' || line.of === 'sold'
    ? units(value)
    : formatMoney(value, currency, getLocale());
}

const signed = (value: number, text: string) => (value > 0 ? `+${text}` : text);
