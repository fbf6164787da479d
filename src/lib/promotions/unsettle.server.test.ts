import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { account } from '../../../tests/factories/account';
import { testDatabase } from '../../../tests/factories/database';
import { DAY, fund } from '../../../tests/factories/fund';
import { person } from '../../../tests/factories/person';
import { addDays } from '../calendar/day';
import { examine } from '../db/doctor.server';
import { readFundMovements, readFunds } from '../funds/fund.server';
import { readDecisions } from './decided.server';
import { cancelPromotion, settlePromotion, unsettlePromotion } from './decision.server';
import { planPromotion } from './plan.server';
import { findPromotion, readPromotionMovements } from './promotion.server';

const test = await testDatabase();
const { db } = test;
let personId: number;
beforeAll(async () => {
  personId = await person(db);
});
afterAll(() => test.drop());

const before = () => ({ personId, today: DAY });
const after = () => ({ personId, today: addDays(DAY, 30) });
const SURE = { isSure: true, reason: 'The display was never built' };

/** A promotion with 40 committed, of a fund that had 100. */
async function planned(amountMinor = 40) {
  const { accountId, code: accountCode } = await account(db);
  const fundId = await fund(db, 100, { accountId, code: `fund of ${accountCode}` });
  const plan = (name: string, amount: number) =>
    planPromotion(
      db,
      {
        accountCode,
        fundCode: `fund of ${accountCode}`,
        name,
        tactic: 'display',
        startsOn: addDays(DAY, 7),
        endsOn: addDays(DAY, 20),
        amountMinor: amount,
        reason: '',
        advice: null,
        productCodes: []
      },
      before(),
      randomUUID()
    );
  const outcome = await plan('June display', amountMinor);
  if (!outcome.ok) throw new Error(outcome.refusal.why);
  const money = async () => {
    const { left, spent, committed } = (await readFunds(db, null)).find((f) => f.fundId === fundId)!;
    return { left, spent, committed };
  };
  return { code: outcome.code, fundId, plan, money };
}
const broken = async () => (await examine(db)).flatMap((finding) => finding.broken);

it('a settlement before the first day, or at nothing, needs a word that it is meant and why', async () => {
  const { code, money } = await planned();
  const settle = (actual: number, by: ReturnType<typeof before>, sure?: typeof SURE) =>
    settlePromotion(db, code, actual, by, randomUUID(), sure);
  expect(await settle(30, before())).toEqual({
    ok: false,
    refusal: { why: 'unconfirmed', because: 'not-started' }
  });
  expect(await settle(0, after())).toEqual({
    ok: false,
    refusal: { why: 'unconfirmed', because: 'nothing' }
  });
  expect(await settle(0, after(), { isSure: true, reason: '' })).toMatchObject({ ok: false });
  expect(await money()).toEqual({ left: 60, spent: 0, committed: 40 });
  expect(await settle(0, after(), SURE)).toEqual({ ok: true, freedMinor: 40 });
});

it('a settlement that is undone leaves all balances as before it, by movements of its own, and can be made again', async () => {
  const { code, money } = await planned();
  const stood = await money();
  await settlePromotion(db, code, 30, after(), randomUUID());
  expect(await money()).toEqual({ left: 70, spent: 30, committed: 0 });
  const key = randomUUID();
  const undo = () => unsettlePromotion(db, code, 'A digit was missing', after(), key);
  const outcomes = await Promise.all([undo(), undo(), undo()]);
  expect(outcomes).toEqual(Array(3).fill({ ok: true, freedMinor: 40 }));
  expect(await money()).toEqual(stood);
  const found = (await findPromotion(db, code))!;
  expect(found).toMatchObject({ settledOn: null, committedMinor: 40, spentMinor: 0 });
  const movements = await readPromotionMovements(db, found.promotionId);
  expect(movements.map(({ kind }) => kind)).toEqual(['commit', 'settle', 'free', 'reverse', 'reverse']);
  expect(movements.map(({ movementId }) => movementId)).toEqual(
    movements.map(({ movementId }) => movementId).sort((a, b) => a - b)
  );
  // Cast, they give what stands.
  expect(movements.reduce((sum, one) => sum + one.committedChange, 0)).toBe(40);
  expect(movements.reduce((sum, one) => sum + one.spentChange, 0)).toBe(0);
  expect(await settlePromotion(db, code, 35, after(), randomUUID())).toEqual({ ok: true, freedMinor: 5 });
  expect((await readDecisions(db, found.promotionId)).map(({ kind, amount }) => [kind, amount])).toEqual([
    ['approve', 40],
    ['settle', 30],
    ['unsettle', 40],
    ['settle', 35]
  ]);
  expect(await broken()).toEqual([]);
});

it('a settlement stays where the fund has given away what was freed: nothing of it is taken back', async () => {
  const { code, plan, money } = await planned();
  await settlePromotion(db, code, 10, after(), randomUUID());
  await plan('With the freed money', 85);
  const stood = await money();
  expect(await unsettlePromotion(db, code, 'Too late', after(), randomUUID())).toMatchObject({
    ok: false,
    refusal: { why: 'not-enough', left: 5, asked: 30 }
  });
  expect(await money()).toEqual(stood);
  expect((await findPromotion(db, code))!.settledOn).not.toBeNull();
});

it('only a settlement is undone, and a refusal says who closed it and at how much', async () => {
  const { code } = await planned();
  expect(await unsettlePromotion(db, code, 'Why', after(), randomUUID())).toEqual({
    ok: false,
    refusal: { why: 'not-settled' }
  });
  await settlePromotion(db, code, 30, after(), randomUUID());
  expect(await settlePromotion(db, code, 20, after(), randomUUID())).toMatchObject({
    ok: false,
    refusal: { why: 'settled', by: { amount: 30, at: expect.any(Date) as Date } }
  });
});

it('a cancellation keeps its reason, even of a draft that moves no money, and is done once', async () => {
  const { code } = await planned();
  const key = randomUUID();
  const cancel = () => cancelPromotion(db, code, before(), key, 'They changed their mind');
  expect([await cancel(), await cancel()]).toEqual(Array(2).fill({ ok: true, freedMinor: 40 }));
  const { promotionId } = (await findPromotion(db, code))!;
  expect((await readDecisions(db, promotionId)).at(-1)).toMatchObject({
    kind: 'cancel',
    reason: 'They changed their mind',
    amount: 40
  });
  await expect(sql`update promotion_decision set reason = 'else'`.execute(db)).rejects.toThrow(
    'cannot be changed'
  );
});

it('a fund’s actual is the sum of its movements, and they leave what is left alone', async () => {
  const { code, fundId, money } = await planned();
  await settlePromotion(db, code, 30, after(), randomUUID());
  const movements = await readFundMovements(db, fundId);
  const { left, spent } = await money();
  expect(movements.reduce((sum, one) => sum + one.spentChange, 0)).toBe(spent);
  expect(movements.reduce((sum, one) => sum + one.change, 0)).toBe(left);
  expect(movements[0]!.after).toBe(left);
  expect(movements.find(({ kind }) => kind === 'settle')).toMatchObject({ change: 0, spentChange: 30 });
});
