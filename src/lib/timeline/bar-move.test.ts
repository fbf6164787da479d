import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays, day, daysBetween } from '$lib/calendar/day';
import { mondayOf, sundayOf } from '$lib/calendar/week';
import { movedRange } from './bar-move';

/** A Tuesday to the Thursday of the next week. */
const bar = { from: day('2026-12-08'), to: day('2026-12-17') };
const TODAY = day('2026-11-24');
const moved = (grip: Parameters<typeof movedRange>[1], days: number, isExact = false) =>
  Object.values(movedRange(bar, grip, days, TODAY, isExact));

describe('a bar that is dragged', () => {
  it('moves as a whole by weeks, the nearest one, and keeps its weekdays', () => {
    expect(moved('whole', 3.4)).toEqual(['2026-12-08', '2026-12-17']);
    expect(moved('whole', 3.6)).toEqual(['2026-12-15', '2026-12-24']);
    expect(moved('whole', -8)).toEqual(['2026-12-01', '2026-12-10']);
    expect(moved('whole', 3.4, true)).toEqual(['2026-12-11', '2026-12-20']);
  });

  it('snaps an end to the nearest first or last day of a week', () => {
    expect(moved('start', -1)).toEqual(['2026-12-07', '2026-12-17']);
    expect(moved('start', 3)).toEqual(['2026-12-14', '2026-12-17']);
    expect(moved('end', 1)).toEqual(['2026-12-08', '2026-12-20']);
    expect(moved('end', -2)).toEqual(['2026-12-08', '2026-12-13']);
    expect(moved('end', 1, true)).toEqual(['2026-12-08', '2026-12-18']);
  });

  it('stops at today, and at its other end', () => {
    expect(moved('whole', -30)).toEqual(['2026-11-24', '2026-12-03']);
    expect(moved('start', -30)).toEqual(['2026-11-24', '2026-12-17']);
    expect(moved('start', 30)).toEqual(['2026-12-17', '2026-12-17']);
    expect(moved('end', -30)).toEqual(['2026-12-08', '2026-12-08']);
  });

  it('never turns round, never reaches into the past, and lands on whole weeks', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('start', 'end', 'whole'),
        fc.integer({ min: 0, max: 40 }),
        fc.integer({ min: 0, max: 60 }),
        fc.integer({ min: -90, max: 90 }),
        fc.boolean(),
        (grip, start, length, by, isExact) => {
          const from = addDays(TODAY, start);
          const to = addDays(from, length);
          const found = movedRange({ from, to }, grip, by, TODAY, isExact);
          expect(found.from <= found.to).toBe(true);
          expect(found.from >= TODAY).toBe(true);
          if (grip === 'whole') expect(daysBetween(found.from, found.to)).toBe(length);
          if (isExact) return;
          if (grip === 'whole') expect(Math.abs(daysBetween(from, found.from)) % 7).toBe(0);
          else if (grip === 'start') expect([TODAY, to, mondayOf(found.from)]).toContain(found.from);
          else expect([from, sundayOf(found.to)]).toContain(found.to);
        }
      )
    );
  });
});
