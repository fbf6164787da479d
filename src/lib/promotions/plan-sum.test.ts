import { expect, it } from 'vitest';
import { day } from '$lib/calendar/day';
import { sumPlans } from './plan-sum';

const on = day('2026-06-05');
const plan = (plannedMinor: number | null, values: object = {}) => ({
  plannedMinor,
  startsOn: day('2026-06-01'),
  endsOn: day('2026-06-14'),
  approvedOn: day('2026-05-01'),
  cancelledOn: null,
  settledOn: null,
  ...values
});
const draft = { approvedOn: null };
const cancelled = { cancelledOn: day('2026-06-02') };

it('planned is what was approved and not taken back: a draft asks, what is cancelled asks no more', () => {
  const all = [plan(100), plan(20, draft), plan(7, cancelled), plan(3, { ...draft, ...cancelled })];
  expect(sumPlans(all, on)).toEqual({
    approvedMinor: 100,
    approved: 1,
    unknown: 0,
    asked: { count: 1, minor: 20 },
    cancelled: { count: 2, minor: 10 }
  });
});

it('a plan that nobody knows is not a plan of zero', () => {
  expect(sumPlans([plan(null)], on)).toMatchObject({ approvedMinor: null, unknown: 1 });
  expect(sumPlans([plan(null), plan(4)], on)).toMatchObject({ approvedMinor: 4, unknown: 1 });
  expect(sumPlans([plan(9, draft)], on)).toMatchObject({ approvedMinor: 0, unknown: 0 });
});

it('a promotion that ended and is settled was planned all the same', () => {
  expect(sumPlans([plan(5, { settledOn: day('2026-06-04') })], on).approvedMinor).toBe(5);
});
