import { addDays } from '$lib/calendar/day';
import { type Frame, textWidth } from '$lib/charts/scale.layout';
import { HEIGHT } from './lanes.layout';
import type { PromotionBar } from './timeline';

export const MOST_SUBLANES = 3;
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
 * Promotions packed into as few sub-lanes as they need, at most three: ours on top, competitors' below.
 * What does not fit is counted in `hidden`.
 */
export function layoutPromotions(
  promotions: PromotionBar[],
  frame: Frame
): { marks: PromotionMark[]; sublanes: number; hidden: number } {
  const visible = promotions.filter((bar) => bar.from <= frame.to && bar.to >= frame.from);
  const own = visible.filter((bar) => bar.owner === 'own');
  const theirs = visible.filter((bar) => bar.owner === 'competitor');
  const ours = pack(own, frame, theirs.length > 0 ? MOST_SUBLANES - 1 : MOST_SUBLANES, 0);
  const others = pack(theirs, frame, MOST_SUBLANES - ours.sublanes, ours.sublanes);
  return {
    marks: [...ours.marks, ...others.marks],
    sublanes: ours.sublanes + others.sublanes,
    hidden: ours.hidden + others.hidden
  };
}

function pack(bars: PromotionBar[], frame: Frame, most: number, first: number) {
  const marks: PromotionMark[] = [];
  const ends: number[] = [];
  let hidden = 0;
  for (const bar of [...bars].sort((a, b) =>
    a.from < b.from ? -1 : a.from > b.from ? 1 : a.to < b.to ? 1 : -1
  )) {
    const x0 = frame.clampX(bar.from);
    const width = Math.max(LEAST_WIDTH, frame.clampX(addDays(bar.to, 1)) - x0);
    let lane = ends.findIndex((end) => end <= x0 + 0.01);
    if (lane < 0) {
      if (ends.length >= most) {
        hidden++;
        continue;
      }
      lane = ends.length;
    }
    ends[lane] = x0 + width;
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
  return { marks, sublanes: ends.length, hidden };
}

function fitting(bar: PromotionBar, room: number): string {
  const isDone = bar.status === 'ended' || bar.status === 'settled';
  const full = isDone ? `${bar.name} ✓` : bar.name;
  return [full, bar.name, bar.short].find((text) => textWidth(text) <= room) ?? '';
}
