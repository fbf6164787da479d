import { sql } from 'kysely';
import { afterAll, expect, it } from 'vitest';
import { testDatabase } from '../../../tests/factories/database';
import { account } from '../../../tests/factories/account';
import { DAY, deposit, fund, order, promotion } from '../../../tests/factories/fund';
import { person } from '../../../tests/factories/person';
import { MOST_MINOR } from '../money/money';
import { planPromotion } from '../promotions/plan.server';
import { readPromotions } from '../promotions/promotion.server';
import { bookInBulk } from './bulk.server';
import { totalMoney } from './fund';
import { readFunds } from './fund.server';
import { MOST_HELD_MINOR } from './ledger';
import { bookMovement, reverseMovement } from './ledger.server';

const test = await testDatabase(32);
const { db } = test;
afterAll(() => test.drop());

const TOO_MUCH = { ok: false, refusal: { why: 'too-much', most: MOST_HELD_MINOR } };

it('deposits stop where sums would no longer be exact, all at once or one by one, and can be taken back', async () => {
  const [a, b] = [await fund(db, 0), await fund(db, 0)];
  const outcomes = await Promise.all(
    Array.from({ length: 24 }, (_, i) => bookMovement(db, deposit(i % 2 ? a : b, MOST_MINOR)))
  );
  expect(outcomes.filter(({ ok }) => ok)).toHaveLength(MOST_HELD_MINOR / MOST_MINOR);
  expect(outcomes.find(({ ok }) => !ok)).toEqual(TOO_MUCH);
  expect(await bookMovement(db, deposit(a, 1))).toEqual(TOO_MUCH);
  const bulk = await db.transaction().execute((tx) => bookInBulk(tx, [deposit(a, 1)]));
  expect(bulk).toEqual([{ index: 0, refusal: TOO_MUCH.refusal }]);

  expect(totalMoney(await readFunds(db, null)).left).toBe(MOST_HELD_MINOR);
  expect(totalMoney(await readFunds(db, DAY)).left).toBe(MOST_HELD_MINOR);
  const first = outcomes.find((one) => one.ok)!;
  const undo = { bookedOn: DAY, reason: 'slip', by: { personId: null, via: 'demo' as const }, key: 'undo' };
  expect((await reverseMovement(db, first.ok ? first.movementId : 0, undo)).ok).toBe(true);
  expect((await bookMovement(db, deposit(a, MOST_MINOR))).ok).toBe(true);
});

it('the table itself refuses what goes past it', async () => {
  const fundId = await fund(db, 0);
  const write = sql`update balance set amount_minor = ${MOST_HELD_MINOR + 1}::bigint where fund_id = ${fundId} and kind = 'available'`;
  await expect(write.execute(db)).rejects.toThrow('balance_within_reach');
});

it('nothing arrives where it would go past it, and nothing is taken for it either', async () => {
  const fundId = await fund(db, 0);
  const promotionId = await promotion(db, fundId);
  await sql`update balance set amount_minor = ${MOST_HELD_MINOR}::bigint where promotion_id = ${promotionId} and kind = 'spent'`.execute(
    db
  );
  await sql`update balance set amount_minor = 5 where promotion_id = ${promotionId} and kind = 'committed'`.execute(
    db
  );
  const settle = order({
    kind: 'settle',
    from: { kind: 'committed', promotionId },
    to: { kind: 'spent', promotionId },
    amountMinor: 5
  });
  expect(await bookMovement(db, settle)).toEqual(TOO_MUCH);
});

it('plans stop there too, whatever was cancelled before', async () => {
  const { accountId, code } = await account(db);
  await fund(db, 0, { accountId, code: 'plans' });
  for (let i = 0; i < 10; i++) {
    const id = await promotion(db);
    await db
      .updateTable('promotion')
      .set({ planned_minor: MOST_MINOR })
      .where('promotion_id', '=', id)
      .execute();
  }
  const plan = {
    accountCode: code,
    fundCode: 'plans',
    name: 'One more',
    tactic: 'display' as const,
    startsOn: DAY,
    endsOn: DAY,
    amountMinor: 1,
    reason: '',
    advice: null,
    productCodes: []
  };
  expect(await planPromotion(db, plan, { personId: await person(db), today: DAY }, 'k')).toEqual(TOO_MUCH);
  expect((await readPromotions(db)).some(({ name }) => name === 'One more')).toBe(false);
});
