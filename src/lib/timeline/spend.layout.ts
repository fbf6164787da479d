import { addDays, type Day } from '$lib/calendar/day';
import { type AmountScale, cutMarks, type Frame, type Span } from '$lib/charts/scale.layout';
import { bars, gappedSteps, runs, strokes } from '$lib/charts/step.layout';
import type { Column, Estimate, SpendLane } from './timeline';

/** Values of our and of the competitors' spend: both lanes stand on one scale, so that "three times us" is seen. */
export function spendValues(spend: SpendLane, estimates: Estimate[][]): number[] {
  const ours = spend.actual.map((actual, i) =>
    Math.max(actual + (spend.committed[i] ?? 0), spend.planned[i] ?? 0)
  );
  const theirs = estimates.flat().map((estimate) => estimate?.p90 ?? 0);
  return [...ours, ...theirs];
}

export interface SpendMarks {
  actual: string;
  committed: string;
  /** Future columns: what is intended, as an outline. */
  planned: string;
  /** Past columns: the plan as a tick across the bar. */
  planTicks: string;
  /** Where the scale cuts a bar off. */
  cuts: string;
}

/** Our spend as stacked bars; the plan is an outline while it lies ahead and a tick once the column has begun. */
export function layoutSpend(
  lane: SpendLane,
  columns: Column[],
  frame: Frame,
  asOf: Day,
  scale: AmountScale
): SpendMarks {
  const spans = frame.columns.map((span) => inset(span));
  const zero = scale.y(0);
  const paid = lane.actual.map((value) => scale.y(value));
  const promised = lane.actual.map((value, i) => scale.y(value + (lane.committed[i] ?? 0)));
  const isAhead = columns.map((column) => column.from > asOf);
  const plan = lane.planned.map((value) => (value !== null && value > 0 ? scale.y(value) : null));
  return {
    actual: bars(
      spans,
      paid,
      paid.map(() => zero)
    ),
    committed: bars(spans, promised, paid),
    planned: bars(
      spans,
      plan.map((y, i) => (isAhead[i] && y !== null ? y : zero)),
      plan.map(() => zero)
    ),
    cuts: cutMarks(
      frame.columns,
      lane.actual.map((value, i) => Math.max(value + (lane.committed[i] ?? 0), lane.planned[i] ?? 0)),
      scale,
      scale.y(scale.domain[1]) - 6
    ),
    planTicks: strokes(
      frame.columns.map((span) => inset(span, 0.08)),
      plan.map((y, i) => (isAhead[i] ? null : y))
    )
  };
}

export interface EstimateMarks {
  median: string;
  /** From the whole range inwards, drawn over each other so that the edge fades. */
  fades: string[];
  /** Middle half. */
  core: string;
  /** Columns in which nobody looked, up to `asOf`. */
  unknown: Span[];
  evidence: { x: number; how: 'seen' | 'told' | 'estimated' }[];
  /** Where the scale cuts a range off. */
  cuts: string;
}

const FADES = [0, 0.25, 0.5, 0.75];

/**
 * A competitor's estimated spend. A column is drawn up to `asOf` and no further; one without an estimate is
 * unknown, which is a surface of dots and never a value of zero.
 */
export function layoutEstimate(
  estimates: Estimate[],
  columns: Column[],
  frame: Frame,
  asOf: Day,
  scale: AmountScale
): EstimateMarks {
  const end = frame.clampX(addDays(asOf, 1));
  const spans = frame.columns.map(({ x0, x1 }) => ({ x0, x1: Math.min(x1, end) }));
  const isPast = columns.map((column) => column.from <= asOf);
  const known = spans.map((span, i) => (isPast[i] && estimates[i] ? span : { x0: 0, x1: 0 }));
  const between = (low: (e: NonNullable<Estimate>) => number, high: (e: NonNullable<Estimate>) => number) =>
    bars(
      known,
      estimates.map((e) => (e ? scale.y(high(e)) : 0)),
      estimates.map((e) => (e ? scale.y(low(e)) : 0))
    );
  return {
    median: gappedSteps(
      spans,
      estimates.map((e, i) => (e && isPast[i] ? scale.y(e.p50) : null))
    ),
    fades: FADES.map((t) =>
      between(
        (e) => e.p10 + (e.p25 - e.p10) * t,
        (e) => e.p90 + (e.p75 - e.p90) * t
      )
    ),
    core: between(
      (e) => e.p25,
      (e) => e.p75
    ),
    unknown: runs(columns.length, (i) => isPast[i]! && !estimates[i]).map(({ first, last }) => ({
      x0: spans[first]!.x0,
      x1: spans[last]!.x1
    })),
    cuts: cutMarks(
      spans,
      estimates.map((e, i) => (e && isPast[i] ? e.p90 : null)),
      scale,
      scale.y(scale.domain[1]) - 6
    ),
    evidence: estimates.flatMap((e, i) =>
      e && isPast[i] && e.sightings > 0 ? [{ x: (spans[i]!.x0 + spans[i]!.x1) / 2, how: e.how }] : []
    )
  };
}

/** A bar within its column: a sixth of it is left free on each side, nothing where columns are thin. */
function inset({ x0, x1 }: Span, share = 0.18): Span {
  const width = x1 - x0;
  const free = width < 5 ? 0 : width * share;
  return { x0: x0 + free, x1: x1 - free };
}
