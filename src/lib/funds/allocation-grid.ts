import { addDays, type Day, type DayRange, daysBetween, maxDay, minDay } from '$lib/calendar/day';
import {
  type FiscalCalendar,
  fiscalPeriodOf,
  fiscalQuarterOf,
  fiscalYearNumbered,
  fiscalYearOf
} from '$lib/calendar/fiscal';
import type { Minor } from '$lib/money/money';
import type { Fund } from './fund';

/** How long the funds of the grid last; `month` is a fiscal period. */
export type FundPeriod = 'year' | 'quarter' | 'month';
export const FUND_PERIODS: readonly FundPeriod[] = ['year', 'quarter', 'month'];

/** A column of the grid: a period for which an account may have a fund. */
export interface GridColumn extends DayRange {
  period: FundPeriod;
  /** The fiscal year, as in "FY26". */
  year: string;
  /** Within its year: 1 to 4 or 1 to 12, and 1 for a whole year. */
  number: number;
  /** Whether it is a calendar month, which has a name; other fiscal periods have numbers. */
  isCalendarMonth: boolean;
}

export type GridFund = Pick<
  Fund,
  'code' | 'name' | 'total' | 'spent' | 'committed' | 'reserve' | 'left' | 'periodStart' | 'periodEnd'
>;

/** A line of the grid: an account, or a further line of one that has several funds for the same period. */
export interface GridRow {
  /** Code of the account; empty for shared funds. */
  account: string;
  /** Null for shared funds. */
  name: string | null;
  /** 1 for the account's first line. */
  line: number;
  /** By column. */
  funds: (GridFund | null)[];
  /** Funds that fall into the columns and are none of them: a whole year's fund beside months. On the first line only. */
  others: GridFund[];
  /** What the account's funds came to in the same period a year before, by column; on the first line only. */
  before: Minor[];
}

/** Which grid an address asks for; what is unknown falls back to its default. */
export interface GridView {
  period: FundPeriod;
  /** Number of the fiscal year. */
  year: number;
}

/** @param usual what the organisation allocates by */
export function parseGridView(params: URLSearchParams, usual: FundPeriod, currentYear: number): GridView {
  const year = Number(params.get('year'));
  return {
    period: FUND_PERIODS.find((period) => period === params.get('grain')) ?? usual,
    year: Number.isInteger(year) && Math.abs(year - currentYear) <= 50 ? year : currentYear
  };
}

/** The periods of a year; for whole years, that year and the two after it. */
export function gridColumns(calendar: FiscalCalendar, { period, year }: GridView): GridColumn[] {
  return period === 'year'
    ? [year, year + 1, year + 2].map((each) => yearColumn(calendar, each))
    : periodColumns(calendar, period, year);
}

function yearColumn(calendar: FiscalCalendar, year: number): GridColumn {
  const { label, from, to } = fiscalYearNumbered(calendar, year);
  return { period: 'year', year: label, number: 1, isCalendarMonth: false, from, to };
}

function periodColumns(calendar: FiscalCalendar, period: 'quarter' | 'month', year: number): GridColumn[] {
  const whole = fiscalYearNumbered(calendar, year);
  const columns: GridColumn[] = [];
  for (let from = whole.from; from <= whole.to; from = addDays(columns.at(-1)!.to, 1)) {
    const own = fiscalPeriodOf(calendar, from);
    const isMonth = period === 'month';
    columns.push({
      period,
      year: whole.label,
      number: isMonth ? own.period : own.quarter,
      isCalendarMonth: isMonth && calendar.kind === 'month',
      from,
      to: isMonth ? own.to : fiscalQuarterOf(calendar, from).to
    });
  }
  return columns;
}

/** The same periods of the year before, one for one. */
export function columnsBefore(calendar: FiscalCalendar, { period, year }: GridView): GridColumn[] {
  return gridColumns(calendar, { period, year: year - 1 });
}

/** The fiscal period that two days are the ends of; null where they are those of none. */
export function fiscalPeriodFrom(calendar: FiscalCalendar, { from, to }: DayRange): GridColumn | null {
  const { year } = fiscalYearOf(calendar, from);
  const columns = [
    yearColumn(calendar, year),
    ...periodColumns(calendar, 'quarter', year),
    ...periodColumns(calendar, 'month', year)
  ];
  return columns.find((column) => column.from === from && column.to === to) ?? null;
}

/** The fiscal period of the same kind after one; for any other days, as many days right after them. */
export function periodAfter(calendar: FiscalCalendar, period: DayRange): DayRange {
  const from = addDays(period.to, 1);
  const own = fiscalPeriodFrom(calendar, period);
  if (!own) return { from, to: addDays(from, daysBetween(period.from, period.to)) };
  const { year } = fiscalYearOf(calendar, from);
  const columns =
    own.period === 'year' ? [yearColumn(calendar, year)] : periodColumns(calendar, own.period, year);
  const { to } = columns.find((column) => column.from === from)!;
  return { from, to };
}

/**
 * The lines of the grid: shared funds first, since the others are filled from them, then accounts in the order given.
 *
 * @param accounts those that are to have a line although they have no fund
 * @param before the period that each column is compared with
 */
export function gridRows(
  accounts: readonly { code: string; name: string }[],
  funds: readonly Fund[],
  columns: readonly GridColumn[],
  before: readonly DayRange[]
): GridRow[] {
  const byAccount = new Map<string, Fund[]>();
  for (const fund of funds) {
    const code = fund.account?.code ?? '';
    const own = byAccount.get(code);
    if (own) own.push(fund);
    else byAccount.set(code, [fund]);
  }
  const [first, last] = [columns[0]!.from, columns.at(-1)!.to];
  return [{ code: '', name: null }, ...accounts].flatMap(({ code, name }) => {
    const own = (byAccount.get(code) ?? []).sort((a, b) => (a.code < b.code ? -1 : 1));
    const inColumn = columns.map(({ from, to }) =>
      // What grows with orders is not typed.
      own.filter(
        ({ periodStart, periodEnd, isAccruing }) => periodStart === from && periodEnd === to && !isAccruing
      )
    );
    const placed = new Set(inColumn.flat());
    const others = own.filter(
      (fund) => !placed.has(fund) && fund.periodStart <= last && fund.periodEnd >= first
    );
    const lines = Math.max(1, ...inColumn.map((each) => each.length));
    return Array.from({ length: lines }, (_, line) => ({
      account: code,
      name,
      line: line + 1,
      funds: inColumn.map((each) => (each[line] ? plain(each[line]) : null)),
      others: line === 0 ? others.map(plain) : [],
      before: before.map((period) => (line === 0 ? Math.round(budgetWithin(own, period)) : 0))
    }));
  });
}

function plain(fund: Fund): GridFund {
  const { code, name, total, spent, committed, reserve, left, periodStart, periodEnd } = fund;
  return { code, name, total, spent, committed, reserve, left, periodStart, periodEnd };
}

/**
 * What an account's funds came to in a period: of a fund that is longer or shorter, the part that its days are of it.
 *
 * @returns minor units, not rounded: a weight
 */
export function budgetWithin(
  funds: readonly { total: Minor; periodStart: Day; periodEnd: Day }[],
  { from, to }: DayRange
): number {
  const touching = funds.filter(({ periodStart, periodEnd }) => periodStart <= to && periodEnd >= from);
  return touching.reduce((sum, { total, periodStart, periodEnd }) => {
    const days = daysBetween(maxDay(periodStart, from), minDay(periodEnd, to)) + 1;
    return sum + (total * days) / (daysBetween(periodStart, periodEnd) + 1);
  }, 0);
}
