import { addDays } from '$lib/calendar/day';
import { type Frame, textWidth } from '$lib/charts/scale.layout';
import { HEIGHT } from './lanes.layout';
import type { PromotionBar } from './timeline';

export const MOST_SUBLANES = 3;
/** In a row that was opened, to see everything. */
export const MOST_SUBLANES_OPENED = 16;
const BAR_HEIGHT = 16;
const LEAST_WIDTH = 2;

export interface PromotionMark {
  bar: PromotionBar;
  x: number;
  width: number;
  y: number;
  height: number;
  /** What fits on it: its name, its two letters, or nothing. */
  label: string;
  sublane: number;
}

/**
 * Promotions packed into as few sub-lanes as they need, at most `most`: ours on top, competitors' below.
 * What does not fit is counted in `hidden`.
 */
export function layoutPromotions(
  promotions: PromotionBar[],
  frame: Frame,
  most = MOST_SUBLANES
): { marks: PromotionMark[]; sublanes: number; hidden: number } {
  const visible = promotions.filter((bar) => bar.from <= frame.to && bar.to >= frame.from);
  const own = visible.filter((bar) => bar.owner === 'own');
  const theirs = visible.filter((bar) => bar.owner === 'competitor');
  const ours = pack(own, frame, theirs.length > 0 ? most - 1 : most, 0);
  const others = pack(theirs, frame, most - ours.sublanes, ours.sublanes);
  return {
    marks: [...ours.marks, ...others.marks],
    sublanes: ours.sublanes + others.sublanes,
    hidden: ours.hidden + others.hidden
  };
}

function pack(bars: PromotionBar[], frame: Frame, most: number, first: number) {
  const marks: PromotionMark[] = [];
  const lanes: [number, number][][] = [];
  let hidden = 0;
  // What was cancelled lies below what replaced it.
  const isOff = (bar: PromotionBar) => Number(bar.status === 'cancelled' || bar.status === 'declined');
  const order = [...bars].sort(
    (a, b) => isOff(a) - isOff(b) || (a.from < b.from ? -1 : a.from > b.from ? 1 : a.to < b.to ? 1 : -1)
  );
  for (const bar of order) {
    const x0 = frame.clampX(bar.from);
    const width = Math.max(LEAST_WIDTH, frame.clampX(addDays(bar.to, 1)) - x0);
    const fits = (taken: [number, number][]) =>
      taken.every(([from, to]) => to <= x0 + 0.01 || from >= x0 + width - 0.01);
    let lane = lanes.findIndex(fits);
    if (lane < 0) {
      if (lanes.length >= most) {
        hidden++;
        continue;
      }
      lane = lanes.length;
    }
    (lanes[lane] ??= []).push([x0, x0 + width]);
    const sublane = first + lane;
    marks.push({
      bar,
      x: x0,
      width,
      y: sublane * HEIGHT.promotions + 1,
      height: BAR_HEIGHT,
      label: fitting(bar, width - 10),
      sublane
    });
  }
  return { marks, sublanes: lanes.length, hidden };
}

function fitting(bar: PromotionBar, room: number): string {
  const isDone = bar.status === 'ended' || bar.status === 'settled';
  const full = isDone ? `${bar.name} ✓` : bar.name;
  return [full, bar.name, bar.short].find((text) => textWidth(text) <= room) ?? '';
}
