import { expect, it } from 'vitest';
import { addDays, day } from '$lib/calendar/day';
import { amountFor } from './window-amount';

const AS_OF = day('2026-11-23');
const WINDOW = { from: AS_OF, to: addDays(AS_OF, 6) };
/** A promotion of one week that ended so many days ago. */
const ended = (daysAgo: number, amount: number | null) => ({
  from: addDays(AS_OF, -daysAgo - 6),
  to: addDays(AS_OF, -daysAgo),
  amount
});

it('an amount rests on promotions of the last two years, and of no earlier ones', () => {
  const of = (oldest: number) =>
    amountFor(
      { asOf: AS_OF, left: null, promotions: [ended(10, 100), ended(40, 100), ended(oldest, 900)] },
      WINDOW
    );
  expect(of(728)).toMatchObject({ high: 500, basis: { promotions: 3 } });
  expect(of(729)).toMatchObject({ low: 100, high: 100, basis: { promotions: 2 } });
});

it('an amount rests on promotions that are over and whose cost is known', () => {
  const promotions = [ended(10, 100), ended(-1, 900), ended(20, null), ended(30, 0)];
  expect(amountFor({ asOf: AS_OF, left: null, promotions }, WINDOW).basis).toBeNull();
  const today = ended(0, 300);
  expect(amountFor({ asOf: AS_OF, left: null, promotions: [...promotions, today] }, WINDOW)).toMatchObject({
    low: 150,
    high: 250
  });
});
