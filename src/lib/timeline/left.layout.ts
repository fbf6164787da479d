import { area, curveLinear } from 'd3';
import { addDays, type Day, maxDay, minDay } from '$lib/calendar/day';
import { type AmountScale, type Frame, layoutAmounts } from '$lib/charts/scale.layout';
import { type Corner, stepArea, stepLine } from '$lib/charts/step.layout';
import { valueOn, within } from './step';
import type { LeftLane, Step } from './timeline';

export interface LeftMarks {
  scale: AmountScale;
  zero: number;
  /** What is left after what was spent, up to `asOf`: line and surface down to zero. */
  actual: string;
  actualFill: string;
  /** The same after `asOf`, as commitments fall due. */
  due: string;
  /** Between what was spent and what is promised. */
  promised: string;
  committed: string;
  planned: string;
  pace: string;
  median: string;
  band50: string;
  band80: string;
  /** Below zero. */
  over: string;
  /** Least value shown where it is below zero. */
  overBy: number | null;
}

/**
 * The burn-down of an account's budget.
 *
 * @param total the budget of the year of `asOf`, the scale's upper end unless something stands above it
 * @param end last day of the budget's period; nothing is drawn past it
 */
export function layoutLeft(
  lane: LeftLane,
  frame: Frame,
  asOf: Day,
  total: number,
  end: Day,
  top: number,
  bottom: number
): LeftMarks {
  const seen = addDays(asOf, 1);
  const last = minDay(addDays(frame.to, 1), addDays(end, 1));
  // Commitments are drawn until the last of them has fallen due; after that both lines would only run on.
  const lastDue = within(lane.actual, seen, last).findLast((step) => step.on > seen && step.on < last)?.on;
  const until = lane.forecast.length === 0 ? last : minDay(lastDue ? addDays(lastDue, 7) : seen, last);
  const values = [lane.actual, lane.committed, lane.planned].flatMap((steps) =>
    within(steps, frame.from, last)
  );
  const paces = lane.evenPace.filter((pace) => pace.to >= frame.from && pace.from <= frame.to);
  const most = Math.max(total, ...values.map((step) => step.value), ...paces.map((pace) => pace.total), 0);
  const scale = layoutAmounts(most, Math.min(0, ...values.map((step) => step.value)), top, bottom, true);
  const zero = scale.y(0);
  const corners = (steps: Step[], from: Day, to: Day): Corner[] =>
    within(steps, from, to).map((step) => ({ x: frame.clampX(step.on), y: scale.y(step.value) }));
  const past = corners(lane.actual, frame.from, minDay(seen, last));
  const gap = pairs(lane.actual, lane.committed, frame.from, until);
  const least = Math.min(0, ...within(lane.committed, frame.from, until).map((step) => step.value));
  const forecast = lane.forecast.filter(
    (point) => addDays(point.on, 1) >= frame.from && point.on <= frame.to
  );
  const band = (low: 'p10' | 'p25', high: 'p90' | 'p75') =>
    area<(typeof forecast)[number]>(
      (p) => frame.clampX(addDays(p.on, 1)),
      (p) => scale.y(p[low]),
      (p) => scale.y(p[high])
    ).curve(curveLinear)(forecast) ?? '';
  return {
    scale,
    zero,
    actual: stepLine(past),
    actualFill: stepArea(past.map(({ x, y }) => ({ x, upper: Math.min(y, zero), lower: zero }))),
    due: seen < until ? stepLine(corners(lane.actual, maxDay(seen, frame.from), until)) : '',
    promised: stepArea(
      gap.map(({ on, a, b }) => ({ x: frame.clampX(on), upper: scale.y(a), lower: scale.y(b) }))
    ),
    committed: stepLine(corners(lane.committed, frame.from, until)),
    planned: seen < last ? stepLine(corners(lane.planned, maxDay(seen, frame.from), until)) : '',
    pace: paces.map((pace) => paceLine(pace, frame, scale)).join(''),
    median: forecast
      .map((p, i) => `${i ? 'L' : 'M'}${frame.clampX(addDays(p.on, 1))},${scale.y(p.p50)}`)
      .join(''),
    band50: band('p25', 'p75'),
    band80: band('p10', 'p90'),
    over:
      least < 0
        ? stepArea(
            within(lane.committed, frame.from, until).map((step) => ({
              x: frame.clampX(step.on),
              upper: zero,
              lower: scale.y(Math.min(0, step.value))
            }))
          )
        : '',
    overBy: least < 0 ? -least : null
  };
}

function pairs(first: Step[], second: Step[], from: Day, to: Day): { on: Day; a: number; b: number }[] {
  const days = [
    ...new Set([...within(first, from, to), ...within(second, from, to)].map((step) => step.on))
  ].sort();
  const before = (steps: Step[], on: Day) => valueOn(steps, on === to ? addDays(to, -1) : on);
  return days.flatMap((on) => {
    const [a, b] = [before(first, on), before(second, on)];
    return a === null || b === null ? [] : [{ on, a, b }];
  });
}

function paceLine(pace: { from: Day; to: Day; total: number }, frame: Frame, scale: AmountScale): string {
  const [x0, x1] = [frame.x(pace.from), frame.x(addDays(pace.to, 1))];
  const at = (x: number) => scale.y(pace.total * (1 - (x - x0) / (x1 - x0)));
  const [a, b] = [Math.max(0, x0), Math.min(frame.width, x1)];
  return a < b ? `M${a},${at(a)}L${b},${at(b)}` : '';
}
