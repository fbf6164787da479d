import { describe, expect, it } from 'vitest';
import { day } from '$lib/calendar/day';
import type { AccountRow } from '$lib/timeline/timeline';
import { portfolioOf } from './portfolio';

const PERIOD = { from: day('2026-01-01'), to: day('2026-12-31') };
const FUND = {
  fund: 1,
  code: 'F',
  period: PERIOD,
  changes: [{ on: PERIOD.from, kind: 'available' as const, amount: 1000 }]
};

/** A row of which only the end of its year counts. */
const row = (yearEnd: { low: number; median: number; high: number } | null) =>
  ({
    windows: [],
    budget: { yearEnd: yearEnd && { ...yearEnd, perWeek: 5, weeks: 4, promised: 3 } }
  }) as unknown as AccountRow;

const yearEnd = (...rows: AccountRow[]) =>
  portfolioOf(
    rows,
    [{ funds: [FUND], promotions: [] }],
    null,
    { asOf: day('2026-06-01'), fiscalYear: 'FY26' },
    PERIOD
  ).budget!.yearEnd;

describe('the end of the year of all accounts together', () => {
  it('strays below by what each may stray below, and above by what each may stray above', () => {
    const ends = yearEnd(row({ low: 70, median: 100, high: 103 }), row({ low: 60, median: 100, high: 104 }));
    expect(ends).toEqual({
      low: 200 - 50,
      median: 200,
      high: 200 + 5,
      perWeek: 10,
      weeks: 4,
      promised: 6
    });
  });

  it('is not known where that of one is not', () => {
    expect(yearEnd(row({ low: 1, median: 2, high: 3 }), row(null))).toBeNull();
  });
});
