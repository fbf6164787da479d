import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { account } from '../../../tests/factories/account';
import { testDatabase } from '../../../tests/factories/database';
import { DAY, fund } from '../../../tests/factories/fund';
import { person } from '../../../tests/factories/person';
import { addDays } from '../calendar/day';
import { examine } from '../db/doctor.server';
import { readFunds } from '../funds/fund.server';
import { changePromotion, readChanges } from './change.server';
import { cancelPromotion, settlePromotion } from './decision.server';
import { planPromotion } from './plan.server';
import { findPromotion, readPromotionMovements } from './promotion.server';

const test = await testDatabase(64);
const { db } = test;
let by: { personId: number; today: typeof DAY };
beforeAll(async () => {
  by = { personId: await person(db), today: DAY };
});
afterAll(() => test.drop());

/** A promotion of 40 on a fund of 100, from a week ahead for two weeks. */
async function planned() {
  const { accountId, code: accountCode } = await account(db);
  const fundCode = `fund of ${accountCode}`;
  const fundId = await fund(db, 100, { accountId, code: fundCode });
  const shape = { startsOn: addDays(DAY, 7), endsOn: addDays(DAY, 20), plannedMinor: 40 };
  const outcome = await planPromotion(
    db,
    {
      accountCode,
      fundCode,
      name: 'June display',
      tactic: 'display',
      startsOn: shape.startsOn,
      endsOn: shape.endsOn,
      amountMinor: shape.plannedMinor,
      reason: '',
      advice: null,
      productCodes: []
    },
    by,
    randomUUID()
  );
  if (!outcome.ok) throw new Error(outcome.refusal.why);
  const { code } = outcome;
  const left = async () => (await readFunds(db, null)).find((one) => one.fundId === fundId)!.left;
  const found = async () => (await findPromotion(db, code))!;
  return { code, shape, left, found };
}

describe('changing a promotion', () => {
  it('moves its days, keeps what it was, and moves no money', async () => {
    const { code, shape, left, found } = await planned();
    const later = { ...shape, startsOn: addDays(DAY, 14), endsOn: addDays(DAY, 27) };
    expect(await changePromotion(db, code, later, 'The truck is late', by, randomUUID())).toEqual({
      ok: true,
      isSubmitted: false
    });
    expect(await found()).toMatchObject({ ...later, committedMinor: 40 });
    expect(await left()).toBe(60);
    expect(await readChanges(db, (await found()).promotionId)).toMatchObject([
      { was: shape, became: later, reason: 'The truck is late', changedOn: DAY }
    ]);
    expect(await readPromotionMovements(db, (await found()).promotionId)).toHaveLength(1);
  });

  it.each([
    [60, 40, 'commit', 20],
    [25, 75, 'free', 15]
  ])(
    'to %i leaves %i in the fund by a movement of its own',
    async (plannedMinor, rest, kind, amountMinor) => {
      const { code, shape, left, found } = await planned();
      await changePromotion(db, code, { ...shape, plannedMinor }, '', by, randomUUID());
      expect(await left()).toBe(rest);
      expect(await found()).toMatchObject({ plannedMinor, committedMinor: plannedMinor });
      const last = (await readPromotionMovements(db, (await found()).promotionId)).at(-1);
      expect(last).toMatchObject({ kind, committedChange: kind === 'commit' ? amountMinor : -amountMinor });
    }
  );

  it('beyond what the fund has changes nothing, not even the days', async () => {
    const { code, shape, left, found } = await planned();
    const wanted = { startsOn: addDays(DAY, 8), endsOn: shape.endsOn, plannedMinor: 101 };
    expect(await changePromotion(db, code, wanted, '', by, randomUUID())).toMatchObject({
      ok: false,
      refusal: { why: 'not-enough', left: 60, asked: 61, whole: 101 }
    });
    expect(await found()).toMatchObject(shape);
    expect(await left()).toBe(60);
    expect(await readChanges(db, (await found()).promotionId)).toEqual([]);
  });

  it('out of its fund’s period is refused', async () => {
    const { code, shape } = await planned();
    const wanted = { ...shape, startsOn: addDays(DAY, 800), endsOn: addDays(DAY, 810) };
    expect(await changePromotion(db, code, wanted, '', by, randomUUID())).toMatchObject({
      refusal: { why: 'outside-period' }
    });
  });

  it('the same form twice, at once or later, changes once; another form with its key is refused', async () => {
    const { code, shape, left, found } = await planned();
    const wanted = { ...shape, plannedMinor: 50 };
    const key = randomUUID();
    const outcomes = await Promise.all(
      Array.from({ length: 10 }, () => changePromotion(db, code, wanted, '', by, key))
    );
    expect(outcomes).toEqual(outcomes.map(() => ({ ok: true, isSubmitted: false })));
    expect(await left()).toBe(50);
    expect(await readChanges(db, (await found()).promotionId)).toHaveLength(1);
    expect(await changePromotion(db, code, shape, '', by, key)).toMatchObject({
      refusal: { why: 'key-reused' }
    });
    const other = await planned();
    expect(await changePromotion(db, other.code, wanted, '', by, key)).toMatchObject({
      refusal: { why: 'key-reused' }
    });
  });

  it('many at once leave the last one’s amount committed and the books whole', async () => {
    const { code, shape, left, found } = await planned();
    await Promise.all(
      Array.from({ length: 30 }, (_, i) =>
        changePromotion(db, code, { ...shape, plannedMinor: 20 + i }, '', by, randomUUID())
      )
    );
    const { plannedMinor, committedMinor } = await found();
    expect(committedMinor).toBe(plannedMinor);
    expect(await left()).toBe(100 - committedMinor);
    expect((await examine(db)).filter(({ broken }) => broken.length > 0)).toEqual([]);
  });

  it('of what is cancelled or settled is refused, and nobody can rewrite what was', async () => {
    const gone = await planned();
    await cancelPromotion(db, gone.code, by, randomUUID());
    const later = { ...gone.shape, endsOn: addDays(DAY, 30) };
    expect(await changePromotion(db, gone.code, later, '', by, randomUUID())).toMatchObject({
      refusal: { why: 'cancelled' }
    });
    const paid = await planned();
    await changePromotion(db, paid.code, later, '', by, randomUUID());
    await settlePromotion(db, paid.code, 10, by, randomUUID(), { isSure: true, reason: 'Paid in advance' });
    expect(await changePromotion(db, paid.code, gone.shape, '', by, randomUUID())).toMatchObject({
      refusal: { why: 'settled' }
    });
    await expect(db.updateTable('promotion_change').set({ reason: 'x' }).execute()).rejects.toThrow(
      'cannot be changed'
    );
    await expect(db.deleteFrom('promotion_change').execute()).rejects.toThrow('cannot be changed');
  });
});
