import { afterAll, expect, it } from 'vitest';
import { testDatabase } from '../../../tests/factories/database';
import { account, brand } from '../../../tests/factories/small-market';
import { day } from '$lib/calendar/day';
import { logInput } from '$lib/field/observation.input';
import { logObservation, withdrawObservation } from '$lib/field/observation.server';
import { logVisit, withdrawVisit } from '$lib/field/visit.server';
import { readSightings, readVisits } from './sighting.server';

const world = await testDatabase();
afterAll(() => world.drop());
const { db } = world;

const [MONDAY, TUESDAY, WEDNESDAY] = [day('2026-11-23'), day('2026-11-24'), day('2026-11-25')];
const north = await account(db, 'north', 2);
await brand(db, 'Beacon', false, 2);
const { person_id: personId } = await db
  .insertInto('person')
  .values({ name: 'One', email: 'one@example.com', role: 'field', password_hash: null })
  .returning('person_id')
  .executeTakeFirstOrThrow();
const by = (today: typeof MONDAY) => ({ personId, today, currency: 'CNY' });
const seen = async (asOf: typeof MONDAY) =>
  ((await readSightings(db, [north.id], MONDAY, asOf)).get(north.id) ?? []).map(({ product }) => product);
const visited = async (asOf: typeof MONDAY) =>
  ((await readVisits(db, [north.id], MONDAY, asOf)).get(north.id) ?? []).map(({ store }) => store);
const report = (id: string, values: Record<string, string> = {}) =>
  logInput.parse({
    id: `00000000-0000-7000-8000-00000000000${id}`,
    place: 'store:north-1',
    kind: 'stock_out',
    what: 'product:Beacon-1',
    ...values
  });

it('what was corrected or withdrawn counts nowhere from that day on, and before it as it was known then', async () => {
  const [first, second] = [report('1'), report('2', { what: 'product:Beacon-2' })];
  await logObservation(db, first, by(MONDAY));
  const before = await seen(MONDAY);
  await logObservation(db, { ...second, corrects: first.id }, by(TUESDAY));
  await withdrawObservation(db, second.id, by(WEDNESDAY));
  expect(before).toHaveLength(1);
  expect(await seen(MONDAY)).toEqual(before);
  expect(await seen(TUESDAY)).toHaveLength(1);
  expect(await seen(TUESDAY)).not.toEqual(before);
  expect(await seen(WEDNESDAY)).toEqual([]);
  expect(await visited(TUESDAY)).toEqual([north.stores[0]]);
  expect(await visited(WEDNESDAY)).toEqual([]);
});

it('a look that was undone is no look from that day on', async () => {
  await logVisit(db, { kind: 'store', code: 'north-2' }, by(MONDAY));
  const { visit_id } = await db
    .selectFrom('visit')
    .select('visit_id')
    .where('store_id', '=', north.stores[1]!)
    .executeTakeFirstOrThrow();
  await withdrawVisit(db, visit_id, by(TUESDAY));
  expect(await visited(MONDAY)).toContain(north.stores[1]);
  expect(await visited(TUESDAY)).not.toContain(north.stores[1]);
});
