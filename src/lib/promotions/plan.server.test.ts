import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { account, product } from '../../../tests/factories/account';
import { testDatabase } from '../../../tests/factories/database';
import { DAY, fund } from '../../../tests/factories/fund';
import { person } from '../../../tests/factories/person';
import { addDays } from '../calendar/day';
import { examine } from '../db/doctor.server';
import { findFundFacts, readFundMovements, readFunds } from '../funds/fund.server';
import { openFund } from '../funds/open-fund.server';
import { commitPromotion } from './approve.server';
import { cancelPromotion, settlePromotion } from './decision.server';
import { planPromotion, type PromotionPlan } from './plan.server';
import { findPromotion, readPromotionMovements, readPromotions } from './promotion.server';

const test = await testDatabase(64);
const { db } = test;
let by: { personId: number; today: typeof DAY };
beforeAll(async () => {
  by = { personId: await person(db), today: DAY };
});
afterAll(() => test.drop());

/** An account with a fund, and a plan that draws 40 on it. */
async function planned(depositMinor: number, values: Partial<PromotionPlan> = {}) {
  const { accountId, code } = await account(db);
  const fundId = await fund(db, depositMinor, { accountId, code: `fund of ${code}` });
  const plan: PromotionPlan = {
    accountCode: code,
    fundCode: `fund of ${code}`,
    name: 'June display',
    tactic: 'display',
    startsOn: addDays(DAY, 7),
    endsOn: addDays(DAY, 20),
    amountMinor: 40,
    reason: 'They are out of stock',
    advice: null,
    productCodes: [],
    ...values
  };
  const left = async () => (await readFunds(db, null)).find((f) => f.fundId === fundId)!.left;
  return { fundId, plan, left };
}
const brokenRules = async () =>
  (await examine(db)).filter(({ broken }) => broken.length > 0).map(({ rule }) => rule);
const codeOf = (outcome: Awaited<ReturnType<typeof planPromotion>>) => {
  if (!outcome.ok) throw new Error(outcome.refusal.why);
  return outcome.code;
};

const SURE = { isSure: true, reason: 'The display was never built' };

describe('planning a promotion', () => {
  it('commits its money, for all our own products unless some are named', async () => {
    const ours = await product(db);
    await product(db, false);
    const advice = {
      window: 'w1',
      account: 'a',
      from: '2026-06-08',
      to: '2026-06-21',
      amount: '',
      reason: 'r'
    };
    const { plan, left, fundId } = await planned(100, { advice });
    const code = codeOf(await planPromotion(db, plan, by, randomUUID()));
    expect(await left()).toBe(60);
    const found = (await findPromotion(db, code))!;
    expect(found).toMatchObject({
      plannedMinor: 40,
      committedMinor: 40,
      spentMinor: 0,
      approvedOn: DAY,
      fundId,
      advice
    });
    expect(found.products).toContain(`Product ${ours.code.split('-')[1]}`);
    const named = codeOf(await planPromotion(db, { ...plan, productCodes: [ours.code] }, by, randomUUID()));
    expect((await findPromotion(db, named))!.products).toHaveLength(1);
    expect(await readPromotionMovements(db, found.promotionId)).toMatchObject([
      { kind: 'commit', committedChange: 40, spentChange: 0, reason: 'June display' }
    ]);
  });

  it('is refused with what is left, and leaves no promotion behind', async () => {
    const { plan, left } = await planned(39);
    expect(await planPromotion(db, plan, by, randomUUID())).toEqual({
      ok: false,
      refusal: { why: 'not-enough', left: 39, asked: 40, fund: expect.any(String) }
    });
    expect(await left()).toBe(39);
    expect(await readPromotions(db, { account: plan.accountCode })).toEqual([]);
  });

  it('is refused outside the fund’s period, from another account’s fund, and for what is not there', async () => {
    const { plan } = await planned(100);
    const other = await planned(100);
    const why = async (values: Partial<PromotionPlan>) => {
      const outcome = await planPromotion(db, { ...plan, ...values }, by, randomUUID());
      return outcome.ok ? 'planned' : outcome.refusal.why;
    };
    const startsOn = addDays(DAY, 300);
    expect(await why({ startsOn, endsOn: addDays(startsOn, 6) })).toBe('outside-period');
    expect(await why({ fundCode: other.plan.fundCode })).toBe('other-account');
    expect(await why({ fundCode: 'nowhere' })).toBe('unknown-fund');
    expect(await why({ accountCode: 'nowhere' })).toBe('unknown-account');
    expect(await why({ productCodes: ['nothing'] })).toBe('unknown-product');
    expect(await readPromotions(db, { account: plan.accountCode })).toEqual([]);
  });

  it('happens once for one form, however often and however parallel it is sent', async () => {
    const { plan, left } = await planned(1000);
    const key = randomUUID();
    const outcomes = await Promise.all(Array.from({ length: 10 }, () => planPromotion(db, plan, by, key)));
    expect(new Set(outcomes.map(codeOf)).size).toBe(1);
    expect(await left()).toBe(960);
    expect(await readPromotions(db, { account: plan.accountCode })).toHaveLength(1);
    expect(await planPromotion(db, { ...plan, amountMinor: 41 }, by, key)).toEqual({
      ok: false,
      refusal: { why: 'key-reused' }
    });
  });

  it('64 at once against a fund that covers 20 succeeds 20 times; the rest are told what is left', async () => {
    const { plan, left } = await planned(20 * 40);
    const outcomes = await Promise.all(
      Array.from({ length: 64 }, () => planPromotion(db, plan, by, randomUUID()))
    );
    expect(outcomes.filter(({ ok }) => ok)).toHaveLength(20);
    for (const outcome of outcomes.filter(({ ok }) => !ok))
      expect(outcome).toMatchObject({ refusal: { why: 'not-enough', left: 0, asked: 40 } });
    expect(await left()).toBe(0);
    expect(await readPromotions(db, { account: plan.accountCode })).toHaveLength(20);
    expect(await brokenRules()).toEqual([]);
  });
});

describe('cancelling a promotion', () => {
  it('frees what it had committed, once, and answers a repeated form alike', async () => {
    const { plan, left } = await planned(100);
    const code = codeOf(await planPromotion(db, plan, by, randomUUID()));
    const key = randomUUID();
    const outcomes = await Promise.all(Array.from({ length: 10 }, () => cancelPromotion(db, code, by, key)));
    for (const outcome of outcomes) expect(outcome).toEqual({ ok: true, freedMinor: 40 });
    expect(await left()).toBe(100);
    expect(await cancelPromotion(db, code, by, randomUUID())).toEqual({
      ok: false,
      refusal: {
        why: 'cancelled',
        on: DAY,
        by: { name: expect.any(String), at: expect.any(Date), amount: 40 }
      }
    });
    expect(await left()).toBe(100);
  });

  it('does not happen together with settling', async () => {
    for (let round = 0; round < 10; round++) {
      const { plan, left } = await planned(100);
      const code = codeOf(await planPromotion(db, plan, by, randomUUID()));
      const both = await Promise.all([
        cancelPromotion(db, code, by, randomUUID()),
        settlePromotion(db, code, 30, by, randomUUID())
      ]);
      expect(both.filter(({ ok }) => ok)).toHaveLength(1);
      expect([100, 70]).toContain(await left());
    }
    expect(await brokenRules()).toEqual([]);
  });
});

describe('settling a promotion', () => {
  const after = () => ({ ...by, today: addDays(DAY, 30) });

  it('books what it cost and frees the rest, once', async () => {
    const { plan, left, fundId } = await planned(100);
    const code = codeOf(await planPromotion(db, plan, by, randomUUID()));
    const key = randomUUID();
    const outcomes = await Promise.all(
      Array.from({ length: 10 }, () => settlePromotion(db, code, 25, after(), key))
    );
    for (const outcome of outcomes) expect(outcome).toEqual({ ok: true, freedMinor: 15 });
    expect(await left()).toBe(75);
    expect(await findPromotion(db, code)).toMatchObject({ committedMinor: 0, spentMinor: 25 });
    expect((await readFundMovements(db, fundId)).map(({ kind, change }) => [kind, change])).toEqual([
      ['free', 15],
      // It does not change what is left: the money was set aside already.
      ['settle', 0],
      ['commit', -40],
      ['deposit', 100]
    ]);
    expect(await settlePromotion(db, code, 26, after(), key)).toEqual({
      ok: false,
      refusal: { why: 'key-reused' }
    });
  });

  it('at nothing frees all of it, and is repeated alike', async () => {
    const { plan, left } = await planned(100);
    const code = codeOf(await planPromotion(db, plan, by, randomUUID()));
    const key = randomUUID();
    for (let time = 0; time < 2; time++)
      expect(await settlePromotion(db, code, 0, after(), key, SURE)).toEqual({ ok: true, freedMinor: 40 });
    expect(await left()).toBe(100);
  });

  it('above what is committed changes nothing and says how much that is', async () => {
    const { plan, left } = await planned(100);
    const code = codeOf(await planPromotion(db, plan, by, randomUUID()));
    expect(await settlePromotion(db, code, 41, after(), randomUUID())).toEqual({
      ok: false,
      refusal: { why: 'above-committed', committed: 40, asked: 41 }
    });
    expect(await left()).toBe(60);
    expect((await findPromotion(db, code))!.settledOn).toBeNull();
  });

  it('of one promotion cannot be repeated on another with the same key', async () => {
    const [a, b] = [await planned(100), await planned(100)];
    const codes = [
      codeOf(await planPromotion(db, a.plan, by, randomUUID())),
      codeOf(await planPromotion(db, b.plan, by, randomUUID()))
    ];
    const key = randomUUID();
    expect((await settlePromotion(db, codes[0]!, 40, after(), key)).ok).toBe(true);
    expect(await settlePromotion(db, codes[1]!, 40, after(), key)).toEqual({
      ok: false,
      refusal: { why: 'key-reused' }
    });
    expect(await findPromotion(db, codes[1]!)).toMatchObject({ committedMinor: 40, settledOn: null });
  });
});

describe('committing a draft', () => {
  async function draft(depositMinor: number) {
    const { plan, left, fundId } = await planned(depositMinor);
    const code = codeOf(await planPromotion(db, { ...plan, amountMinor: 1 }, by, randomUUID()));
    await cancelPromotion(db, code, by, randomUUID());
    await db
      .updateTable('promotion')
      .set({ cancelled_on: null, approved_on: null, planned_minor: 40 })
      .where('code', '=', code)
      .execute();
    return { code, left, fundId };
  }

  it('sets its money aside, once', async () => {
    const { code, left } = await draft(100);
    const key = randomUUID();
    const outcomes = await Promise.all(Array.from({ length: 10 }, () => commitPromotion(db, code, by, key)));
    for (const outcome of outcomes) expect(outcome).toEqual({ ok: true, committedMinor: 40 });
    expect(await left()).toBe(60);
    expect(await findPromotion(db, code)).toMatchObject({ approvedOn: DAY, committedMinor: 40 });
    expect(await commitPromotion(db, code, by, randomUUID())).toEqual({
      ok: false,
      refusal: { why: 'approved', on: DAY }
    });
  });

  it.each([
    ['that is over', 'over', { ends_on: addDays(DAY, -1), starts_on: addDays(DAY, -7) }],
    [
      'outside its fund’s period',
      'outside-period',
      { starts_on: addDays(DAY, 800), ends_on: addDays(DAY, 801) }
    ],
    ['of a fund of another account', 'other-account', null]
  ])('is refused for one %s, and moves nothing', async (_, why, values) => {
    const { code, left } = await draft(100);
    const other = await planned(100);
    await db
      .updateTable('promotion')
      .set(values ?? { fund_id: other.fundId })
      .where('code', '=', code)
      .execute();
    expect(await commitPromotion(db, code, by, randomUUID())).toMatchObject({ ok: false, refusal: { why } });
    expect([await left(), await other.left()]).toEqual([100, 100]);
    expect(await findPromotion(db, code)).toMatchObject({ approvedOn: null, committedMinor: 0 });
  });

  it('leaves it a draft where the fund cannot give so much', async () => {
    const { code, left } = await draft(39);
    expect(await commitPromotion(db, code, by, randomUUID())).toMatchObject({
      ok: false,
      refusal: { why: 'not-enough', left: 39, asked: 40 }
    });
    expect(await left()).toBe(39);
    expect((await findPromotion(db, code))!.approvedOn).toBeNull();
    expect(await brokenRules()).toEqual([]);
  });
});

describe('opening a fund', () => {
  const opening = (accountCode: string, sourceCode = '') => ({
    name: 'A year',
    accountCode,
    from: DAY,
    to: addDays(DAY, 364),
    amountMinor: 500,
    sourceCode
  });

  it('makes one fund for one form, however parallel it is sent', async () => {
    const { code } = await account(db);
    const key = randomUUID();
    const outcomes = await Promise.all(
      Array.from({ length: 10 }, () => openFund(db, opening(code), by, key))
    );
    expect(new Set(outcomes.map((outcome) => outcome.ok && outcome.code)).size).toBe(1);
    const own = (await readFunds(db, null)).filter((f) => f.account?.code === code);
    expect(own).toMatchObject([{ left: 500, total: 500 }]);
  });

  it('gives each fund a code of its own when several are opened at once', async () => {
    const { code } = await account(db);
    const outcomes = await Promise.all(
      Array.from({ length: 8 }, () => openFund(db, opening(code), by, randomUUID()))
    );
    expect(new Set(outcomes.map((outcome) => outcome.ok && outcome.code)).size).toBe(8);
  });

  it('takes its money from a shared fund, and is refused with what is there when that is too little', async () => {
    const { code } = await account(db);
    const sharedId = await fund(db, 700, { code: 'the shared one' });
    const first = await openFund(db, opening(code, 'the shared one'), by, randomUUID());
    expect(first.ok && (await findFundFacts(db, first.code))).toMatchObject({ account: { code } });
    expect(await openFund(db, opening(code, 'the shared one'), by, randomUUID())).toEqual({
      ok: false,
      refusal: { why: 'not-enough', left: 200, asked: 500 }
    });
    expect((await readFunds(db, null)).find((f) => f.fundId === sharedId)!.left).toBe(200);
    expect((await readFunds(db, null)).filter((f) => f.account?.code === code)).toHaveLength(1);
    expect(await brokenRules()).toEqual([]);
  });
});
