import { scaleUtc } from 'd3';
import { addDays, type Day, type DayRange, daysBetween, maxDay, minDay, toUtc } from '$lib/calendar/day';
import { mondayOf } from '$lib/calendar/week';
import { layoutAmounts, round } from '$lib/charts/scale.layout';
import { stepArea } from '$lib/charts/step.layout';
import { within } from './step';
import type { Portfolio } from './timeline';

export const OVERVIEW_HEIGHT = 44;

export interface OverviewMarks {
  left: string;
  windows: { x0: number; x1: number }[];
  range: { x0: number; x1: number };
  asOfX: number;
  years: { x: number; label: string }[];
  dayAt(px: number): Day;
}

/** The strip under the chart: all that there is, and which part of it is shown above. */
export function layoutOverview(
  portfolio: Portfolio,
  extent: DayRange,
  range: DayRange,
  asOf: Day,
  width: number
): OverviewMarks {
  const whole = { from: minDay(extent.from, range.from), to: maxDay(extent.to, range.to) };
  const scale = scaleUtc([toUtc(whole.from), toUtc(addDays(whole.to, 1))], [0, width]);
  const x = (day: Day) => Math.min(width, Math.max(0, round(scale(toUtc(day)))));
  const amounts = layoutAmounts(
    Math.max(0, ...portfolio.left.map((step) => step.value)),
    0,
    6,
    OVERVIEW_HEIGHT
  );
  const days = daysBetween(whole.from, whole.to) + 1;
  const firstYear = Number(whole.from.slice(0, 4)) + 1;
  const yearCount = Math.max(0, Number(whole.to.slice(0, 4)) - firstYear + 1);
  return {
    left: stepArea(
      within(portfolio.left, whole.from, addDays(whole.to, 1)).map((step) => ({
        x: x(step.on),
        upper: amounts.y(Math.max(0, step.value)),
        lower: OVERVIEW_HEIGHT
      }))
    ),
    windows: portfolio.windows.map((window) => ({
      x0: x(window.from),
      x1: Math.max(x(window.from) + 2, x(addDays(window.to, 1)))
    })),
    range: { x0: x(range.from), x1: x(addDays(range.to, 1)) },
    asOfX: x(addDays(asOf, 1)),
    years: Array.from({ length: yearCount }, (_, i) => firstYear + i).map((year) => ({
      x: x(`${year}-01-01` as Day),
      label: String(year)
    })),
    dayAt: (px) =>
      mondayOf(addDays(whole.from, Math.min(days - 1, Math.max(0, Math.round((px / width) * days)))))
  };
}
