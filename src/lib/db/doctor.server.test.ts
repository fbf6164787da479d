import { afterAll, expect, it } from 'vitest';
import { account, product } from '../../../tests/factories/account';
import { testDatabase } from '../../../tests/factories/database';
import { day } from '../calendar/day';
import { examine } from './doctor.server';

const { db, drop } = await testDatabase();
afterAll(drop);

const broken = async () =>
  (await examine(db)).flatMap(({ rule, broken }) => (broken.length > 0 ? [rule] : []));

it('the weekly sell-through is compared by its units and by its stock', async () => {
  const { accountId: account_id } = await account(db);
  const { productId: product_id } = await product(db);
  const week = day('2026-06-01');
  const key = { account_id, product_id, week };
  await db
    .insertInto('sell_through')
    .values({ ...key, store_id: null, units: 10, stock_on_hand: 40, unit_price: null, display_share: null })
    .execute();
  const rolledUp = async (units: number | null, stock_on_hand: number | null) => {
    await db.deleteFrom('sell_through_week').execute();
    await db
      .insertInto('sell_through_week')
      .values({ ...key, units, stock_on_hand })
      .execute();
    return broken();
  };
  const rule = 'The weekly sell-through equals the rows under it.';
  expect(await broken()).toEqual([rule]);
  expect(await rolledUp(10, 40)).toEqual([]);
  expect(await rolledUp(10, 41)).toEqual([rule]);
  // Unknown is not what it was, nor nothing.
  expect(await rolledUp(10, null)).toEqual([rule]);
  expect(await rolledUp(11, 40)).toEqual([rule]);
});
