import { afterAll, expect, it } from 'vitest';
import { order } from '../../../tests/factories/fund';
import { account, brand, observation, promotion, visit } from '../../../tests/factories/small-market';
import { testDatabase } from '../../../tests/factories/database';
import { day } from '$lib/calendar/day';
import { bookMovement } from '$lib/funds/ledger.server';
import { addBalances } from '$lib/promotions/plan.server';
import { DEFAULT_VIEW } from '$lib/timeline/view';
import { readPicture } from './picture.server';

const world = await testDatabase();
afterAll(() => world.drop());
const { db } = world;
const TODAY = day('2026-06-15');
const own = await brand(db, 'Ours', true);
const beacon = await brand(db, 'Beacon', false);

async function rowOf(code: string, asOf = TODAY) {
  const picture = await readPicture(db, { ...DEFAULT_VIEW, accounts: [code], asOf }, TODAY);
  return {
    row: picture.rows[0]!,
    at: (on: string) => picture.columns.findIndex((column) => column.from === on)
  };
}
const spend = (id: number, on: string) => ({
  account_id: id,
  brand_id: beacon.id,
  kind: 'spend' as const,
  seen_on: day(on),
  amount_low_minor: 1000,
  amount_high_minor: 1000
});

it('a visit that was handed in later had not been made yet', async () => {
  const { id, stores } = await account(db, 'late-visit', 2);
  await observation(db, spend(id, '2026-04-08'));
  await visit(db, id, stores[0]!, day('2026-05-06'), day('2026-05-20'));
  const before = await rowOf('late-visit', day('2026-05-19'));
  const after = await rowOf('late-visit', day('2026-05-20'));
  expect(before.row.competitors[0]!.estimate[before.at('2026-05-04')]).toBeNull();
  expect(after.row.competitors[0]!.estimate[after.at('2026-05-04')]).toMatchObject({ p50: 0 });
});

it('a report marked not to be used is in no estimate', async () => {
  const { id } = await account(db, 'withheld');
  await observation(db, { ...spend(id, '2026-05-04'), is_withheld: true });
  expect((await rowOf('withheld')).row).toMatchObject({ competitors: [], promotions: [] });
});

it('a promotion does not exist before the day it was made, and spends nothing after the day it is seen from', async () => {
  const { id } = await account(db, 'made-later');
  const promotionId = await promotion(db, {
    account: id,
    code: 'LATER',
    from: day('2026-06-08'),
    to: day('2026-06-28'),
    planned: 900,
    createdOn: day('2026-06-02')
  });
  await db.transaction().execute((tx) => addBalances(tx, promotionId));
  await bookMovement(
    db,
    order({
      kind: 'opening',
      from: { kind: 'source' },
      to: { kind: 'spent', promotionId },
      amountMinor: 900,
      bookedOn: day('2026-06-15')
    })
  );
  expect((await rowOf('made-later', day('2026-06-01'))).row.promotions).toEqual([]);
  const { row, at } = await rowOf('made-later');
  expect(row.promotions).toMatchObject([{ id: 'LATER', status: 'running' }]);
  expect(row.spend.actual.reduce((a, b) => a + b, 0)).toBe(900);
  expect(row.spend.actual.slice(at('2026-06-22'))).toEqual(
    row.spend.actual.slice(at('2026-06-22')).map(() => 0)
  );
});

it('a promotion that was moved later stood where it stood before, and cost what it cost', async () => {
  const { id } = await account(db, 'moved');
  const promotionId = await promotion(db, {
    account: id,
    code: 'MOVED',
    from: day('2026-06-22'),
    to: day('2026-06-28'),
    planned: 700,
    createdOn: day('2026-05-01')
  });
  const change = (on: string, was: [string, string, number], became: [string, string, number]) => ({
    promotion_id: promotionId,
    changed_on: day(on),
    made_via: 'import' as const,
    was_starts_on: day(was[0]),
    was_ends_on: day(was[1]),
    was_planned_minor: was[2],
    starts_on: day(became[0]),
    ends_on: day(became[1]),
    planned_minor: became[2]
  });
  await db
    .insertInto('promotion_change')
    .values([
      change('2026-05-10', ['2026-05-25', '2026-05-31', 500], ['2026-06-01', '2026-06-07', 600]),
      change('2026-05-20', ['2026-06-01', '2026-06-07', 600], ['2026-06-22', '2026-06-28', 700])
    ])
    .execute();
  const known = async (on: string) => (await rowOf('moved', day(on))).row.promotions;
  expect(await known('2026-05-09')).toMatchObject([{ from: '2026-05-25', to: '2026-05-31', amount: 500 }]);
  expect(await known('2026-05-10')).toMatchObject([{ from: '2026-06-01', to: '2026-06-07', amount: 600 }]);
  expect(await known('2026-05-20')).toMatchObject([{ from: '2026-06-22', to: '2026-06-28', amount: 700 }]);
});

it('sell-through is that of our own products', async () => {
  const { id } = await account(db, 'both-sell');
  const sold = { account_id: id, week: day('2026-06-01'), stock_on_hand: null };
  await db
    .insertInto('sell_through_week')
    .values({ ...sold, product_id: own.products[0]!, units: 100 })
    .execute();
  await db
    .insertInto('sell_through_week')
    .values({ ...sold, product_id: beacon.products[0]!, units: 7000 })
    .execute();
  const { row, at } = await rowOf('both-sell');
  expect(row.orders.sellThrough[at('2026-06-01')]).toBe(100);
});

it('a product that has no row in a week is not known, until it is delisted; never zero', async () => {
  const two = await brand(db, 'Ours too', true);
  const { id } = await account(db, 'two-sell');
  const week = (on: string, product: number, units: number) => ({
    account_id: id,
    week: day(on),
    product_id: product,
    units,
    stock_on_hand: null
  });
  const [one, other] = [own.products[0]!, two.products[0]!];
  await db
    .insertInto('sell_through_week')
    .values([
      week('2026-04-06', one, 10),
      week('2026-04-06', other, 5),
      week('2026-04-13', one, 10),
      week('2026-05-04', one, 10),
      week('2026-05-11', one, 10)
    ])
    .execute();
  const { row, at } = await rowOf('two-sell');
  const sold = ['2026-04-06', '2026-04-13', '2026-05-04', '2026-05-11'].map(
    (on) => row.orders.sellThrough[at(on)]
  );
  expect(sold).toEqual([15, null, null, 10]);
});

it('weeks after the last order that anybody placed have no orders on file, which is not zero', async () => {
  const { id } = await account(db, 'orders-late');
  const order = (code: string, on: string) => ({
    account_id: id,
    product_id: own.products[0]!,
    order_code: code,
    ordered_on: day(on),
    units: 4,
    net_value_minor: null
  });
  await db
    .insertInto('sell_in')
    .values([order('o1', '2026-05-05'), order('o2', '2026-05-20')])
    .execute();
  const { row, at } = await rowOf('orders-late');
  expect(
    ['2026-04-27', '2026-05-04', '2026-05-11', '2026-05-18', '2026-05-25'].map(
      (on) => row.orders.sellIn[at(on)]
    )
  ).toEqual([null, 4, 0, 4, null]);
});

it('a promotion that was never planned in money has no plan of zero', async () => {
  const { id } = await account(db, 'no-plan');
  await promotion(db, {
    account: id,
    code: 'NOPLAN',
    from: day('2026-05-04'),
    to: day('2026-05-10'),
    planned: null,
    createdOn: day('2026-05-01')
  });
  const { row, at } = await rowOf('no-plan');
  expect([row.spend.planned[at('2026-05-04')], row.spend.planned[at('2026-05-11')]]).toEqual([null, 0]);
});
