import { afterAll, expect, it } from 'vitest';
import { account } from '../../../tests/factories/account';
import { testDatabase } from '../../../tests/factories/database';
import { fund } from '../../../tests/factories/fund';
import { day } from '$lib/calendar/day';
import { readSharedAvailable } from './books.server';

const { db, drop } = await testDatabase();
afterAll(drop);

it('shared money is that of funds without an account while their period runs, and only what was booked by then', async () => {
  const { accountId } = await account(db);
  const period = (periodStart: string, periodEnd: string) => ({
    periodStart: day(periodStart),
    periodEnd: day(periodEnd)
  });
  await fund(db, 100, period('2026-01-01', '2026-12-31'));
  await fund(db, 20, period('2026-07-01', '2026-09-30'));
  await fund(db, 3000, { ...period('2026-01-01', '2026-12-31'), accountId });
  // Deposits are booked on the first of June.
  const shared = (asOf: string) => readSharedAvailable(db, day(asOf));
  expect(await shared('2026-05-31')).toBeNull();
  expect(await shared('2026-06-30')).toBe(100);
  expect(await shared('2026-07-01')).toBe(120);
  expect(await shared('2026-09-30')).toBe(120);
  expect(await shared('2026-10-01')).toBe(100);
  expect(await shared('2027-01-01')).toBeNull();
});
