import { afterAll, expect, it } from 'vitest';
import { testDatabase } from '../../../tests/factories/database';
import { account, brand, observation, visit } from '../../../tests/factories/small-market';
import { day } from '$lib/calendar/day';
import { parseSightingQuery, sightingsHref, type SightingQuery } from './sighting-list';
import { readQuietStores, readSightingList } from './sighting-list.server';

const world = await testDatabase(4);
afterAll(() => world.drop());
const { db } = world;

const north = await account(db, 'north', 3);
const south = await account(db, 'south', 1);
const beacon = await brand(db, 'Beacon', false, 2);
const [one, two, three] = north.stores as [number, number, number];
const at = (accountId: number, seenOn: string, values: object = {}) => ({
  account_id: accountId,
  brand_id: beacon.id,
  kind: 'stock_out' as const,
  seen_on: day(seenOn),
  ...values
});
await observation(db, at(north.id, '2026-11-02', { store_id: one, product_id: beacon.products[0] }));
await observation(db, at(north.id, '2026-11-10', { store_id: one, is_withheld: true }));
await observation(db, at(north.id, '2026-11-12', { store_id: two, received_on: day('2026-11-20') }));
await observation(db, at(north.id, '2026-11-12', { store_id: three, kind: 'spend', amount_low_minor: 100 }));
await observation(db, at(south.id, '2026-11-12', { store_id: south.stores[0] }));
for (const store of north.stores) await visit(db, north.id, store, day('2026-11-12'));

const query = (values: Partial<SightingQuery>) =>
  parseSightingQuery(new URL(sightingsHref({ account: 'north', ...values }), 'http://x').searchParams);
const list = async (values: Partial<SightingQuery>, asOf = '2026-11-25') =>
  (await readSightingList(db, query(values), day(asOf))).rows;

it('an address says exactly what it asks for, and what is broken in it asks for nothing', () => {
  const asked = {
    brand: 'Beacon',
    product: 'Beacon 1',
    about: 'supply',
    from: '2026-11-01',
    to: null,
    asOf: null
  };
  expect(query(asked as Partial<SightingQuery>)).toEqual({ account: 'north', ...asked });
  expect(parseSightingQuery(new URLSearchParams('about=x&from=2026-13-01'))).toMatchObject({
    account: '',
    about: null,
    from: null
  });
});

it('reports of one account come newest first, what does not count marked and not left out', async () => {
  const rows = await list({ brand: 'Beacon', about: 'supply' });
  expect(rows.map(({ seenOn, store, isWithheld }) => [seenOn, store, isWithheld])).toEqual([
    ['2026-11-12', 'north 2', false],
    ['2026-11-10', 'north 1', true],
    ['2026-11-02', 'north 1', false]
  ]);
  expect(await list({ about: 'spend' })).toHaveLength(1);
  expect(await list({ product: 'Beacon 1' })).toHaveLength(1);
  expect(await list({ from: day('2026-11-11'), to: day('2026-11-30'), about: 'supply' })).toHaveLength(1);
});

it('what was received later is not known yet', async () => {
  expect(await list({ about: 'supply' }, '2026-11-15')).toHaveLength(2);
});

it('stores that were entered without such a report are told too', async () => {
  const quiet = (values: Partial<SightingQuery>, asOf = '2026-11-25') =>
    readQuietStores(db, query({ about: 'supply', ...values }), day(asOf)).then((found) =>
      found.map(({ store }) => store)
    );
  expect(await quiet({})).toEqual(['north 3']);
  expect(await quiet({ from: day('2026-11-05') })).toEqual(['north 1', 'north 3']);
  expect(await quiet({ to: day('2026-11-11') })).toEqual([]);
  expect(await quiet({}, '2026-11-15')).toEqual(['north 2', 'north 3']);
});
