import { describe, expect, it } from 'vitest';
import type { Day } from '$lib/calendar/day';
import { type ActualVolume, projectionOf } from './projection';
import { lumpSum, type PromotionTerms } from './terms';

const day = (text: string) => text as Day;
const promotion = {
  startsOn: day('2026-06-01'),
  endsOn: day('2026-06-14'),
  approvedOn: day('2026-05-01'),
  cancelledOn: null,
  settledOn: null
};
const terms: PromotionTerms = { ...lumpSum(0), basis: 'sold', unit: 'units', rate: 500, volume: 200 };
const weeks = (volume: number, known: number): ActualVolume => ({
  volume,
  known: { by: 'weeks', in: known, all: 2 }
});

describe('projectionOf', () => {
  it('is actual volume times planned rate, so far while weeks are not in', () => {
    expect(projectionOf(promotion, terms, weeks(90, 1), day('2026-06-09'))).toEqual({
      ok: true,
      minor: 45_000,
      actual: weeks(90, 1),
      isSoFar: true
    });
    expect(projectionOf(promotion, terms, weeks(240, 2), day('2026-07-01'))).toMatchObject({
      minor: 120_000,
      isSoFar: false
    });
  });

  it('says why there is no figure, and never takes unknown for zero', () => {
    const on = day('2026-06-09');
    expect(projectionOf(promotion, null, null, on)).toEqual({ ok: false, why: 'no-terms' });
    expect(projectionOf(promotion, terms, null, on)).toEqual({ ok: false, why: 'not-in' });
    expect(projectionOf(promotion, { ...terms, basis: 'logged' }, null, on)).toEqual({
      ok: false,
      why: 'not-logged'
    });
    expect(projectionOf(promotion, terms, null, day('2026-05-20'))).toEqual({
      ok: false,
      why: 'not-started'
    });
    expect(projectionOf({ ...promotion, approvedOn: null }, terms, null, on)).toEqual({
      ok: false,
      why: 'not-approved'
    });
    expect(projectionOf({ ...promotion, cancelledOn: day('2026-06-02') }, terms, null, on)).toEqual({
      ok: false,
      why: 'cancelled'
    });
  });

  it('takes a lump sum as agreed once the promotion runs', () => {
    expect(projectionOf(promotion, lumpSum(9_000), null, day('2026-06-01'))).toMatchObject({ minor: 9_000 });
    expect(projectionOf(promotion, lumpSum(9_000), null, day('2026-05-31'))).toMatchObject({ ok: false });
  });

  it('is not final while orders end before the promotion does, or have no value', () => {
    const ordered = (through: string, unpriced: number): ActualVolume => ({
      volume: 10,
      known: { by: 'orders', through: day(through), unpriced }
    });
    const soFar = (actual: ActualVolume) =>
      projectionOf(promotion, { ...terms, basis: 'ordered' }, actual, day('2026-07-01'));
    expect(soFar(ordered('2026-06-13', 0))).toMatchObject({ isSoFar: true });
    expect(soFar(ordered('2026-06-14', 1))).toMatchObject({ isSoFar: true });
    expect(soFar(ordered('2026-06-14', 0))).toMatchObject({ isSoFar: false });
  });
});
