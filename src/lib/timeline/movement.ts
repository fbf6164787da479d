import type { DayRange } from '$lib/calendar/day';
import type { Command } from './keyboard';
import type { TimelineData } from './timeline';

/** The entry `by` places from `at`, held at the ends. */
export function neighbour(lines: string[], at: string, by: number): string | null {
  const index = Math.max(0, lines.indexOf(at));
  return lines[Math.min(lines.length - 1, Math.max(0, index + by))] ?? null;
}

/** The column to which a command leads from `from`: one on, to the next band, or to an end. */
export function nextColumn(
  command: Command,
  from: number,
  data: Pick<TimelineData, 'columns' | 'bands'>
): number {
  const last = data.columns.length - 1;
  const hold = (index: number) => Math.min(last, Math.max(0, index));
  if (command.do === 'column') return hold(from + command.by);
  if (command.do === 'end') return command.at === 'first' ? 0 : last;
  if (command.do !== 'band') return from;
  const starts = data.bands
    .map((band) => data.columns.findIndex((column) => column.from >= band.from))
    .filter((i) => i >= 0);
  const found =
    command.by > 0 ? starts.find((start) => start > from) : starts.filter((start) => start < from).at(-1);
  return hold(found ?? (command.by > 0 ? last : 0));
}

/** First column after `from` that one of the spans touches, from the start again after the last; null for none. */
export function touching(
  spans: DayRange[],
  data: Pick<TimelineData, 'columns'>,
  from: number
): number | null {
  const starts = spans
    .map((span) => data.columns.findIndex((column) => span.from <= column.to && span.to >= column.from))
    .filter((index) => index >= 0)
    .sort((a, b) => a - b);
  return starts.find((index) => index > from) ?? starts[0] ?? null;
}
