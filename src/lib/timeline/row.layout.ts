import { type AmountScale, type Frame, layoutAmounts, usefulMost } from '$lib/charts/scale.layout';
import { HEIGHT, type LaneBox, layoutLanes, rowMode, shownCompetitors } from './lanes.layout';
import { unitValues } from './orders.layout';
import {
  layoutPromotions,
  MOST_SUBLANES,
  MOST_SUBLANES_OPENED,
  type PromotionMark
} from './promotions.layout';
import { spendValues } from './spend.layout';
import type { AccountRow, Estimate, RowMode, TimelineData, TimelineView, WindowMark } from './timeline';
import { layoutWindows, type WindowMarks } from './windows.layout';

export interface RowPlan {
  mode: RowMode;
  height: number;
  lanes: LaneBox[];
  competitors: { brand: string | null; estimate: Estimate[] }[];
  promotions: { marks: PromotionMark[]; hidden: number };
  windows: WindowMarks;
  /** Upper end of our and of the competitors' spend. */
  mostSpend: number;
  mostUnits: number;
  /** Largest values there are; above the upper end where the scale cuts them off. */
  peakSpend: number;
  peakUnits: number;
}

/** Upper ends that all rows share where the reader asks for one scale. */
export interface Shared {
  spend: number;
  units: number;
}

/** Where everything of a row stands. @param textOf the text of a window's flag */
export function layoutRow(
  row: AccountRow,
  data: TimelineData,
  view: TimelineView,
  frame: Frame,
  options: { isNarrow: boolean; shared: Shared | null; textOf: (mark: WindowMark) => string }
): RowPlan {
  const mode = rowMode(view, row.code, data.rows.length);
  const isOpened = mode === 'full' && (view.open.includes(row.code) || data.rows.length === 1);
  const competitors = shownCompetitors(row, view.competitor, isOpened);
  const packed = layoutPromotions(row.promotions, frame, isOpened ? MOST_SUBLANES_OPENED : MOST_SUBLANES);
  const { lanes, height } = layoutLanes(row, view, {
    isOpened,
    promotionLanes: packed.sublanes,
    isNarrow: options.isNarrow
  });
  const shown = view.hidden.includes('competitor') ? [] : competitors.map((lane) => lane.estimate);
  const spend = spendValues(row.spend, shown);
  const sold = unitValues(row.orders);
  return {
    mode,
    height: mode === 'full' ? height : HEIGHT.row[mode],
    lanes,
    competitors,
    promotions: packed,
    windows: layoutWindows(row.windows, frame, options.textOf),
    mostSpend: options.shared?.spend ?? usefulMost(spend),
    mostUnits: options.shared?.units ?? usefulMost(sold),
    peakSpend: largest(spend),
    peakUnits: largest(sold)
  };
}

/** The largest values over all rows. */
export function sharedScale(data: TimelineData, view: TimelineView): Shared {
  const spend = data.rows.flatMap((row) => {
    const isOpened = view.open.includes(row.code) || data.rows.length === 1;
    return spendValues(
      row.spend,
      shownCompetitors(row, view.competitor, isOpened).map((lane) => lane.estimate)
    );
  });
  return { spend: largest(spend), units: largest(data.rows.flatMap((row) => unitValues(row.orders))) };
}

const largest = (values: number[]) => values.reduce((most, value) => Math.max(most, value), 0);

/** The scale of our and of the competitors' spend between two heights: the same domain wherever a row shows one. */
export function spendScale(plan: Pick<RowPlan, 'mostSpend'>, top: number, bottom: number): AmountScale {
  return layoutAmounts(plan.mostSpend, 0, top, bottom);
}

/** Baseline of a lane's marks, from the top of the row. */
export function baseline(lane: LaneBox): number {
  return lane.top + lane.height - (lane.kind === 'competitor' ? HEIGHT.evidence : 0);
}
