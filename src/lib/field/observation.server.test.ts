import { randomBytes } from 'node:crypto';
import { afterAll, expect, it } from 'vitest';
import { testDatabase } from '../../../tests/factories/database';
import { account, brand } from '../../../tests/factories/small-market';
import { day } from '$lib/calendar/day';
import { type LogInput, logInput } from './observation.input';
import { logObservation, withdrawObservation } from './observation.server';
import type { QuietVisit, RecentObservation } from './recent';
import { readLastStores, readLatelySeen, readOwnReport, readRecent } from './recent.server';
import { reportId } from './report-id';
import { logVisit, withdrawVisit } from './visit.server';

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

async function recentOf(personId: number): Promise<{ reports: RecentObservation[]; quiet: QuietVisit[] }> {
  const { entries } = await readRecent(db, personId, TODAY, 100);
  return {
    reports: entries.flatMap((one) => (one.entry === 'report' ? [one.report] : [])),
    quiet: entries.flatMap((one) => (one.entry === 'visit' ? [one.visit] : []))
  };
}

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
  expect((await recentOf(who)).quiet).toMatchObject([{ placeName: 'north 2', visitedOn: TODAY }]);
  for (const what of ['product:Beacon-1', 'product:Beacon-2'])
    await logObservation(db, report({ place: 'store:north-2', what }), by(who));
  expect(await visitsOf(who)).toHaveLength(1);
  expect((await recentOf(who)).quiet).toMatchObject([{ hasReports: true }]);
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
  const { reports } = await recentOf(who);
  expect(reports.map(({ id, isCorrected }) => [id, isCorrected])).toEqual(
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
  expect(await readLatelySeen(db, 'bare', TODAY, TOMORROW)).toEqual(['brand:Beacon']);
});

it('what was read in a flyer is no look at the shelf', async () => {
  const who = await person('reader');
  await logObservation(db, report({ source: 'public' }), by(who));
  expect(await rowsOf(who)).toHaveLength(1);
  expect(await visitsOf(who)).toEqual([]);
});

it('what is reported today moves nothing in the order of products until tomorrow', async () => {
  const who = await person('orderly');
  await account(db, 'order', 1);
  await logObservation(db, report({ place: 'store:order-1' }), by(who));
  expect(await readLatelySeen(db, 'order', TODAY, TODAY)).toEqual([]);
  expect(await readLatelySeen(db, 'order', TODAY, TOMORROW)).toEqual(['product:Beacon-1']);
});

it('figures that fit none of the choices survive a correction that leaves them alone', async () => {
  const who = await person('keeper');
  const first = report({ kind: 'spend', what: 'brand:Beacon', tactic: 'display' });
  await logObservation(db, first, by(who));
  const odd = {
    amount_low_minor: 1_600_000,
    amount_high_minor: 2_800_000,
    starts_on: day('2026-11-16'),
    starts_latest_on: null,
    ends_on: day('2026-12-20')
  };
  await db.updateTable('observation').set(odd).where('observation_id', '=', first.id).execute();
  const second = report({
    kind: 'spend',
    what: 'brand:Beacon',
    tactic: 'gift',
    band: '-2',
    since: 'kept',
    until: 'kept',
    corrects: first.id
  });
  expect(await logObservation(db, second, by(who))).toEqual({ ok: true, isReplay: false });
  expect(await logObservation(db, second, by(who))).toEqual({ ok: true, isReplay: true });
  const rows = await rowsOf(who);
  expect(rows.find(({ observation_id }) => observation_id === second.id)).toMatchObject({
    ...odd,
    tactic: 'gift'
  });
});

it('a report that could not be sent keeps the day it was begun on, within a week and never ahead', async () => {
  const who = await person('late');
  for (const seen of ['2026-11-22', '2026-11-10', '2026-11-25'])
    await logObservation(db, report({ seen }), by(who));
  expect((await rowsOf(who)).map(({ seen_on }) => seen_on).sort()).toEqual(['2026-11-22', TODAY, TODAY]);
});

it('a report that moves to another store takes the visit along that is known from it alone', async () => {
  const who = await person('mover');
  const first = report();
  await logObservation(db, first, by(who));
  await logObservation(db, report({ corrects: first.id, place: 'store:north-2' }), by(who));
  expect(await readLastStores(db, who, 5)).toEqual(['store:north-2']);
  expect((await recentOf(who)).quiet).toEqual([]);
  const [third, fourth] = [report(), report({ what: 'product:Beacon-2' })];
  for (const one of [third, fourth]) await logObservation(db, one, by(who));
  await logObservation(db, report({ corrects: third.id, place: 'store:north-2' }), by(who));
  // The fourth report still stands there.
  expect((await readLastStores(db, who, 5)).sort()).toEqual(['store:north-1', 'store:north-2']);
});

it('what was withdrawn is kept and listed, counts no longer, and is withdrawn once however often it is sent', async () => {
  const who = await person('taker-back');
  const first = report();
  await logObservation(db, first, by(who));
  const outcomes = await Promise.all(
    Array.from({ length: 10 }, () => withdrawObservation(db, first.id, by(who, TOMORROW)))
  );
  expect(outcomes.filter((outcome) => outcome.ok && !outcome.isReplay)).toHaveLength(1);
  expect(outcomes.every(({ ok }) => ok)).toBe(true);
  expect(await rowsOf(who)).toMatchObject([{ is_withheld: true, withheld_on: TOMORROW }]);
  expect(await visitsOf(who)).toMatchObject([{ withheld_on: TOMORROW }]);
  expect((await recentOf(who)).reports).toMatchObject([{ isWithdrawn: true, isCorrected: false }]);
  expect(await logObservation(db, report({ corrects: first.id }), by(who))).toEqual({
    ok: false,
    why: 'withdrawn-before'
  });
  await expect(db.deleteFrom('withdrawal').execute()).rejects.toThrow('stays withdrawn');
});

it('of a correction and a withdrawal of one report at once one stands', async () => {
  const who = await person('both');
  for (let i = 0; i < 5; i++) {
    const first = report();
    await logObservation(db, first, by(who));
    const outcomes = await Promise.all([
      logObservation(db, report({ corrects: first.id, note: String(i) }), by(who)),
      withdrawObservation(db, first.id, by(who))
    ]);
    expect(outcomes.filter(({ ok }) => ok)).toHaveLength(1);
  }
});

it('nobody withdraws what somebody else wrote, or what was corrected', async () => {
  const [who, other] = [await person('owner'), await person('grabber')];
  const first = report();
  await logObservation(db, first, by(who));
  expect(await withdrawObservation(db, first.id, by(other))).toEqual({ ok: false, why: 'not-yours' });
  expect(await readOwnReport(db, other, first.id)).toBeNull();
  await logObservation(db, report({ corrects: first.id, note: 'new' }), by(who));
  expect(await withdrawObservation(db, first.id, by(who))).toEqual({ ok: false, why: 'corrected-before' });
});

it('a look that never was is undone, and whoever looks again has looked', async () => {
  const who = await person('looker');
  const place = { kind: 'store', code: 'north-1' } as const;
  await logVisit(db, place, by(who));
  const id = (await visitsOf(who))[0]!.visit_id;
  const stranger = await person('stranger-2');
  expect(await withdrawVisit(db, id, by(stranger))).toMatchObject({ ok: false });
  for (let i = 0; i < 3; i++) expect(await withdrawVisit(db, id, by(who))).toMatchObject({ ok: true });
  expect((await recentOf(who)).quiet).toMatchObject([{ isWithdrawn: true }]);
  expect(await logVisit(db, place, by(who))).toEqual({ ok: true, isReplay: false, hasReports: false });
  expect((await visitsOf(who)).map(({ withheld_on }) => withheld_on).sort()).toEqual([TODAY, null]);
});

it('a look after a report of one’s own is listed, and stands by the report', async () => {
  const who = await person('thorough');
  const first = report();
  await logObservation(db, first, by(who));
  expect((await recentOf(who)).quiet).toEqual([]);
  const place = { kind: 'store', code: 'north-1' } as const;
  expect(await logVisit(db, place, by(who))).toEqual({ ok: true, isReplay: true, hasReports: true });
  const { quiet } = await recentOf(who);
  expect(quiet).toMatchObject([{ hasReports: true, isWithdrawn: false }]);
  expect(await withdrawVisit(db, quiet[0]!.id, by(who))).toEqual({ ok: false, why: 'visit-has-reports' });
  await withdrawObservation(db, first.id, by(who));
  // Said by hand: it does not go with the report.
  expect((await recentOf(who)).quiet).toMatchObject([{ hasReports: false, isWithdrawn: false }]);
});

it('the same again is marked as such, and the list says when there is more', async () => {
  const who = await person('again');
  for (let i = 0; i < 3; i++) await logObservation(db, report(), by(who));
  await logObservation(db, report({ what: 'product:Beacon-2' }), by(who));
  expect((await recentOf(who)).reports.map(({ isRepeat }) => isRepeat)).toEqual([false, true, true, false]);
  const first = await readRecent(db, who, TODAY, 2);
  expect([first.entries.length, first.hasMore]).toEqual([2, true]);
  expect((await readRecent(db, who, TODAY, 4)).hasMore).toBe(false);
});
