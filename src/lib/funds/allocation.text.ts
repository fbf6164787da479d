import type { DayRange } from '$lib/calendar/day';
import { formatDayRange, formatDayShort, formatMonth } from '$lib/calendar/format';
import { formatMoney } from '$lib/money/format';
import * as m from '$lib/paraglide/messages';
import type { AllotmentFault } from './allocation';
import type { GridColumn } from './allocation-grid';
import { refusalSentence } from './movement.text';

/** "FY26", "Q1", "P3", or "Mar" where fiscal periods are calendar months. */
export function columnName(
  { period, year, number, isCalendarMonth, from }: GridColumn,
  locale: string
): string {
  if (period === 'year') return year;
  if (period === 'quarter') return m.funds_quarter({ number });
  return isCalendarMonth ? formatMonth(from, locale) : m.funds_period_number({ number });
}

/** "1 Jan – 31 Mar": the days of a column, under its name; empty for a calendar month, which is its name. */
export function columnDays({ period, isCalendarMonth, from, to }: GridColumn, locale: string): string {
  if (isCalendarMonth) return '';
  // A year in weeks begins and ends in another one than its own.
  if (period === 'year') return formatDayRange(from, to, locale);
  return `${formatDayShort(from, locale)} – ${formatDayShort(to, locale)}`;
}

/** What a fund is called that an amount in the grid makes: "Lotus FY26 Q1". */
export function fundName(
  account: string | null,
  column: GridColumn | null,
  days: DayRange,
  locale: string
): string {
  const owner = account ?? m.funds_shared();
  if (!column) return `${owner} ${formatDayRange(days.from, days.to, locale)}`;
  const name = columnName(column, locale);
  return column.period === 'year' ? `${owner} ${name}` : `${owner} ${column.year} ${name}`;
}

/** Why a budget cannot be what was typed, and what to do. */
export function allotmentFaultText(fault: AllotmentFault, currency: string, locale: string): string {
  switch (fault.why) {
    case 'negative':
      return m.funds_cell_negative();
    case 'too-large':
      return m.funds_cell_too_large({ most: formatMoney(fault.most, currency, locale) });
    case 'below-used':
      return m.funds_cell_below_used({ least: formatMoney(fault.least, currency, locale) });
  }
}

/** Why an allocation was not saved, where no single cell is to blame. */
export function allocationRefusalText(
  refusal: { why: string } & Record<string, unknown>,
  currency: string,
  locale: string
): string {
  switch (refusal.why) {
    case 'source-short':
      return m.funds_source_short({
        missing: formatMoney(refusal.missing as number, currency, locale),
        left: formatMoney(refusal.left as number, currency, locale),
        currency
      });
    case 'changed-meanwhile':
      return m.funds_changed_meanwhile();
    case 'cells':
      return m.funds_cells_refused();
    case 'built-on':
      return m.funds_built_on({ fund: refusal.fund as string });
    case 'undone-before':
      return m.funds_undone_before();
    case 'unknown-account':
    case 'unknown-fund':
    case 'unknown-source':
    case 'unknown-batch':
    case 'twice':
    case 'nothing-changes':
      return m.funds_refused_unknown();
    default:
      return refusalSentence(refusal as Parameters<typeof refusalSentence>[0], currency, locale);
  }
}
