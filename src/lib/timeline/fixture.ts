import { addDays, type Day, day, daysBetween } from '$lib/calendar/day';
import { fiscalPeriodOf, fiscalWeekOf, type FiscalCalendar } from '$lib/calendar/fiscal';
import { weeksBetween } from '$lib/calendar/week';
import { promotion, spendWindow, stockOut } from './fixture-marks';
import type { AccountRow, Column, Estimate, Step, TimelineData } from './timeline';

/**
 * A small invented market in every state that a row can be in, for tests of the picture:
 * half a year seen from a Wednesday in its middle.
 */
const CALENDAR: FiscalCalendar = { kind: 'iso', yearStartMonth: 1 };
const FROM = day('2026-04-27');
const TO = day('2026-10-25');
const AS_OF = day('2026-08-19');
const YEAR = { from: day('2025-12-29'), to: day('2027-01-03') };
const k = (thousands: number) => Math.round(thousands * 100_000);

export function fixtureColumns(from: Day, to: Day): Column[] {
  return weeksBetween(from, to).map((monday) => {
    const week = fiscalWeekOf(CALENDAR, monday);
    return {
      from: monday,
      to: addDays(monday, 6),
      label: `W${week.week}`,
      title: `FY${week.year % 100} W${week.week} · ${monday}`,
      hasWeek53: week.isWeek53,
      startsYear: week.startsYear
    };
  });
}

function bandsOf(columns: Column[]) {
  const bands = new Map<string, { from: Day; to: Day; label: string }>();
  for (const column of columns) {
    const period = fiscalPeriodOf(CALENDAR, column.from);
    const known = bands.get(period.from);
    if (known) known.to = column.to;
    else
      bands.set(period.from, {
        from: column.from,
        to: column.to,
        label: `P${period.period} (${period.weeks}w)`
      });
  }
  return [...bands.values()];
}

const columns = fixtureColumns(FROM, TO);
const isPast = (i: number) => columns[i]!.from <= AS_OF;
const wave = (i: number, phase: number) => (Math.sin(i * 0.9 + phase) + Math.sin(i * 0.37 + phase * 2)) / 2;

function estimateOf(i: number, phase: number, base: number): Estimate {
  if (!isPast(i) || i === 5 || i === 6) return null;
  const median = k(Math.max(15, base + base * 3 * Math.max(0, wave(i, phase))));
  const how = (['seen', 'told', 'estimated'] as const)[i % 3]!;
  const spread = how === 'seen' ? 0.2 : how === 'told' ? 0.4 : 0.6;
  const at = (share: number) => Math.round(median * (1 + spread * share));
  return {
    p10: at(-1),
    p25: at(-0.45),
    p50: median,
    p75: at(0.55),
    p90: at(1.3),
    sightings: i % 2 === 0 ? 3 : 0,
    newest: addDays(columns[i]!.from, 3),
    looked: 1,
    how
  };
}

function spendOf(base: number) {
  const planned = columns.map((_, i) => k(Math.max(20, base + base * wave(i, 1))));
  return {
    planned,
    actual: planned.map((plan, i) => (isPast(i) ? Math.round(plan * (0.8 + 0.3 * wave(i, 4))) : 0)),
    committed: planned.map((plan, i) => (i >= 14 && i < 22 ? Math.round(plan * 0.5) : 0))
  };
}

function leftOf(total: number, spend: { actual: number[]; committed: number[]; planned: number[] }) {
  const actual: Step[] = [{ on: YEAR.from, value: Math.round(total * 0.66) }];
  const committed: Step[] = [{ on: YEAR.from, value: Math.round(total * 0.66) }];
  const planned: Step[] = [];
  columns.forEach((column, i) => {
    const last = actual.at(-1)!.value;
    const value = last - spend.actual[i]!;
    actual.push({ on: addDays(column.from, 4), value });
    const promised = spend.committed.slice(0, i + 1).reduce((a, b) => a + b, 0);
    committed.push({ on: addDays(column.from, 4), value: value - promised });
    if (!isPast(i)) planned.push({ on: column.from, value: value - promised - k(10) * (i - 16) });
  });
  const start = columns[22]!.from;
  const from = committed.at(-1)!.value;
  const days = daysBetween(start, YEAR.to);
  return {
    actual,
    committed,
    planned,
    evenPace: [{ ...YEAR, total }],
    forecast: Array.from({ length: Math.floor(days / 7) + 1 }, (_, i) => {
      const p50 = Math.round(from * (1 - (i * 7) / days / 1.4));
      const spread = (from * i * 7) / days / 3;
      const at = (share: number) => Math.round(p50 + spread * share);
      return { on: addDays(start, i * 7), p10: at(-1), p25: at(-0.5), p50, p75: at(0.5), p90: at(1) };
    }),
    usual: USUAL
  };
}

const USUAL = { perWeek: k(12), weeks: 18, promised: k(40) };

function account(
  code: string,
  name: string,
  total: number | null,
  base: number,
  change: Partial<AccountRow> = {}
): AccountRow {
  const spend = spendOf(base);
  const left = total === null ? null : leftOf(total, spend);
  const now = left?.committed.filter((step) => step.on <= AS_OF).at(-1)?.value ?? 0;
  const beacon = columns.map((_, i) => estimateOf(i, base / 30, 60));
  const harbour = columns.map((_, i) => estimateOf(i, base / 30 + 3, 25));
  return {
    code,
    name,
    region: base > 60 ? 'North' : 'South',
    channel: 'Hypermarket',
    dataEnd: AS_OF,
    elsewhere: null,
    budget:
      total === null
        ? null
        : {
            fiscalYear: 'FY26',
            period: YEAR,
            total,
            spent: Math.round((total - now) * 0.9),
            committed: total - now - Math.round((total - now) * 0.9),
            reserve: 0,
            left: now,
            pace: -0.04,
            drafts: 0,
            yearEnd:
              now > 0
                ? {
                    low: Math.round(total * 0.06),
                    median: Math.round(total * 0.15),
                    high: Math.round(total * 0.26),
                    ...USUAL
                  }
                : null,
            fund: `F-${code}`
          },
    left,
    spend,
    competitors: [
      { brand: 'Beacon', estimate: beacon },
      { brand: 'Harbour', estimate: harbour }
    ],
    competitorSum: beacon,
    supply: [],
    promotions: [],
    orders: {
      sellIn: columns.map((_, i) => (isPast(i) ? Math.round(900 + 500 * wave(i, 2)) : null)),
      sellThrough: columns.map((_, i) =>
        isPast(i) && i !== 9 ? Math.round(950 + 250 * wave(i, 1.6)) : null
      ),
      weeksOfCover: 5.1,
      isCoverHigh: false,
      unitsSource: 'both'
    },
    windows: [],
    sentence: `${name}. Half of its budget is left.`,
    ...change
  };
}

export function fixture(): TimelineData {
  const none = columns.map(() => null);
  const rows = [
    account('NORTH', 'Northgate', k(3200), 90, {
      supply: [
        stockOut('S1', ['2026-05-30', '2026-06-03', '2026-06-07', '2026-06-11', '2026-06-07'], 6),
        stockOut('S2', ['2026-08-03', '2026-08-07', null, null, '2026-08-16'], 8)
      ],
      promotions: [
        promotion('P1', '618', '2026-05-04', '2026-05-24', 'settled'),
        promotion('P2', 'Display', '2026-06-11', '2026-07-01', 'settled'),
        promotion('P3', 'Back to school', '2026-07-13', '2026-08-09', 'ended'),
        promotion('P4', 'Gift', '2026-08-16', '2026-08-30', 'running'),
        promotion('P5', 'Mid-autumn push', '2026-09-02', '2026-09-23', 'approved'),
        promotion('P6', 'Double 11', '2026-10-01', '2026-10-25', 'draft'),
        promotion('P7', 'Called off', '2026-06-29', '2026-07-12', 'cancelled'),
        promotion('C1', 'Beacon price cut', '2026-06-26', '2026-07-28', 'ended', 'competitor')
      ],
      windows: [
        spendWindow('W1', 'W36–38', '2026-08-31', '2026-09-20', 0.72),
        spendWindow('W2', 'W23–24', '2026-06-01', '2026-06-14', 0.55, 'taken')
      ]
    }),
    account('EAST', 'Eastmart', null, 40, {
      windows: [spendWindow('W3', 'W35', '2026-08-24', '2026-08-30', 0.35)]
    }),
    account('SOUTH', 'Southfair', k(1400), 30, { competitors: [], competitorSum: none }),
    account('WEST', 'Westway', k(1900), 110, {
      supply: [stockOut('S3', ['2026-06-20', '2026-06-22', null, null, '2026-07-12'], 3)]
    }),
    account('HARB', 'Harbour Foods', k(2600), 70, {
      supply: [
        stockOut('S4', ['2026-07-01', '2026-07-03', '2026-07-20', '2026-07-24', '2026-07-20'], 12),
        stockOut('S5', ['2026-07-10', '2026-07-12', '2026-07-16', '2026-07-18', '2026-07-16'], 4, 'own')
      ],
      orders: {
        sellIn: columns.map((_, i) => (isPast(i) ? 700 + i * 9 : null)),
        sellThrough: none,
        weeksOfCover: null,
        isCoverHigh: false,
        unitsSource: 'orders'
      }
    }),
    account('LAKE', 'Lakeside', null, 20, {
      dataEnd: day('1993-01-03'),
      elsewhere: { from: day('1991-01-07'), to: day('1993-01-03') },
      competitors: [],
      competitorSum: none,
      spend: { planned: columns.map(() => 0), committed: columns.map(() => 0), actual: columns.map(() => 0) },
      orders: { sellIn: none, sellThrough: none, weeksOfCover: null, isCoverHigh: false, unitsSource: 'none' }
    })
  ];
  const total = rows.reduce((sum, row) => sum + (row.budget?.total ?? 0), 0);
  const left = rows.reduce((sum, row) => sum + (row.budget?.left ?? 0), 0);
  return {
    today: AS_OF,
    asOf: AS_OF,
    asOfBecause: 'today',
    currency: 'CNY',
    grain: 'week',
    range: { from: FROM, to: TO },
    extent: YEAR,
    columns,
    bands: bandsOf(columns),
    events: [
      { on: day('2026-05-18'), name: '618', account: null },
      { on: day('2026-09-08'), name: 'Mid-autumn', account: null },
      { on: day('2026-10-20'), name: 'Double 11', account: null }
    ],
    agenda: [],
    portfolio: {
      budget: { ...rows[0]!.budget!, total, left, spent: total - left, committed: 0 },
      sharedAvailable: k(400),
      left: rows[0]!.left!.committed,
      windows: [{ from: day('2026-08-31'), to: day('2026-09-20') }],
      best: { account: 'NORTH', window: 'W1' }
    },
    rows,
    accountsInAll: rows.length,
    choices: {
      regions: ['North', 'South'],
      channels: ['Hypermarket'],
      competitors: ['Beacon', 'Harbour'],
      accounts: rows.map(({ code, name }) => ({ code, name }))
    }
  };
}
