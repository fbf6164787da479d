import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays, day } from '$lib/calendar/day';
import { calendarMarks, calendarRows, calendarSpan, placeIn } from './promotion-calendar';

const MONTHS = { kind: 'month', yearStartMonth: 1 } as const;
const WEEKS = { kind: '4-4-5', yearStartMonth: 1 } as const;
const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
const promotion = (code: string, from: string, to: string, values: object = {}) => ({
  code,
  name: code,
  tactic: 'display' as const,
  account: { code: 'north', name: 'North' },
  startsOn: day(from),
  endsOn: day(to),
  plannedMinor: 100,
  status: 'approved' as const,
  ...values
});

describe('the span of a calendar', () => {
  it.each([
    [MONTHS, 'month', 'FY26 P2', '2026-02-01', '2026-02-28'],
    [MONTHS, 'quarter', 'FY26 Q1', '2026-01-01', '2026-03-31'],
    [WEEKS, 'month', 'FY26 P2', '2026-01-26', '2026-02-22'],
    [WEEKS, 'quarter', 'FY26 Q1', '2025-12-29', '2026-03-29']
  ] as const)('%o by %s is %s', (calendar, grain, label, from, to) => {
    expect(calendarSpan(calendar, grain, day('2026-02-10'))).toMatchObject({ label, from, to });
  });

  it('leads to the ones beside it, and back', () => {
    for (const calendar of [MONTHS, WEEKS])
      for (const grain of ['month', 'quarter'] as const) {
        let span = calendarSpan(calendar, grain, day('2026-02-10'));
        for (let i = 0; i < 30; i++) {
          const next = calendarSpan(calendar, grain, span.after);
          expect(calendarSpan(calendar, grain, next.before)).toEqual(span);
          expect(next.from).toBe(addDays(span.to, 1));
          span = next;
        }
      }
  });

  it('has a line for each week, the first one at its own first day', () => {
    const span = { from: day('2026-02-01'), to: day('2026-02-28') };
    expect(calendarMarks(span).map((mark) => mark.day)).toEqual([
      '2026-02-01',
      '2026-02-02',
      '2026-02-09',
      '2026-02-16',
      '2026-02-23'
    ]);
    expect(placeIn(span, day('2026-02-15'))).toBe(0.5);
    expect(placeIn(span, day('2026-03-01'))).toBeNull();
  });
});

describe('the rows of a calendar', () => {
  const span = { from: day('2026-02-01'), to: day('2026-02-28') };

  it('hold what touches the span, cut at its edges', () => {
    const rows = calendarRows(
      [
        promotion('before', '2026-01-01', '2026-01-31'),
        promotion('into', '2026-01-25', '2026-02-07'),
        promotion('through', '2026-01-01', '2026-12-31'),
        promotion('after', '2026-03-01', '2026-03-02')
      ],
      span,
      compare
    );
    expect(rows).toHaveLength(1);
    expect(rows[0]!.bars).toMatchObject([
      { promotion: { code: 'through' }, start: 0, width: 1, lane: 0, isFromBefore: true, isOnAfter: true },
      { promotion: { code: 'into' }, start: 0, width: 0.25, lane: 1, isFromBefore: true, isOnAfter: false }
    ]);
  });

  it('leave out what is not to happen', () => {
    const all = ['cancelled', 'declined', 'draft', 'submitted', 'settled'].map((status) =>
      promotion(status, '2026-02-01', '2026-02-07', { status })
    );
    const codes = calendarRows(all, span, compare)[0]!.bars.map((bar) => bar.promotion.code);
    expect(codes).toEqual(['draft', 'settled', 'submitted']);
  });

  it('never lay two at once in one lane, and use no more lanes than are at once', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.integer({ min: -20, max: 40 }), fc.integer({ min: 0, max: 30 })), {
          maxLength: 30
        }),
        (spans) => {
          const all = spans.map(([start, length], i) => {
            const from = addDays(span.from, start);
            return promotion(`p${i}`, from, addDays(from, length));
          });
          for (const row of calendarRows(all, span, compare)) {
            for (const a of row.bars) {
              expect(a.start).toBeGreaterThanOrEqual(0);
              expect(a.start + a.width).toBeLessThanOrEqual(1 + 1e-9);
              for (const b of row.bars)
                if (a !== b && a.lane === b.lane)
                  expect(
                    a.promotion.endsOn < b.promotion.startsOn || b.promotion.endsOn < a.promotion.startsOn
                  ).toBe(true);
            }
            const atOnce = row.bars.map(
              ({ promotion: { startsOn } }) =>
                row.bars.filter((b) => b.promotion.startsOn <= startsOn && b.promotion.endsOn >= startsOn)
                  .length
            );
            expect(row.lanes).toBe(Math.max(...atOnce));
          }
        }
      )
    );
  });
});
