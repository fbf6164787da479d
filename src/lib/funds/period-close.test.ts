import { describe, expect, it } from 'vitest';
import { addDays, day } from '$lib/calendar/day';
import { type FiscalCalendar, fiscalYearNumbered } from '$lib/calendar/fiscal';
import { gridColumns, periodAfter } from './allocation-grid';
import type { Fund } from './fund';
import { closableFunds, type CarryOver, closeTotals } from './period-close';
import { chosenFunds } from './period-close.input';

const MONTHS: FiscalCalendar = { kind: 'month', yearStartMonth: 1 };

describe.each([
  MONTHS,
  { kind: 'iso', yearStartMonth: 1 },
  { kind: '4-4-5', yearStartMonth: 4 },
  { kind: '5-4-4', yearStartMonth: 10 }
] as FiscalCalendar[])('the period after one of $kind from month $yearStartMonth', (calendar) => {
  it('is the next of its kind, over the end of the year too', () => {
    for (const year of [1989, 2026]) {
      for (const period of ['quarter', 'month'] as const) {
        const columns = [
          ...gridColumns(calendar, { period, year }),
          gridColumns(calendar, { period, year: year + 1 })[0]!
        ];
        columns
          .slice(1)
          .forEach(({ from, to }, i) => expect(periodAfter(calendar, columns[i]!)).toEqual({ from, to }));
      }
      const [own, next] = [fiscalYearNumbered(calendar, year), fiscalYearNumbered(calendar, year + 1)];
      expect(periodAfter(calendar, own)).toEqual({ from: next.from, to: next.to });
    }
  });

  it('is as many days right after, where the days are of no period', () => {
    const odd = { from: day('2026-02-03'), to: day('2026-02-12') };
    expect(periodAfter(calendar, odd)).toEqual({ from: day('2026-02-13'), to: day('2026-02-22') });
  });
});

describe('the funds that can be closed', () => {
  const fund = (
    code: string,
    from: string,
    to: string,
    left: number,
    carryOver: CarryOver = 'return',
    reserve = 0
  ) =>
    ({
      code,
      name: code,
      account: { code: 'north', name: 'North' },
      periodStart: day(from),
      periodEnd: day(to),
      left,
      reserve,
      committed: 0,
      carryOver
    }) as Fund & { carryOver: CarryOver };
  const funds = [
    fund('q2', '2026-04-01', '2026-06-30', 20, 'carry'),
    fund('q1', '2026-01-01', '2026-03-31', 10),
    fund('empty', '2026-01-01', '2026-01-31', 0),
    fund('over', '2026-02-01', '2026-02-28', -5),
    fund('running', '2026-07-01', '2026-09-30', 99)
  ];
  it('are over, have money left, and know where it would go', () => {
    const { closable, overdrawn } = closableFunds(funds, MONTHS, day('2026-07-15'));
    expect(closable.map(({ code, rule, nextFund }) => [code, rule, nextFund?.code])).toEqual([
      ['q1', 'return', 'q2'],
      ['q2', 'carry', 'running']
    ]);
    expect(overdrawn.map(({ code }) => code)).toEqual(['over']);
    expect(closeTotals(closable)).toEqual({ return: 10, carry: 20, reserve: 0, all: 30 });
  });

  it('have something held where nothing is left, and are not closed while they are overdrawn', () => {
    const held = fund('held', '2026-01-01', '2026-03-31', 0, 'return', 30);
    const over = fund('over', '2026-01-01', '2026-03-31', -5, 'return', 30);
    const found = closableFunds([held, over], MONTHS, day('2026-07-01'));
    expect(found.closable.map(({ code, reserve }) => [code, reserve])).toEqual([['held', 30]]);
    expect(found.overdrawn.map(({ code }) => code)).toEqual(['over']);
  });

  it('are not on their own last day', () => {
    const codes = (on: string) => closableFunds(funds, MONTHS, day(on)).closable.map(({ code }) => code);
    expect(codes('2026-06-30')).toEqual(['q1']);
    expect(codes(addDays(day('2026-06-30'), 1))).toEqual(['q1', 'q2']);
  });
});

it('what was chosen is read from fields beside each other', () => {
  const form = new FormData();
  for (const [name, values] of Object.entries({
    fund: ['a', 'b', 'c'],
    rule: ['carry', 'return', 'burn'],
    left: ['1', '2', '3'],
    chosen: ['b', 'a', 'c']
  }))
    for (const value of values) form.append(name, value);
  expect(chosenFunds(form)).toEqual([
    { code: 'a', rule: 'carry', left: 1, reserve: 0 },
    { code: 'b', rule: 'return', left: 2, reserve: 0 }
  ]);
});
