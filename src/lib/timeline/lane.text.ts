import * as m from '$lib/paraglide/messages';
import { valueOn } from './step';
import type { AccountRow, Estimate, LaneKind, TimelineData } from './timeline';
import { columnTitle, estimateText, leftText, money, spendText, stockOutText, units } from './timeline.text';
import { sumKnown } from './table';

/** What a lane says about a column, or about the whole range where no column is chosen; for the reader who listens. */
export function laneText(
  row: AccountRow,
  data: TimelineData,
  lane: { kind: LaneKind; estimate: Estimate[] },
  index: number | null
): string {
  const column = index === null ? undefined : data.columns[index];
  const currency = data.currency;
  const title = index === null ? '' : `${columnTitle(data, index)}: `;
  switch (lane.kind) {
    case 'left': {
      if (!row.budget) return m.timeline_no_budget_plain();
      const value = column && row.left ? valueOn(row.left.committed, column.to) : null;
      return value === null ? leftText(row.budget, currency) : `${title}${money(value, currency)}`;
    }
    case 'spend': {
      const of = (values: (number | null)[]) => (index === null ? sumKnown(values) : (values[index] ?? null));
      const { actual, committed, planned } = row.spend;
      const spend = { actual: of(actual) ?? 0, committed: of(committed) ?? 0, planned: of(planned) };
      return `${title}${spendText(spend, currency)}`;
    }
    case 'competitor': {
      if (index !== null) return `${title}${estimateText(lane.estimate[index] ?? null, currency)}`;
      return lane.estimate.some(Boolean) ? '' : m.timeline_no_sightings();
    }
    case 'supply': {
      const shown = column
        ? row.supply.filter((s) => s.startEarliest <= column.to && (s.endLatest ?? data.asOf) >= column.from)
        : row.supply;
      return shown.length ? title + shown.map(stockOutText).join('. ') : title + m.timeline_no_stock_out();
    }
    case 'promotions': {
      const shown = column
        ? row.promotions.filter((bar) => bar.from <= column.to && bar.to >= column.from)
        : row.promotions;
      return shown.length
        ? title + shown.map((bar) => bar.sentence).join('. ')
        : title + m.timeline_no_promotion();
    }
    case 'orders': {
      if (row.orders.unitsSource === 'none') return m.timeline_no_orders();
      const pick = (values: (number | null)[]) => {
        const value = index === null ? null : (values[index] ?? null);
        return value === null ? m.timeline_no_report() : units(value);
      };
      if (index === null) return '';
      return `${title}${m.timeline_read_orders({ n: pick(row.orders.sellIn) })} · ${m.timeline_read_sold({ n: pick(row.orders.sellThrough) })}`;
    }
  }
}
