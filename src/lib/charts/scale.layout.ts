import { scaleLinear, scaleUtc, ticks } from 'd3';
import { addDays, type Day, type DayRange, daysBetween, toUtc } from '$lib/calendar/day';

/** Where days stand on the plot. Made fresh for each layout and never changed. */
export interface Frame {
  /** Width of the plot in px. */
  width: number;
  pxPerDay: number;
  from: Day;
  /** Included. */
  to: Day;
  /** Left edge of a day at 00:00 UTC, in px; outside the plot for a day outside the range. */
  x(day: Day): number;
  /** As `x`, held inside the plot. */
  clampX(day: Day): number;
  /** The day under a position, held inside the range. */
  dayAt(px: number): Day;
  columns: Span[];
}

/** One column: from its left to its right edge in px. */
export interface Span {
  x0: number;
  x1: number;
}

/** The time scale of a plot over whole columns. @param width of the plot in px */
export function layoutFrame(range: DayRange, columns: DayRange[], width: number): Frame {
  const days = daysBetween(range.from, range.to) + 1;
  const scale = scaleUtc([toUtc(range.from), toUtc(addDays(range.to, 1))], [0, width]);
  const x = (day: Day) => round(scale(toUtc(day)));
  const clampX = (day: Day) => Math.min(width, Math.max(0, x(day)));
  const dayAt = (px: number) => {
    const nth = Math.floor((px / width) * days);
    return addDays(range.from, Math.min(days - 1, Math.max(0, nth)));
  };
  return {
    width,
    pxPerDay: width / days,
    from: range.from,
    to: range.to,
    x,
    clampX,
    dayAt,
    columns: columns.map((column) => ({ x0: clampX(column.from), x1: clampX(addDays(column.to, 1)) }))
  };
}

/** Height of the axis in px: bands, columns, days where they are shown, events. */
export function axisHeight(hasDays: boolean): number {
  return hasDays ? 74 : 56;
}

/** Narrower than this a day cannot carry the letter of its weekday. */
const LEAST_DAY_PX = 14;

/** The days of the plot where each is wide enough to be told apart, else none. */
export function layoutDays(frame: Frame): (Span & { day: Day })[] {
  if (frame.pxPerDay < LEAST_DAY_PX) return [];
  return Array.from({ length: daysBetween(frame.from, frame.to) + 1 }, (_, i) => {
    const day = addDays(frame.from, i);
    return { day, x0: frame.x(day), x1: frame.x(addDays(day, 1)) };
  });
}

/** The column that holds a position, the nearest one where none does. */
export function columnAt(columns: Span[], px: number): number {
  const found = columns.findIndex((column) => px < column.x1);
  return found < 0 ? columns.length - 1 : found;
}

/** Amounts to heights: 0 lies at `bottom`, `domain[1]` at `top`. */
export interface AmountScale {
  domain: [number, number];
  /** Round values to print, ascending. */
  ticks: number[];
  y(amount: number): number;
}

/**
 * A linear scale with zero on it. The upper end is rounded up to a value that can be printed.
 *
 * @param most the largest value to show; where it is not above zero the scale has no height
 * @param least the smallest one, zero or below
 * @param isExact whether the upper end is `most` itself: a budget is a round value of its own
 */
export function layoutAmounts(
  most: number,
  least: number,
  top: number,
  bottom: number,
  isExact = false
): AmountScale {
  const domain: [number, number] = [Math.min(0, least), most > 0 ? (isExact ? most : roundUp(most)) : 1];
  const scale = scaleLinear(domain, [bottom, top]).clamp(true);
  return {
    domain,
    ticks: ticks(domain[0], domain[1], 3).filter((tick) => tick > 0),
    y: (amount) => round(scale(amount))
  };
}

/**
 * The value up to which a scale should reach. A few weeks far above all others would press the rest flat: where the
 * largest is more than three times what 95 in 100 stay below, the scale ends above those, and the caller marks what
 * is cut off.
 */
export function usefulMost(values: number[]): number {
  const positive = values.filter((value) => value > 0).sort((a, b) => a - b);
  const most = positive.at(-1) ?? 0;
  const usual = positive[Math.floor((positive.length - 1) * 0.95)] ?? 0;
  return positive.length >= 20 && most > usual * 3 ? usual * 1.5 : most;
}

/** Path of small triangles at `y` over the columns whose value the scale cuts off. */
export function cutMarks(columns: Span[], values: (number | null)[], scale: AmountScale, y: number): string {
  return columns
    .map(({ x0, x1 }, i) =>
      (values[i] ?? 0) > scale.domain[1] ? `M${round((x0 + x1) / 2)},${round(y)}l3.5,5h-7Z` : ''
    )
    .join('');
}

/** The next value of 1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6 or 8 times a power of ten. */
export function roundUp(value: number): number {
  if (value <= 0) return 0;
  const power = 10 ** Math.floor(Math.log10(value));
  const step = [1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10].find((s) => s * power >= value * (1 - 1e-9)) ?? 10;
  return step * power;
}

/** Two decimals are finer than a screen can show and keep the HTML short. */
export function round(px: number): number {
  return Math.round(px * 100) / 100;
}

/** Rough width of a text in px, for what must be decided before it is drawn: a CJK letter is as wide as it is high. */
export function textWidth(text: string, size = 12): number {
  let ems = 0;
  for (const letter of text) ems += letter.charCodeAt(0) > 0x2e7f ? 1 : 0.56;
  return ems * size;
}

/** A text cut to the room that there is, with an ellipsis; nothing where less than a few letters would be left. */
export function fitText(text: string, room: number, size = 12): string {
  if (textWidth(text, size) <= room) return text;
  const letters = [...text];
  while (letters.length > 0 && textWidth(`${letters.join('')}…`, size) > room) letters.pop();
  const isReadable = textWidth(letters.join(''), size) >= 2.5 * size;
  return isReadable ? `${letters.join('').trimEnd()}…` : '';
}

/** Of labels at `positions`, those that can be printed without touching: the first, then each that has room. */
export function thinLabels(labels: { x: number; width: number }[], gap = 6): boolean[] {
  let free = -Infinity;
  return labels.map(({ x, width }) => {
    if (x < free) return false;
    free = x + width + gap;
    return true;
  });
}

/** As `thinLabels`, but every n-th, so that what is printed stays evenly spaced. */
export function everyNth(count: number, step: number, widest: number, gap = 10): number {
  if (count === 0 || step <= 0) return 1;
  const least = (widest + gap) / step;
  return [1, 2, 4, 13, 26, 52].find((n) => n >= least) ?? Math.ceil(least);
}
