import { expect, it } from 'vitest';
import { day } from '$lib/calendar/day';
import { movableOn } from './promotion';

it('a draft that would begin today can still begin another day; one whose first day is past cannot', () => {
  const draft = {
    startsOn: day('2026-06-08'),
    endsOn: day('2026-06-21'),
    approvedOn: null,
    cancelledOn: null,
    settledOn: null
  };
  expect(movableOn(draft, day('2026-06-08'))).toEqual({ start: true, end: true });
  expect(movableOn(draft, day('2026-06-09'))).toEqual({ start: false, end: true });
  expect(movableOn(draft, day('2026-06-21'))).toEqual({ start: false, end: true });
});
