import { afterAll, expect, it } from 'vitest';
import { testDatabase } from '../../../tests/factories/database';
import { fund, order } from '../../../tests/factories/fund';
import { account, brand, observation, promotion, visit } from '../../../tests/factories/small-market';
import { addDays, type Day, day } from '$lib/calendar/day';
import { weeksBetween } from '$lib/calendar/week';
import { bookMovement } from '$lib/funds/ledger.server';
import { addBalances } from '$lib/promotions/plan.server';
import type { ComparedLine, ComparisonData } from '$lib/timeline/comparison';
import { DEFAULT_VIEW } from '$lib/timeline/view';
import { readComparison } from './comparison.server';
import { readPicture } from './picture.server';

const world = await testDatabase();
afterAll(() => world.drop());
const { db } = world;

const TODAY = day('2026-06-30');
const FROM = day('2026-05-25');
const TO = day('2026-06-14');
const own = await brand(db, 'Ours', true);
const beacon = await brand(db, 'Beacon', false);

const compare = (code: string, changes: { from?: Day; to?: Day; asOf?: Day } = {}) =>
  readComparison(
    db,
    { compare: { account: code, from: changes.from ?? FROM, to: changes.to ?? TO }, competitor: null },
    { asOf: changes.asOf ?? TODAY, today: TODAY }
  );
/** The kind of line that compares this. */
type LineOf<Of, Line = ComparedLine> = Line extends { of: infer Each }
  ? Of extends Each
    ? Line
    : never
  : never;

function line<Of extends ComparedLine['of']>(data: ComparisonData | null, of: Of): LineOf<Of> {
  return data!.lines.find((one) => one.of === of) as LineOf<Of>;
}

async function spent(accountId: number, code: string, from: Day, amount: number): Promise<void> {
  const fundId = await fund(db, amount, { accountId, code: `F-${code}` });
  const id = await promotion(db, {
    account: accountId,
    code,
    from,
    to: addDays(from, 6),
    planned: amount,
    fund: fundId
  });
  await db.transaction().execute((tx) => addBalances(tx, id));
  const [available, committed] = [
    { kind: 'available', fundId } as const,
    { kind: 'committed', promotionId: id } as const
  ];
  const bookedOn = day('2026-06-15');
  await bookMovement(
    db,
    order({ kind: 'commit', from: available, to: committed, amountMinor: amount, bookedOn })
  );
  await bookMovement(
    db,
    order({
      kind: 'settle',
      from: committed,
      to: { kind: 'spent', promotionId: id },
      amountMinor: amount,
      bookedOn
    })
  );
}

async function sold(accountId: number, from: Day, to: Day, units: number): Promise<void> {
  for (const week of weeksBetween(from, to)) {
    await db
      .insertInto('sell_through_week')
      .values({ account_id: accountId, product_id: own.products[0]!, week, units, stock_on_hand: 500 })
      .execute();
  }
}

it('sets the weeks of the same numbers a year before beside the chosen ones', async () => {
  await account(db, 'weeks');
  expect(await compare('weeks')).toMatchObject({
    now: { label: 'FY26 W22–24', from: '2026-05-25', to: '2026-06-14', count: 3 },
    then: { label: 'FY25 W22–24', from: '2025-05-26', to: '2025-06-15', count: 3 },
    week53: null
  });
});

it('an account without data has none a year before, and no figure that is zero by invention', async () => {
  const data = await compare('weeks');
  expect(data).toMatchObject({ dataFrom: null, isThenEmpty: true });
  for (const one of data!.lines) {
    if (one.shape === 'exact') expect([one.then.value, one.now.value]).toEqual([null, null]);
    if (one.shape === 'range') expect([one.then.range, one.now.range]).toEqual([null, null]);
    if (one.shape === 'list') expect([one.then.names, one.now.names]).toEqual([null, null]);
    if (one.shape !== 'list') expect(one.difference).toBeNull();
  }
});

it('an account that is not there is compared with nothing', async () => {
  expect(await compare('nowhere')).toBeNull();
});

it('has the figures of the picture on both sides', async () => {
  const { id } = await account(db, 'both');
  await spent(id, 'BEFORE', day('2025-05-26'), 100_000);
  await spent(id, 'AFTER', day('2026-06-01'), 150_000);
  await sold(id, day('2025-05-26'), day('2026-06-14'), 40);
  const data = await compare('both');
  expect(line(data, 'actual')).toMatchObject({
    then: { value: 100_000 },
    now: { value: 150_000 },
    difference: { by: 50_000, share: 0.5 }
  });
  expect(line(data, 'promotions')).toMatchObject({ then: { names: ['BEFORE'] }, now: { names: ['AFTER'] } });
  expect(line(data, 'sold')).toMatchObject({
    then: { value: 120 },
    now: { value: 120 },
    difference: { by: 0 }
  });
  expect(line(data, 'own-out').then.range).toEqual({ low: 0, median: null, high: 0 });
  const picture = await readPicture(db, { ...DEFAULT_VIEW, accounts: ['both'], from: FROM, to: TO }, TODAY);
  const sum = (values: (number | null)[]) => values.reduce((all: number, value) => all + (value ?? 0), 0);
  expect(line(data, 'actual').now.value).toBe(sum(picture.rows[0]!.spend.actual));
  expect(line(data, 'sold').now.value).toBe(sum(picture.rows[0]!.orders.sellThrough));
  // Seen from before it was booked, this year's money is not spent.
  const before = await compare('both', { asOf: day('2026-06-14') });
  expect(line(before, 'actual').now.value).toBe(0);
});

it('data that begin after the year before say so with their first day', async () => {
  const { id } = await account(db, 'young');
  await sold(id, day('2026-01-05'), day('2026-06-14'), 40);
  const data = await compare('young');
  expect(data).toMatchObject({ dataFrom: '2026-01-05', isThenEmpty: true });
  expect(line(data, 'sold')).toMatchObject({ then: { value: null, missing: 3 }, difference: null });
  expect(line(data, 'sold').now.value).toBe(120);
});

it('weeks in which nobody looked are not zero, neither in money nor in days', async () => {
  const { id, stores } = await account(db, 'looked', 2);
  for (const week of weeksBetween(FROM, TO)) await visit(db, id, stores[0]!, addDays(week, 2));
  await visit(db, id, stores[0]!, day('2025-05-28'));
  await observation(db, {
    account_id: id,
    brand_id: beacon.id,
    kind: 'spend',
    seen_on: day('2026-06-03'),
    store_id: stores[0],
    tactic: 'display',
    starts_on: day('2026-06-01'),
    ends_on: day('2026-06-07'),
    amount_low_minor: 90_000,
    amount_high_minor: 110_000
  });
  const data = await compare('looked');
  expect(line(data, 'competitor')).toMatchObject({
    brand: 'Beacon',
    then: { missing: 2 },
    now: { missing: 0 },
    difference: null
  });
  expect(line(data, 'competitor').now.range!.median).toBeGreaterThan(80_000);
  expect(line(data, 'competitor-out')).toMatchObject({
    then: { range: { low: 0, high: 0 }, missing: 2 },
    now: { range: { low: 0, high: 0 }, missing: 0 },
    difference: null
  });
});

it('a 53rd week stands beside the 52nd of a year that has no other', async () => {
  await account(db, 'long-year');
  const data = await compare('long-year', { from: day('2026-12-21'), to: day('2027-01-03') });
  expect(data).toMatchObject({
    now: { label: 'FY26 W52–53' },
    then: { label: 'FY25 W51–52' },
    week53: 'shifted'
  });
});
