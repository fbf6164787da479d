import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { testDatabase } from '../../../tests/factories/database';
import { person } from '../../../tests/factories/person';
import { account, brand, observation } from '../../../tests/factories/small-market';
import { day } from '$lib/calendar/day';
import { countReports, readLastStores, readLatelySeen, readRecent } from './recent.server';

const { db, drop } = await testDatabase();
afterAll(drop);
const TODAY = day('2026-11-23');
let [me, other] = [0, 0];
let north: Awaited<ReturnType<typeof account>>;

beforeAll(async () => {
  [me, other] = [await person(db, 'field'), await person(db, 'field')];
  north = await account(db, 'north', 3);
  const south = await account(db, 'south', 1);
  const [ours, beacon] = [await brand(db, 'Ours', true), await brand(db, 'Beacon', false, 2)];
  const seen = {
    account_id: north.id,
    brand_id: beacon.id,
    kind: 'stock_out' as const,
    seen_on: TODAY,
    store_id: north.stores[0]!
  };
  await observation(db, { ...seen, person_id: me, product_id: beacon.products[0]! });
  await observation(db, { ...seen, person_id: me, is_withheld: true });
  await observation(db, { ...seen, person_id: me, seen_on: day('2026-11-01'), kind: 'spend' });
  await observation(db, { ...seen, person_id: other, note: 'of the other', store_id: north.stores[1]! });
  await observation(db, {
    ...seen,
    person_id: other,
    store_id: north.stores[1]!,
    seen_on: day('2026-11-22')
  });
  await observation(db, { ...seen, brand_id: ours.id, person_id: other });
  await observation(db, {
    ...seen,
    account_id: south.id,
    store_id: null,
    person_id: other,
    product_id: beacon.products[1]!
  });
  const visits = (person_id: number, stores: [number, string][]) =>
    stores.map(([store, on]) => ({
      visit_id: randomUUID(),
      account_id: north.id,
      store_id: north.stores[store]!,
      visited_on: day(on),
      received_on: day(on),
      person_id
    }));
  await db
    .insertInto('visit')
    .values([
      ...visits(me, [
        [0, '2026-11-23'],
        [1, '2026-11-22'],
        [1, '2026-10-01']
      ]),
      ...visits(other, [
        [2, '2026-11-23'],
        [1, '2026-11-23']
      ])
    ])
    .execute();
});

const entriesOf = async (who: number, since: string) => (await readRecent(db, who, day(since), 50)).entries;
const reportsOf = async (who: number, since: string) =>
  (await entriesOf(who, since)).flatMap((entry) => (entry.entry === 'report' ? [entry.report] : []));

it('one sees what one logged oneself, and nobody else’s', async () => {
  const mine = await reportsOf(me, '2026-11-17');
  expect(mine).toHaveLength(2);
  expect(mine.every(({ note }) => note === null)).toBe(true);
  expect(await reportsOf(me, '2026-11-01')).toHaveLength(3);
});

it('the reports of a day are one’s own, without those that were taken back', async () => {
  expect(await countReports(db, me, TODAY)).toBe(1);
  expect(await countReports(db, other, TODAY)).toBe(3);
  expect(await countReports(db, me, day('2026-11-22'))).toBe(0);
});

it('a visit is quiet where oneself reported nothing, whatever somebody else did there', async () => {
  const quiet = async (who: number) =>
    (await entriesOf(who, '2026-11-17')).flatMap((entry) =>
      entry.entry === 'visit' ? [[entry.visit.placeName, entry.visit.visitedOn]] : []
    );
  expect(await quiet(me)).toEqual([['north 2', '2026-11-22']]);
  expect(await quiet(other)).toEqual([['north 3', '2026-11-23']]);
});

it('the last stores are those that one was in oneself, the latest first', async () => {
  expect(await readLastStores(db, me, 5)).toEqual(['store:north-1', 'store:north-2']);
  expect(await readLastStores(db, me, 1)).toEqual(['store:north-1']);
});

it('what was lately seen is a competitor’s, at this account, whoever saw it', async () => {
  expect(await readLatelySeen(db, 'north', day('2026-11-17'), day('2026-11-24'))).toEqual([
    'brand:Beacon',
    'product:Beacon-1'
  ]);
});
