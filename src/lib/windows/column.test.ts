import { describe, expect, it } from 'vitest';
import { addDays, day } from '$lib/calendar/day';
import type { FiscalCalendar } from '$lib/calendar/fiscal';
import { bandsOf, columnOfWeek, grainFor, rangeFor, spansOf, wholeWeeks } from './column';

const ISO: FiscalCalendar = { kind: 'iso', yearStartMonth: 1 };
const MONDAY = day('2026-01-05');
const weeks = (count: number) => ({ from: MONDAY, to: addDays(MONDAY, 7 * count - 1) });

describe('the range shown when none is asked for', () => {
  const none = { from: null, to: null };
  it('is half a year back and a quarter ahead, in whole weeks', () => {
    expect(rangeFor(none, day('2026-11-25'), false)).toEqual({
      from: addDays(day('2026-11-23'), -7 * 26),
      to: addDays(day('2026-11-29'), 7 * 13)
    });
  });

  it('shows more of the past where the data end there, and room for a window after it', () => {
    expect(rangeFor(none, day('2026-11-25'), true)).toEqual({
      from: addDays(day('2026-11-23'), -7 * 40),
      to: addDays(day('2026-11-29'), 7 * 4)
    });
  });

  it('turns round what is asked for the wrong way round', () => {
    expect(rangeFor({ from: day('2026-06-01'), to: day('2026-05-04') }, MONDAY, false)).toEqual({
      from: '2026-05-04',
      to: '2026-06-07'
    });
  });
});

describe('columns', () => {
  it('are weeks up to sixty of them, periods up to a hundred and sixty weeks, then quarters', () => {
    const grains = [60, 61, 160, 161].map((count) => grainFor('auto', weeks(count)));
    expect(grains).toEqual(['week', 'period', 'period', 'quarter']);
    expect(grainFor('week', weeks(400))).toBe('week');
  });

  it('hold the last day of the range, even where it is the first of its column', () => {
    const spans = spansOf(ISO, { from: MONDAY, to: addDays(MONDAY, 7) }, 'week');
    expect(spans.map(({ from }) => from)).toEqual([MONDAY, addDays(MONDAY, 7)]);
  });

  it('follow each other without a gap and are whole at both ends', () => {
    for (const grain of ['week', 'period', 'quarter', 'year'] as const) {
      const range = { from: day('2025-02-12'), to: day('2027-03-03') };
      const spans = spansOf(ISO, range, grain);
      expect(spans[0]!.from <= range.from && spans.at(-1)!.to >= range.to).toBe(true);
      for (const [i, span] of spans.slice(1).entries()) expect(span.from).toBe(addDays(spans[i]!.to, 1));
    }
  });

  it('take a week by its Thursday', () => {
    const months = spansOf({ kind: 'month', yearStartMonth: 1 }, weeks(8), 'period');
    expect(columnOfWeek(months, day('2026-01-26'))).toBe(0);
    expect(columnOfWeek(months, day('2026-02-02'))).toBe(1);
    expect(columnOfWeek(months, day('2025-12-22'))).toBe(-1);
  });
});

it('a band of one day is a band', () => {
  const columns = spansOf(
    { kind: 'month', yearStartMonth: 1 },
    { from: day('2026-10-19'), to: day('2026-11-01') },
    'week'
  );
  expect(bandsOf({ kind: 'month', yearStartMonth: 1 }, columns).map(({ from, to }) => [from, to])).toEqual([
    ['2026-10-19', '2026-10-31'],
    ['2026-11-01', '2026-11-01']
  ]);
});

it('whole weeks hold the first and the last of some days, and none are none', () => {
  expect(wholeWeeks([null, day('2026-11-25'), day('2026-11-04')])).toEqual({
    from: '2026-11-02',
    to: '2026-11-29'
  });
  expect(wholeWeeks([null])).toBeNull();
});
