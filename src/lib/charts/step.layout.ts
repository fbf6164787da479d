import { area, curveStepAfter, line } from 'd3';
import type { Span } from './scale.layout';

/** A corner of a step line: `y` holds from `x` on. */
export interface Corner {
  x: number;
  y: number;
}

/** Path of a line that holds each value until the next; the last corner ends it. */
export function stepLine(corners: Corner[]): string {
  return (
    line<Corner>(
      (c) => c.x,
      (c) => c.y
    ).curve(curveStepAfter)(corners) ?? ''
  );
}

/** Path of the surface between two step lines that share their corners. */
export function stepArea(corners: { x: number; upper: number; lower: number }[]): string {
  return (
    area<{ x: number; upper: number; lower: number }>(
      (c) => c.x,
      (c) => c.lower,
      (c) => c.upper
    ).curve(curveStepAfter)(corners) ?? ''
  );
}

/** Path of upright bars standing on `bottom`; those without height are left out. */
export function bars(spans: Span[], tops: number[], bottoms: number[]): string {
  return spans
    .map(({ x0, x1 }, i) => {
      const height = bottoms[i]! - tops[i]!;
      return height <= 0 || x1 <= x0
        ? ''
        : `M${r(x0)},${r(bottoms[i]!)}V${r(tops[i]!)}H${r(x1)}V${r(bottoms[i]!)}Z`;
    })
    .join('');
}

/** A path of level strokes, one over each span. */
export function strokes(spans: Span[], ys: (number | null)[]): string {
  return spans.map(({ x0, x1 }, i) => onStroke(ys[i] ?? null, x0, x1)).join('');
}

/**
 * A step line over columns in which `null` is a gap: neighbours are joined by an upright, nothing is drawn across
 * what is not known.
 */
export function gappedSteps(spans: Span[], ys: (number | null)[]): string {
  let path = '';
  let isOpen = false;
  spans.forEach(({ x0, x1 }, i) => {
    const y = ys[i] ?? null;
    if (y === null || x1 <= x0) {
      isOpen = false;
      return;
    }
    path += isOpen ? `V${r(y)}H${r(x1)}` : `M${r(x0)},${r(y)}H${r(x1)}`;
    isOpen = true;
  });
  return path;
}

/** A line through points with gaps; `lone` are the points that a line cannot show. */
export function gappedLine(points: ({ x: number; y: number } | null)[]): string {
  return (
    line<{ x: number; y: number } | null>(
      (p) => p!.x,
      (p) => p!.y
    ).defined((p) => p !== null)(points) ?? ''
  );
}

/** Runs of neighbouring indexes for which `test` holds, each with its first and last. */
export function runs(count: number, test: (index: number) => boolean): { first: number; last: number }[] {
  const found: { first: number; last: number }[] = [];
  for (let i = 0; i < count; i++) {
    if (!test(i)) continue;
    const open = found.at(-1);
    if (open && open.last === i - 1) open.last = i;
    else found.push({ first: i, last: i });
  }
  return found;
}

const onStroke = (y: number | null, x0: number, x1: number) =>
  y === null ? '' : `M${r(x0)},${r(y)}H${r(x1)}`;

const r = (px: number) => Math.round(px * 100) / 100;
