import { afterAll, expect, it } from 'vitest';
import { account, brand, observation, promotion } from '../../../tests/factories/small-market';
import { testDatabase } from '../../../tests/factories/database';
import { day, daysBetween } from '$lib/calendar/day';
import { parseView } from '$lib/timeline/view';
import { readPicture } from './picture.server';

const world = await testDatabase();
afterAll(() => world.drop());
const { db } = world;
const TODAY = day('2026-06-15');
const beacon = await brand(db, 'Beacon', false);
const { id } = await account(db, 'north', 1);
await observation(db, {
  account_id: id,
  brand_id: beacon.id,
  kind: 'spend',
  seen_on: day('2026-05-04'),
  amount_low_minor: 1000,
  amount_high_minor: 1000
});
await promotion(db, {
  account: id,
  code: 'FAR',
  from: day('2199-12-01'),
  to: day('2199-12-31'),
  planned: 900,
  createdOn: day('2026-06-02')
});

it.each([
  'from=1970-01-01&to=2199-12-31&grain=week',
  'from=2199-12-01&to=2199-12-31',
  'from=1970-01-01',
  'to=1970-01-31',
  'asOf=1970-01-01',
  'asOf=2199-12-31',
  'asOf=2199-12-31&from=1970-01-01&to=2199-12-31&grain=week',
  'from=9999-12-01&to=9999-12-31',
  'asOf=9999-12-31&from=0100-01-01'
])('the address %s shows a picture soon, of twenty years at most', async (address) => {
  const start = performance.now();
  const picture = await readPicture(db, parseView(new URLSearchParams(address)), TODAY);
  expect(daysBetween(picture.range.from, picture.range.to)).toBeLessThan(21 * 366);
  expect(picture.rows).toHaveLength(1);
  expect(performance.now() - start).toBeLessThan(10_000);
});
