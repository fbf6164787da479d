import type { Day } from '$lib/calendar/day';
import { formatDayRange, formatDayShort, formatMonth } from '$lib/calendar/format';
import { formatMoney } from '$lib/money/format';
import * as m from '$lib/paraglide/messages';
import type { AllotmentFault } from './allocation';
import type { GridColumn } from './allocation-grid';
import { refusalSentence } from './movement.text';

/** "FY26", "Q1", "P3", or "Mar" where fiscal periods are calendar months. */
export function columnName({ year, number, from, to }: GridColumn, locale: string): string {
  if (number === null) return year;
  if (isQuarter(from, to)) return m.funds_quarter({ number });
  return from.endsWith('-01') ? formatMonth(from, locale) : m.funds_period_number({ number });
}

/** "1 Jan – 31 Mar": the days of a column, under its name. A calendar month is its name. */
export function columnDays({ from, to, number }: GridColumn, locale: string): string {
  if (number !== null && !isQuarter(from, to) && from.endsWith('-01')) return '';
  // A year in weeks begins and ends in another one than its own.
  if (number === null) return formatDayRange(from, to, locale);
  return `${formatDayShort(from, locale)} – ${formatDayShort(to, locale)}`;
}

/** What a fund is called that an amount in the grid makes: "Lotus FY26 Q1". */
export function fundName(
  account: string | null,
  column: GridColumn | null,
  days: { from: Day; to: Day },
  locale: string
): string {
  const owner = account ?? m.funds_shared();
  if (!column) return `${owner} ${formatDayRange(days.from, days.to, locale)}`;
  const name = columnName(column, locale);
  return column.number === null ? `${owner} ${name}` : `${owner} ${column.year} ${name}`;
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

/** A quarter is longer than any single period. */
function isQuarter(from: Day, to: Day): boolean {
  return (Date.parse(to) - Date.parse(from)) / 86_400_000 > 60;
}
