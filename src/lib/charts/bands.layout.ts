import { textWidth, thinLabels } from './scale.layout';

/** A span above the columns, in px, with its name. */
export interface AxisBand {
  x0: number;
  x1: number;
  label: string;
}

/** Narrower than this a band cannot carry its name, and its rules would be a fence. */
const LEAST_BAND_PX = 44;

/**
 * The bands to draw: those given, or years where the given ones would be too narrow.
 *
 * @param years first columns of fiscal years, with the years' names
 */
export function layoutBands(
  bands: AxisBand[],
  years: { x: number; label: string }[],
  width: number
): AxisBand[] {
  if (bands.length === 0 || width / bands.length >= LEAST_BAND_PX || years.length === 0) return bands;
  const starts = years[0]!.x > 0 ? [{ x: 0, label: '' }, ...years] : years;
  return starts.map(({ x, label }, i) => ({ x0: x, x1: starts[i + 1]?.x ?? width, label }));
}

/** Which bands carry their names, in the axis's text size. A sliver at an edge does not take its neighbour's room. */
export function namedBands(bands: AxisBand[]): boolean[] {
  const names = bands.map(({ x0, label }) => ({ x: x0, width: textWidth(label, 13) }));
  const isCut = bands.map(
    ({ x0, x1 }, i) =>
      (i === 0 || i === bands.length - 1) && bands.length > 1 && x1 - x0 < names[i]!.width + 5
  );
  const rest = thinLabels(
    names.filter((_, i) => !isCut[i]),
    8
  );
  return isCut.map((cut) => !cut && rest.shift()!);
}
