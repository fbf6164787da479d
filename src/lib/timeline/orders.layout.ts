import { type AmountScale, cutMarks, type Frame, layoutAmounts } from '$lib/charts/scale.layout';
import { bars, gappedLine } from '$lib/charts/step.layout';
import type { OrdersLane } from './timeline';

export interface OrdersMarks {
  scale: AmountScale;
  orders: string;
  sold: string;
  /** Points to draw: all where columns are wide, else those that stand alone between gaps. */
  points: { x: number; y: number }[];
  /** Where the scale cuts a value off. */
  cuts: string;
}

/** All known numbers of units in a lane. */
export function unitValues(lane: OrdersLane): number[] {
  return [...lane.sellIn, ...lane.sellThrough].filter((units) => units !== null);
}

/** Orders as bars and sell-through as a line on the same units. A week without a report is a gap, never zero. */
export function layoutOrders(
  lane: OrdersLane,
  frame: Frame,
  most: number,
  top: number,
  bottom: number
): OrdersMarks {
  const scale = layoutAmounts(most, 0, top, bottom);
  const zero = scale.y(0);
  const width = frame.columns[0] ? frame.columns[0].x1 - frame.columns[0].x0 : 0;
  const free = width < 5 ? 0 : width * 0.18;
  const points = frame.columns.map(({ x0, x1 }, i) => {
    const units = lane.sellThrough[i] ?? null;
    return units === null ? null : { x: Math.round((x0 + x1) * 50) / 100, y: scale.y(units) };
  });
  return {
    scale,
    orders: bars(
      frame.columns.map(({ x0, x1 }) => ({ x0: x0 + free, x1: x1 - free })),
      frame.columns.map((_, i) => scale.y(lane.sellIn[i] ?? 0)),
      frame.columns.map(() => zero)
    ),
    sold: gappedLine(points),
    cuts: cutMarks(
      frame.columns,
      frame.columns.map((_, i) => Math.max(lane.sellIn[i] ?? 0, lane.sellThrough[i] ?? 0)),
      scale,
      top - 6
    ),
    points: points.flatMap((point, i) =>
      point && (width >= 14 || !(points[i - 1] || points[i + 1])) ? [point] : []
    )
  };
}
