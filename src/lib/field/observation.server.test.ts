import { randomBytes } from 'node:crypto';
import { afterAll, expect, it } from 'vitest';
import { testDatabase } from '../../../tests/factories/database';
import { account, brand } from '../../../tests/factories/small-market';
import { day } from '$lib/calendar/day';
import { type LogInput, logInput } from './observation.input';
import { logObservation, logVisit } from './observation.server';
import { readLastStores, readLatelySeen, readQuietVisits, readRecentObservations } from './recent.server';
import { reportId } from './report-id';

const world = await testDatabase(24);
afterAll(() => world.drop());
const { db } = world;

const TODAY = day('2026-11-23');
const TOMORROW = day('2026-11-24');
await account(db, 'north', 2);
await account(db, 'bare');
await brand(db, 'Ours', true);
await brand(db, 'Beacon', false, 2);

async function person(name: string): Promise<number> {
  const { person_id } = await db
    .insertInto('person')
    .values({ name, email: `${name}@example.com`, role: 'field', password_hash: null })
    .returning('person_id')
    .executeTakeFirstOrThrow();
  return person_id;
}

const report = (values: Record<string, string> = {}): LogInput =>
  logInput.parse({
    id: reportId(1_764_000_000_000, randomBytes(10)),
    place: 'store:north-1',
    kind: 'stock_out',
    what: 'product:Beacon-1',
    ...values
  });
const by = (personId: number, today = TODAY) => ({ personId, today, currency: 'CNY' });
const rowsOf = (personId: number) =>
  db
    .selectFrom('observation')
    .selectAll()
    .where('person_id', '=', personId)
    .orderBy('observation_id')
    .execute();
const visitsOf = (personId: number) =>
  db.selectFrom('visit').selectAll().where('person_id', '=', personId).execute();

it('a report sent by 20 requests at once is one row and one visit', async () => {
  const who = await person('twenty');
  const sent = report({ note: 'Bottom shelf empty' });
  const outcomes = await Promise.all(Array.from({ length: 20 }, () => logObservation(db, sent, by(who))));
  expect(outcomes.every(({ ok }) => ok)).toBe(true);
  expect(outcomes.filter((outcome) => outcome.ok && !outcome.isReplay)).toHaveLength(1);
  expect(await rowsOf(who)).toHaveLength(1);
  expect(await visitsOf(who)).toHaveLength(1);
  expect(await logObservation(db, sent, by(who, TOMORROW))).toEqual({ ok: true, isReplay: true });
});

it('a visit sent by 20 requests at once is one visit, and so are two reports on it', async () => {
  const who = await person('visitor');
  const place = { kind: 'store', code: 'north-2' } as const;
  await Promise.all(Array.from({ length: 20 }, () => logVisit(db, place, by(who))));
  expect(await visitsOf(who)).toHaveLength(1);
  expect(await readQuietVisits(db, who, TODAY)).toMatchObject([{ placeName: 'north 2', visitedOn: TODAY }]);
  for (const what of ['product:Beacon-1', 'product:Beacon-2'])
    await logObservation(db, report({ place: 'store:north-2', what }), by(who));
  expect(await visitsOf(who)).toHaveLength(1);
  expect(await readQuietVisits(db, who, TODAY)).toEqual([]);
  expect(await readLastStores(db, who, 5)).toEqual(['store:north-2']);
});

it('another report under an id that is taken is refused, not swallowed', async () => {
  const [who, other] = [await person('taken'), await person('thief')];
  const sent = report();
  await logObservation(db, sent, by(who));
  const refused = { ok: false, why: 'id-used' };
  expect(await logObservation(db, { ...sent, note: 'changed' }, by(who))).toEqual(refused);
  expect(await logObservation(db, { ...sent, since: 'today' }, by(who))).toEqual(refused);
  expect(await logObservation(db, sent, by(other))).toEqual(refused);
  expect((await rowsOf(who)).map(({ note }) => note)).toEqual([null]);
});

it('a correction keeps both: the old one withheld, the new one seen on the same day', async () => {
  const who = await person('corrector');
  const first = report();
  await logObservation(db, first, by(who));
  const second = report({ corrects: first.id, what: 'product:Beacon-2', since: 'yesterday' });
  const correct = () => logObservation(db, second, by(who, TOMORROW));
  expect(await correct()).toEqual({ ok: true, isReplay: false });
  expect(await correct()).toEqual({ ok: true, isReplay: true });
  const rows = await rowsOf(who);
  expect(rows).toHaveLength(2);
  expect(rows.find(({ observation_id }) => observation_id === first.id)).toMatchObject({ is_withheld: true });
  expect(rows.find(({ observation_id }) => observation_id === second.id)).toMatchObject({
    is_withheld: false,
    corrects_id: first.id,
    seen_on: TODAY,
    received_on: TOMORROW,
    starts_on: '2026-11-22'
  });
  const recent = await readRecentObservations(db, who, TODAY);
  expect(recent.map(({ id, isCorrected }) => [id, isCorrected])).toEqual(
    expect.arrayContaining([
      [first.id, true],
      [second.id, false]
    ])
  );
  expect(await visitsOf(who)).toHaveLength(1);
});

it('of two corrections of one report at once one stands', async () => {
  const who = await person('twice');
  const first = report();
  await logObservation(db, first, by(who));
  const outcomes = await Promise.all(
    ['one', 'two', 'three'].map((note) => logObservation(db, report({ corrects: first.id, note }), by(who)))
  );
  expect(outcomes.filter(({ ok }) => ok)).toHaveLength(1);
  expect(outcomes.filter((outcome) => !outcome.ok && outcome.why === 'corrected-before')).toHaveLength(2);
  expect((await rowsOf(who)).filter(({ is_withheld }) => !is_withheld)).toHaveLength(1);
});

it('nobody corrects what somebody else wrote', async () => {
  const [who, other] = [await person('author'), await person('stranger')];
  const first = report();
  await logObservation(db, first, by(who));
  const outcome = await logObservation(db, report({ corrects: first.id }), by(other));
  expect(outcome).toEqual({ ok: false, why: 'not-yours' });
  expect(await rowsOf(other)).toEqual([]);
  expect((await rowsOf(who))[0]!.is_withheld).toBe(false);
});

it.each([
  ['a store that nobody knows', { place: 'store:gone' }, 'unknown-place'],
  ['an account that nobody knows', { place: 'account:gone' }, 'unknown-place'],
  ['a brand that nobody knows', { what: 'brand:Gone' }, 'unknown-product'],
  ['a product that nobody knows', { what: 'product:gone' }, 'unknown-product'],
  ['our own product', { what: 'product:Ours-1' }, 'own-brand'],
  ['our own brand', { what: 'brand:Ours' }, 'own-brand']
])('%s is refused, and nothing is written, not even a visit', async (name, values, why) => {
  const who = await person(name.replaceAll(' ', '-'));
  expect(await logObservation(db, report(values), by(who))).toEqual({ ok: false, why });
  expect(await rowsOf(who)).toEqual([]);
  expect(await visitsOf(who)).toEqual([]);
});

it('an amount that is not known stays unknown, a band is a range, and the account alone is no visit', async () => {
  const who = await person('spender');
  const spend = { kind: 'spend', what: 'brand:Beacon', tactic: 'display', place: 'account:bare' };
  await logObservation(db, report(spend), by(who));
  await logObservation(db, report({ ...spend, band: '1', until: 'week' }), by(who));
  const rows = await rowsOf(who);
  expect(rows.map(({ amount_low_minor }) => amount_low_minor).sort()).toEqual([100_000, null]);
  expect(rows.find(({ amount_low_minor }) => amount_low_minor !== null)).toMatchObject({
    amount_high_minor: 500_000,
    ends_on: '2026-11-29',
    store_id: null
  });
  expect(await visitsOf(who)).toEqual([]);
  expect(await readLatelySeen(db, 'bare', TODAY)).toEqual(['brand:Beacon']);
});

it('what was read in a flyer is no look at the shelf', async () => {
  const who = await person('reader');
  await logObservation(db, report({ source: 'public' }), by(who));
  expect(await rowsOf(who)).toHaveLength(1);
  expect(await visitsOf(who)).toEqual([]);
});
