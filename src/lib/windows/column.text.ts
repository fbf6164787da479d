import type { DayRange } from '$lib/calendar/day';
import { formatDayRange } from '$lib/calendar/format';
import { mondayOf } from '$lib/calendar/week';
import * as m from '$lib/paraglide/messages';
import { getLocale } from '$lib/paraglide/runtime';
import type { Band, Column } from '$lib/timeline/timeline';
import { columnOfWeek, type FiscalSpan } from './column';

/** A column with its names in the reader's language. */
export function namedColumn(span: FiscalSpan): Column {
  const { from, to, hasWeek53, startsYear } = span;
  const label = shortName(span);
  const title = m.windows_column_title({
    year: span.fiscalYear,
    label,
    range: formatDayRange(from, to, getLocale())
  });
  return { from, to, label, title, hasWeek53, startsYear };
}

export function namedBand(span: FiscalSpan): Band {
  const label =
    span.grain === 'period'
      ? m.windows_period_band({ period: span.number, weeks: span.weeks })
      : span.grain === 'year'
        ? span.fiscalYear
        : shortName(span);
  return { from: span.from, to: span.to, label };
}

/** "W36–38" from the weeks that a range covers. @param weeks spans of the grain week that hold the range */
export function weeksName(range: DayRange, weeks: FiscalSpan[]): string {
  const first = weeks[columnOfWeek(weeks, mondayOf(range.from))];
  const last = weeks[columnOfWeek(weeks, mondayOf(range.to))] ?? first;
  if (!first || !last) return formatDayRange(range.from, range.to, getLocale());
  if (first === last) return m.windows_week({ week: first.number });
  return m.windows_weeks_span({ from: first.number, to: last.number });
}

function shortName({ grain, number }: FiscalSpan): string {
  if (grain === 'week') return m.windows_week({ week: number });
  return grain === 'period' ? m.windows_period({ period: number }) : m.windows_quarter({ quarter: number });
}
