import { describe, expect, it } from 'vitest';
import { addDays, day } from '$lib/calendar/day';
import { type FiscalCalendar, fiscalYearNumbered } from '$lib/calendar/fiscal';
import {
  budgetWithin,
  columnsBefore,
  fiscalPeriodFrom,
  gridColumns,
  gridRows,
  parseGridView
} from './allocation-grid';
import { columnDays, columnName } from './allocation.text';
import type { Fund } from './fund';

const CALENDARS: FiscalCalendar[] = (['iso', '4-4-5', '4-5-4', '5-4-4', 'month'] as const).flatMap((kind) =>
  [1, 2, 4, 10].map((yearStartMonth) => ({ kind, yearStartMonth }))
);

const fund = (code: string, account: string | null, from: string, to: string, total = 100): Fund => ({
  fundId: 1,
  code,
  name: code,
  account: account === null ? null : { code: account, name: account },
  periodStart: day(from),
  periodEnd: day(to),
  overdrawPercent: 0,
  total,
  spent: 0,
  committed: 0,
  reserve: 0,
  left: total,
  floor: 0,
  allowance: 0,
  isAccruing: false,
  isFlagged: false
});

describe.each(CALENDARS)('the columns of $kind from month $yearStartMonth', (calendar) => {
  it.each(['quarter', 'month'] as const)('by %s cover the year without a gap', (period) => {
    for (const year of [2026, 2027]) {
      const whole = fiscalYearNumbered(calendar, year);
      const columns = gridColumns(calendar, { period, year });
      expect(whole.year).toBe(year);
      expect(columns).toHaveLength(period === 'quarter' ? 4 : 12);
      expect(columns[0]!.from).toBe(whole.from);
      expect(columns.at(-1)!.to).toBe(whole.to);
      columns.slice(1).forEach(({ from }, i) => expect(from).toBe(addDays(columns[i]!.to, 1)));
      expect(columns.map(({ number }) => number)).toEqual(columns.map((_, i) => i + 1));
    }
  });

  it('are found again by their days', () => {
    for (const period of ['year', 'quarter', 'month'] as const)
      for (const column of gridColumns(calendar, { period, year: 2026 }))
        expect(fiscalPeriodFrom(calendar, column)).toEqual(column);
    expect(fiscalPeriodFrom(calendar, { from: day('2026-03-03'), to: day('2026-03-09') })).toBeNull();
  });
});

it('a period of weeks that happens to begin on the first of a month is no calendar month', () => {
  const weeks = gridColumns({ kind: 'iso', yearStartMonth: 1 }, { period: 'month', year: 2024 });
  expect(weeks[0]).toMatchObject({ from: '2024-01-01', isCalendarMonth: false });
  expect(columnName(weeks[0]!, 'en')).toBe('P1');
  expect(columnDays(weeks[0]!, 'en')).toBe('1 Jan – 28 Jan');
  const months = gridColumns({ kind: 'month', yearStartMonth: 1 }, { period: 'month', year: 2024 });
  expect([columnName(months[0]!, 'en'), columnDays(months[0]!, 'en')]).toEqual(['Jan', '']);
});

describe('the lines', () => {
  const calendar: FiscalCalendar = { kind: 'month', yearStartMonth: 1 };
  const view = { period: 'quarter', year: 2026 } as const;
  const columns = gridColumns(calendar, view);
  const rows = (funds: Fund[]) =>
    gridRows([{ code: 'shop', name: 'Shop' }], funds, columns, columnsBefore(calendar, view));

  it('has the shared funds first, and an account although it has no fund', () => {
    expect(rows([]).map(({ account, line }) => [account, line])).toEqual([
      ['', 1],
      ['shop', 1]
    ]);
  });

  it('puts a fund into the column whose days are its own, and no other', () => {
    const [, shop] = rows([
      fund('q2', 'shop', '2026-04-01', '2026-06-30'),
      fund('year', 'shop', '2026-01-01', '2026-12-31'),
      fund('old', 'shop', '2025-01-01', '2025-12-31')
    ]);
    expect(shop!.funds.map((each) => each?.code ?? null)).toEqual([null, 'q2', null, null]);
    // What touches the year and is no column is beside it; what lies outside it is not there.
    expect(shop!.others.map(({ code }) => code)).toEqual(['year']);
  });

  it('gives a second fund for the same period a line of its own, so that no money is out of sight', () => {
    const all = rows([
      fund('b', 'shop', '2026-04-01', '2026-06-30'),
      fund('a', 'shop', '2026-04-01', '2026-06-30'),
      fund('c', 'shop', '2026-07-01', '2026-09-30')
    ]);
    expect(all.slice(1).map(({ funds }) => funds.map((each) => each?.code ?? null))).toEqual([
      [null, 'a', 'c', null],
      [null, 'b', null, null]
    ]);
  });

  it('knows what the account had a year before, as far as its days go', () => {
    const [, shop] = rows([fund('old', 'shop', '2025-01-01', '2025-12-31', 365)]);
    expect(shop!.before).toEqual([90, 91, 92, 92]);
    expect(
      budgetWithin([fund('x', null, '2025-03-31', '2025-04-01', 10)], {
        from: day('2025-04-01'),
        to: day('2025-06-30')
      })
    ).toBe(5);
  });
});

it.each([
  ['', { period: 'quarter', year: 2026 }],
  ['grain=month&year=2030', { period: 'month', year: 2030 }],
  ['grain=week&year=soon', { period: 'quarter', year: 2026 }],
  ['year=9999', { period: 'quarter', year: 2026 }]
])('the address "%s" asks for %o', (address, view) => {
  expect(parseGridView(new URLSearchParams(address), 'quarter', 2026)).toEqual(view);
});
