import { addDays, type Day, type DayRange, maxDay } from '$lib/calendar/day';
import { movableOn, type PromotionDates, type PromotionStatus } from '$lib/promotions/promotion';
import type { Tactic } from '$lib/promotions/tactic';
import type { PromotionBar } from '$lib/timeline/timeline';

/** A promotion of ours to draw. */
export interface OwnBar extends PromotionDates {
  code: string;
  name: string;
  tactic: Tactic;
  amount: number | null;
  status: PromotionStatus;
}

/** Something that a competitor was seen doing. */
export interface SeenActivity {
  brand: string;
  tactic: string | null;
  from: Day;
  to: Day;
}

/** Which ends of a bar can be dragged on the clock's day; null for neither. */
export function movableEnds(own: OwnBar, today: Day): PromotionBar['movable'] {
  const ends = movableOn(own, today);
  return ends.start || ends.end ? { ...ends, least: today } : null;
}

/**
 * What competitors were seen doing in a range: reports of one brand and tactic that touch or overlap in time are one
 * activity.
 */
export function activitiesIn(seen: SeenActivity[], range: DayRange): SeenActivity[] {
  const sorted = [...seen].sort((a, b) => (a.from < b.from ? -1 : a.from > b.from ? 1 : 0));
  const open = new Map<string, SeenActivity>();
  const merged: SeenActivity[] = [];
  for (const activity of sorted) {
    const key = `${activity.brand}|${activity.tactic}`;
    const before = open.get(key);
    if (before && activity.from <= addDays(before.to, 1)) before.to = maxDay(before.to, activity.to);
    else {
      const one = { ...activity };
      open.set(key, one);
      merged.push(one);
    }
  }
  return merged.filter((activity) => activity.from <= range.to && activity.to >= range.from);
}
