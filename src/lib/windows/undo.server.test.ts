import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { account } from '../../../tests/factories/account';
import { testDatabase } from '../../../tests/factories/database';
import { DAY, fund } from '../../../tests/factories/fund';
import { person } from '../../../tests/factories/person';
import { addDays, day } from '../calendar/day';
import { examine } from '../db/doctor.server';
import { changePromotion, readChanges } from '../promotions/change.server';
import { planPromotion } from '../promotions/plan.server';
import type { PromotionShape } from '../promotions/promotion';
import { findPromotion } from '../promotions/promotion.server';
import { readFundBooks, readKnownPromotions } from './books.server';

const { db, drop } = await testDatabase();
let by: { personId: number; today: typeof DAY };
beforeAll(async () => void (by = { personId: await person(db), today: DAY }));
afterAll(drop);

/** A promotion of 40 on a fund of 100, from a week ahead for two weeks. */
async function planned() {
  const { accountId, code: accountCode } = await account(db);
  const fundCode = `fund of ${accountCode}`;
  await fund(db, 100, { accountId, code: fundCode });
  const shape: PromotionShape = {
    startsOn: addDays(DAY, 7),
    endsOn: addDays(DAY, 20),
    plannedMinor: 40
  };
  const outcome = await planPromotion(
    db,
    {
      accountCode,
      fundCode,
      name: 'June display',
      tactic: 'display',
      startsOn: shape.startsOn,
      endsOn: shape.endsOn,
      amountMinor: 40,
      reason: '',
      advice: null,
      productCodes: []
    },
    by,
    randomUUID()
  );
  if (!outcome.ok) throw new Error(outcome.refusal.why);
  const change = (wanted: PromotionShape) => changePromotion(db, outcome.code, wanted, '', by, randomUUID());
  /** What every balance holds, and what the picture draws of the account's money, day by day. */
  const ledger = async () => ({
    balances: await db
      .selectFrom('balance')
      .select(['balance_id', 'kind', 'amount_minor'])
      .orderBy('balance_id')
      .execute(),
    books: (await readFundBooks(db, [accountId], day('2026-12-31'))).get(accountId),
    promotions: (await readKnownPromotions(db, [accountId], DAY, day('2026-12-31'))).get(accountId)
  });
  return { code: outcome.code, shape, change, ledger };
}

describe('a change that is undone', () => {
  it.each<[string, (shape: PromotionShape) => PromotionShape]>([
    ['of its days', (s) => ({ ...s, startsOn: addDays(s.startsOn, 7), endsOn: addDays(s.endsOn, 21) })],
    ['to more money', (s) => ({ ...s, plannedMinor: 90 })],
    ['to less money', (s) => ({ ...s, plannedMinor: 1 })],
    ['of both', (s) => ({ startsOn: s.startsOn, endsOn: addDays(s.endsOn, 7), plannedMinor: 55 })]
  ])('%s leaves every balance and every day’s money as it was', async (_, changed) => {
    const { code, shape, change, ledger } = await planned();
    const before = await ledger();
    expect(await change(changed(shape))).toEqual({ ok: true, isSubmitted: false });
    expect(await ledger()).not.toEqual(before);
    expect(await change(shape)).toEqual({ ok: true, isSubmitted: false });
    expect(await ledger()).toEqual(before);
    // Both stay readable: nothing was taken out of the books to get there.
    expect(await readChanges(db, (await findPromotion(db, code))!.promotionId)).toHaveLength(2);
    expect((await examine(db)).flatMap(({ broken }) => broken)).toEqual([]);
  });

  it('and done again, as often as one likes, ends where it was done first', async () => {
    const { shape, change, ledger } = await planned();
    const wanted = { ...shape, startsOn: addDays(shape.startsOn, 7), plannedMinor: 70 };
    await change(wanted);
    const done = await ledger();
    for (let i = 0; i < 3; i++) {
      await change(shape);
      await change(wanted);
    }
    expect(await ledger()).toEqual(done);
  });
});
