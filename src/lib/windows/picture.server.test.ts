import { afterAll, expect, it } from 'vitest';
import { fund, order } from '../../../tests/factories/fund';
import { account, brand, observation, promotion, visit } from '../../../tests/factories/small-market';
import { testDatabase } from '../../../tests/factories/database';
import { addDays, day } from '$lib/calendar/day';
import { bookMovement } from '$lib/funds/ledger.server';
import { addBalances } from '$lib/promotions/plan.server';
import type { AccountRow, TimelineView } from '$lib/timeline/timeline';
import { DEFAULT_VIEW } from '$lib/timeline/view';
import { readPicture } from './picture.server';

const world = await testDatabase();
afterAll(() => world.drop());
const { db } = world;

const TODAY = day('2026-06-15');
const own = await brand(db, 'Ours', true, 2);
const beacon = await brand(db, 'Beacon', false, 2);

const see = (changes: Partial<TimelineView>) => readPicture(db, { ...DEFAULT_VIEW, ...changes }, TODAY);
async function rowOf(code: string, changes: Partial<TimelineView> = {}): Promise<AccountRow> {
  const { rows } = await see({ accounts: [code], ...changes });
  return rows[0]!;
}

it('an account without data has a row that says so, and nothing in it is zero by invention', async () => {
  await account(db, 'empty');
  const row = await rowOf('empty');
  expect(row).toMatchObject({
    dataEnd: null,
    budget: null,
    left: null,
    competitors: [],
    supply: [],
    windows: []
  });
  expect(row.orders).toMatchObject({ weeksOfCover: null, unitsSource: 'none' });
  expect(new Set(row.orders.sellIn)).toEqual(new Set([null]));
  expect(row.sentence).toContain('No data yet');
});

it('a week in which nobody looked is not known; one in which somebody saw nothing is about zero', async () => {
  const { id, stores } = await account(db, 'looked', 4);
  await observation(db, {
    account_id: id,
    brand_id: beacon.id,
    kind: 'spend',
    seen_on: day('2026-04-08'),
    store_id: stores[0],
    tactic: 'display',
    starts_on: day('2026-04-06'),
    ends_on: day('2026-04-12'),
    amount_low_minor: 90_000,
    amount_high_minor: 110_000
  });
  await visit(db, id, stores[0]!, day('2026-04-08'));
  await visit(db, id, stores[1]!, day('2026-04-14'));
  const picture = await see({ accounts: ['looked'] });
  const at = (on: string) =>
    picture.rows[0]!.competitors[0]!.estimate[picture.columns.findIndex((column) => column.from === on)];
  expect(at('2026-04-06')!.p50).toBeGreaterThan(80_000);
  expect(at('2026-04-06')!.p50).toBeLessThan(120_000);
  expect(at('2026-04-13')).toMatchObject({ p50: 0, sightings: 0, looked: 1 });
  expect(at('2026-04-13')!.p90).toBeGreaterThanOrEqual(0);
  expect(at('2026-04-20')).toBeNull();
});

it('seen from an earlier day, a report that was received later does not exist', async () => {
  const { id, stores } = await account(db, 'late', 2);
  await observation(db, {
    account_id: id,
    brand_id: beacon.id,
    kind: 'stock_out',
    seen_on: day('2026-05-06'),
    received_on: day('2026-05-20'),
    store_id: stores[0]
  });
  expect((await rowOf('late', { asOf: day('2026-05-19') })).supply).toEqual([]);
  expect((await rowOf('late', { asOf: day('2026-05-20') })).supply).toHaveLength(1);
});

it('two products of one brand in one week, reported for the whole account, are added', async () => {
  const { id } = await account(db, 'two-products');
  for (const product_id of beacon.products) {
    await observation(db, {
      account_id: id,
      brand_id: beacon.id,
      product_id,
      kind: 'spend',
      seen_on: day('2026-05-04'),
      tactic: 'price',
      starts_on: day('2026-05-04'),
      ends_on: day('2026-05-10'),
      amount_low_minor: 50_000,
      amount_high_minor: 50_000
    });
  }
  const row = await rowOf('two-products');
  const known = row.competitors[0]!.estimate.filter((estimate) => estimate !== null);
  expect(known).toHaveLength(1);
  expect(known[0]!.p50).toBeGreaterThan(95_000);
  expect(known[0]!.p50).toBeLessThan(105_000);
  expect(row.promotions).toHaveLength(1);
});

it('spent, committed, reserve and left add up to the budget, in the head and in the lanes', async () => {
  const { id } = await account(db, 'budget');
  const fundId = await fund(db, 1_000_000, { accountId: id, code: 'BUDGET' });
  const promotionId = await promotion(db, {
    account: id,
    code: 'PROMO',
    from: day('2026-06-08'),
    to: day('2026-06-28'),
    planned: 300_000,
    fund: fundId
  });
  await db.transaction().execute((tx) => addBalances(tx, promotionId));
  const available = { kind: 'available', fundId } as const;
  const committed = { kind: 'committed', promotionId } as const;
  await bookMovement(
    db,
    order({
      kind: 'hold',
      from: available,
      to: { kind: 'reserve', fundId },
      amountMinor: 50_000,
      bookedOn: day('2026-06-02')
    })
  );
  await bookMovement(
    db,
    order({
      kind: 'commit',
      from: available,
      to: committed,
      amountMinor: 300_000,
      bookedOn: day('2026-06-08')
    })
  );
  await bookMovement(
    db,
    order({
      kind: 'settle',
      from: committed,
      to: { kind: 'spent', promotionId },
      amountMinor: 100_000,
      bookedOn: day('2026-06-14')
    })
  );
  const row = await rowOf('budget');
  expect(row.budget).toMatchObject({
    total: 1_000_000,
    spent: 100_000,
    committed: 200_000,
    reserve: 50_000,
    left: 650_000,
    fund: 'BUDGET',
    yearEnd: null
  });
  const sum = (amounts: (number | null)[]) => amounts.reduce((a: number, b) => a + b!, 0);
  expect(sum(row.spend.actual)).toBe(100_000);
  expect(sum(row.spend.committed)).toBe(200_000);
  expect(sum(row.spend.planned)).toBe(300_000);
  const lastBefore = row.left!.committed.filter((step) => step.on <= TODAY).at(-1)!;
  expect(lastBefore.value).toBe(650_000);
  expect(row.left!.actual.filter((step) => step.on <= TODAY).at(-1)!.value).toBe(850_000);
  expect(row.left!.actual.at(-1)!.value).toBe(650_000);
  const before = await rowOf('budget', { asOf: day('2026-06-07') });
  expect(before.budget).toMatchObject({ spent: 0, committed: 0, left: 950_000 });
});

it('money of a fund that belongs to no account is nobody’s budget', async () => {
  await account(db, 'sharing');
  await fund(db, 70_000, { code: 'SHARED' });
  const picture = await see({ accounts: ['sharing'] });
  expect(picture.portfolio.sharedAvailable).toBe(70_000);
  expect(picture.rows[0]!.budget).toBeNull();
});

it('old data are seen from their own end, unless a day is asked for', async () => {
  const { id } = await account(db, 'old');
  await observation(db, {
    account_id: id,
    brand_id: beacon.id,
    kind: 'spend',
    seen_on: day('1997-04-21'),
    starts_on: day('1997-04-21'),
    ends_on: day('1997-04-27'),
    amount_low_minor: 100,
    amount_high_minor: 100
  });
  expect(await see({ accounts: ['old'] })).toMatchObject({ asOf: '1997-04-27', asOfBecause: 'data-end' });
  const asked = await see({ accounts: ['old'], asOf: TODAY });
  expect(asked).toMatchObject({ asOf: TODAY, asOfBecause: 'today' });
  expect(asked.rows[0]!.elsewhere).toEqual({ from: '1997-04-21', to: '1997-04-21' });
});

it('a filter that leaves no account leaves a picture without rows', async () => {
  const picture = await see({ search: 'no such name' });
  expect(picture.rows).toEqual([]);
  expect(picture.accountsInAll).toBeGreaterThan(3);
  expect(picture.portfolio).toMatchObject({ budget: null, best: null });
});

it('a competitor out of stock opens a window, and our own high cover blocks it', async () => {
  const { id, stores } = await account(db, 'window', 5);
  await fund(db, 1_000_000, { accountId: id, code: 'WINDOW' });
  for (const store_id of stores.slice(0, 4)) {
    await visit(db, id, store_id, day('2026-06-12'));
    await observation(db, {
      account_id: id,
      brand_id: beacon.id,
      kind: 'stock_out',
      seen_on: day('2026-06-12'),
      store_id
    });
  }
  const open = await rowOf('window');
  expect(open.windows).toMatchObject([
    { kind: 'stock-out', state: 'open', isBlocked: false, from: '2026-06-15', to: '2026-07-05' }
  ]);
  expect(open.windows[0]!.reasons[0]!.text).toContain('4 of 4 stores');
  const plan = new URLSearchParams(open.windows[0]!.planHref!.split('?')[1]);
  expect(Object.fromEntries(plan)).toMatchObject({ account: 'window', from: '2026-06-15', to: '2026-07-05' });
  const { portfolio } = await see({ accounts: ['window'] });
  expect(portfolio.best).toEqual({ account: 'window', window: open.windows[0]!.id });

  for (let week = 1; week <= 8; week++) {
    await db
      .insertInto('sell_through_week')
      .values({
        account_id: id,
        product_id: own.products[0]!,
        week: addDays(day('2026-06-08'), -7 * week),
        units: 100,
        stock_on_hand: 900
      })
      .execute();
  }
  const trap = await rowOf('window');
  expect(trap.orders).toMatchObject({ weeksOfCover: 9, isCoverHigh: true });
  expect(trap.windows).toMatchObject([{ isBlocked: true, planHref: null }]);
  expect(trap.windows[0]!.against[0]!.text).toContain('cover already 9 weeks');
});

it('a dense row carries only what it draws', async () => {
  const row = await rowOf('budget', { mode: 'dense' });
  expect(row.left!.committed.length).toBeGreaterThan(0);
  expect(row.spend.actual).toEqual([]);
  const opened = await rowOf('budget', { mode: 'dense', open: ['budget'] });
  expect(opened.spend.actual.length).toBeGreaterThan(0);
});
