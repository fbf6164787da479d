import { afterAll, expect, it } from 'vitest';
import { testDatabase } from '../../../tests/factories/database';
import { account, brand, promotion } from '../../../tests/factories/small-market';
import { addDays, day, daysBetween } from '$lib/calendar/day';
import type { Promotion } from '$lib/promotions/promotion';
import { readPromotions } from '$lib/promotions/promotion.server';
import { addBalances } from '$lib/promotions/plan.server';
import { readUnits } from './units.server';

const { db, drop } = await testDatabase();
afterAll(drop);
const MONDAY = day('2026-06-01');

it('a week that is not over yet does not count, whatever is on file of it', async () => {
  const own = await brand(db, 'Ours', true, 1);
  const { id } = await account(db, 'north');
  const product_id = own.products[0]!;
  await db
    .insertInto('sell_through_week')
    .values(
      [0, 7].map((days) => ({
        account_id: id,
        product_id,
        week: addDays(MONDAY, days),
        units: 40,
        stock_on_hand: null
      }))
    )
    .execute();
  await db
    .insertInto('sell_in')
    .values(
      [1, 8].map((days) => ({
        account_id: id,
        product_id,
        order_code: `order ${days}`,
        ordered_on: addDays(MONDAY, days),
        units: 60,
        net_value_minor: null
      }))
    )
    .execute();
  const promotionId = await promotion(db, {
    account: id,
    code: 'P',
    from: MONDAY,
    to: addDays(MONDAY, 13),
    planned: 1
  });
  await db.transaction().execute((tx) => addBalances(tx, promotionId));
  const promotions: Promotion[] = await readPromotions(db);
  const of = async (today: typeof MONDAY) => {
    const { from, weeks, byPromotion } = await db
      .transaction()
      .execute((tx) => readUnits(tx, promotions, today));
    const first = daysBetween(from, MONDAY) / 7;
    const { orders, sold } = byPromotion.get('P')!;
    return { orders: orders.slice(first), sold: sold.slice(first), weeks: weeks - first };
  };
  expect(await of(addDays(MONDAY, 12))).toEqual({ orders: [60], sold: [40], weeks: 1 });
  expect(await of(addDays(MONDAY, 13))).toEqual({ orders: [60, 60], sold: [40, 40], weeks: 2 });
});
