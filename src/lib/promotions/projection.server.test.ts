import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { account, product } from '../../../tests/factories/account';
import { testDatabase } from '../../../tests/factories/database';
import { fund } from '../../../tests/factories/fund';
import { person } from '../../../tests/factories/person';
import { day, type Day } from '../calendar/day';
import { planPromotion } from './plan.server';
import { logProgress, readProgress, takeBackProgress } from './progress.server';
import { readProjections } from './projection.server';
import { findPromotion } from './promotion.server';
import type { Tactic } from './tactic';
import { lumpSum, plannedBy, type PromotionTerms } from './terms';

const test = await testDatabase();
const { db } = test;
const PLANNED_ON = day('2026-05-01');
let personId: number;
let ours: { productId: number; code: string };
beforeAll(async () => {
  personId = await person(db);
  ours = await product(db);
});
beforeEach(async () => {
  await sql`truncate sell_in, sell_through_week`.execute(db);
});
afterAll(() => test.drop());

/** A promotion from Wednesday 3 to Tuesday 16 June 2026: days of three weeks. */
async function promotion(terms: PromotionTerms, tactic: Tactic = 'price') {
  const { accountId, code: accountCode } = await account(db);
  await fund(db, 10_000_000, { accountId, code: `fund of ${accountCode}` });
  const planned = await planPromotion(
    db,
    {
      accountCode,
      fundCode: `fund of ${accountCode}`,
      name: 'June',
      tactic,
      startsOn: day('2026-06-03'),
      endsOn: day('2026-06-16'),
      amountMinor: plannedBy(terms),
      reason: '',
      advice: null,
      productCodes: [ours.code],
      terms
    },
    { personId, today: PLANNED_ON },
    randomUUID()
  );
  if (!planned.ok) throw new Error(planned.refusal.why);
  const sold = (week: string, units: number | null, productId = ours.productId) =>
    db
      .insertInto('sell_through_week')
      .values({ account_id: accountId, product_id: productId, week: day(week), units, stock_on_hand: null })
      .execute();
  const ordered = (on: string, units: number, netMinor: number | null, productId = ours.productId) =>
    db
      .insertInto('sell_in')
      .values({
        account_id: accountId,
        product_id: productId,
        order_code: randomUUID(),
        ordered_on: day(on),
        units,
        net_value_minor: netMinor
      })
      .execute();
  const projected = async (on: string) => {
    const found = (await findPromotion(db, planned.code))!;
    return (await readProjections(db, [found], day(on))).get(found.promotionId)!;
  };
  const promotionId = (await findPromotion(db, planned.code))!.promotionId;
  return { code: planned.code, promotionId, sold, ordered, projected };
}
const by = (on: string) => ({ personId, today: day(on) });
const bySold: PromotionTerms = { ...lumpSum(0), basis: 'sold', unit: 'units', rate: 100, volume: 60 };

describe('the projected stream', () => {
  it('counts of each week that is over and reported only the days that the promotion ran', async () => {
    const june = await promotion(bySold);
    await june.sold('2026-06-01', 70);
    await june.sold('2026-06-08', 21);
    await june.sold('2026-06-15', 35);
    // 5 of 7 days of the first week; the second ends on Sunday 14.
    expect((await june.projected('2026-06-13')).projection).toMatchObject({
      minor: 5_000,
      actual: { volume: 50, known: { in: 1, all: 3 } },
      isSoFar: true
    });
    expect((await june.projected('2026-06-30')).projection).toMatchObject({
      minor: 8_100,
      actual: { volume: 50 + 21 + 10 },
      isSoFar: false
    });
  });

  it('has no figure for a week in which a product did not report, nor of another product', async () => {
    const june = await promotion(bySold);
    const other = await product(db);
    await june.sold('2026-06-01', null);
    await june.sold('2026-06-08', 1_000, other.productId);
    expect((await june.projected('2026-06-30')).projection).toEqual({ ok: false, why: 'not-in' });
    await june.sold('2026-06-08', 7);
    expect((await june.projected('2026-06-30')).projection).toMatchObject({
      actual: { volume: 7, known: { in: 1, all: 3 } },
      isSoFar: true
    });
  });

  it('takes orders of its days and products, and says through which day they are known', async () => {
    const terms: PromotionTerms = { ...bySold, basis: 'ordered', threshold: 40 };
    const june = await promotion(terms, 'volume_rebate');
    expect((await june.projected('2026-06-30')).projection).toEqual({ ok: false, why: 'not-in' });
    await june.ordered('2026-06-02', 500, 1);
    await june.ordered('2026-06-03', 30, 1);
    await june.ordered('2026-06-10', 9, 1);
    const below = (await june.projected('2026-06-30')).projection;
    expect(below).toMatchObject({
      minor: 0,
      actual: { volume: 39, known: { by: 'orders', through: '2026-06-10' } },
      isSoFar: true
    });
    await june.ordered('2026-06-16', 1, 1);
    await june.ordered('2026-06-17', 500, 1);
    expect((await june.projected('2026-06-30')).projection).toMatchObject({
      minor: 4_000,
      actual: { volume: 40 },
      isSoFar: false
    });
    // Seen from an earlier day, what was ordered later is not known.
    expect((await june.projected('2026-06-09')).projection).toMatchObject({ actual: { volume: 30 } });
  });

  it('takes a share of what orders are worth, and says how many have no value', async () => {
    const terms: PromotionTerms = {
      ...bySold,
      basis: 'order_value',
      unit: 'money',
      rate: 250,
      volume: 400_000
    };
    const june = await promotion(terms, 'volume_rebate');
    await june.ordered('2026-06-05', 1, 200_000);
    await june.ordered('2026-06-20', 1, 900_000);
    await june.ordered('2026-06-06', 1, null);
    expect((await june.projected('2026-06-30')).projection).toMatchObject({
      minor: 5_000,
      actual: { volume: 200_000, known: { unpriced: 1 } },
      isSoFar: true
    });
  });

  it('is frozen with the plan: the terms cannot be changed, and the database refuses it', async () => {
    const { promotionId } = await promotion(bySold);
    await expect(
      db.updateTable('promotion_terms').set({ rate: 1 }).where('promotion_id', '=', promotionId).execute()
    ).rejects.toThrow('What was agreed cannot be changed');
    await expect(sql`truncate promotion_terms`.execute(db)).rejects.toThrow('What was agreed');
  });

  it('refuses terms that come to another amount, and plans nothing', async () => {
    const plan = promotion({ ...bySold, volume: 61 });
    await expect(plan).resolves.toBeDefined();
    const { accountId, code } = await account(db);
    await fund(db, 10_000, { accountId, code: `fund of ${code}` });
    const wrong = planPromotion(
      db,
      {
        accountCode: code,
        fundCode: `fund of ${code}`,
        name: 'June',
        tactic: 'price',
        startsOn: day('2026-06-03'),
        endsOn: day('2026-06-16'),
        amountMinor: 5_999,
        reason: '',
        advice: null,
        productCodes: [],
        terms: bySold
      },
      { personId, today: PLANNED_ON },
      randomUUID()
    );
    await expect(wrong).rejects.toThrow(RangeError);
  });
});

describe('the log of what was done', () => {
  const display: PromotionTerms = {
    ...lumpSum(0),
    basis: 'logged',
    unit: 'store_weeks',
    rate: 1_000,
    volume: 40,
    stores: 20
  };
  const entry = (on: string, volume: number) => ({ doneOn: day(on), volume, unitsSold: null, note: '' });

  it('makes the projected amount, and what is taken back no longer counts', async () => {
    const june = await promotion(display, 'display');
    expect((await june.projected('2026-06-10')).projection).toEqual({ ok: false, why: 'not-logged' });
    await logProgress(db, june.code, entry('2026-06-09', 18), by('2026-06-10'), randomUUID());
    await logProgress(db, june.code, entry('2026-06-16', 19), by('2026-06-17'), randomUUID());
    expect((await june.projected('2026-06-17')).projection).toMatchObject({
      minor: 37_000,
      actual: { known: { by: 'entries', count: 2 } }
    });
    const [last] = await readProgress(db, june.promotionId);
    await takeBackProgress(db, june.code, last!.progressId, 'Counted twice', by('2026-06-18'), randomUUID());
    expect((await june.projected('2026-06-18')).projection).toMatchObject({ minor: 18_000 });
    expect((await readProgress(db, june.promotionId))[0]).toMatchObject({
      volume: 19,
      takenBack: { on: '2026-06-18', reason: 'Counted twice' }
    });
    expect(
      await takeBackProgress(db, june.code, last!.progressId, 'Again', by('2026-06-18'), randomUUID())
    ).toEqual({ ok: false, refusal: { why: 'taken-back' } });
  });

  it('logs the same form once, and refuses its key with other content', async () => {
    const june = await promotion(display, 'display');
    const key = randomUUID();
    const sent = await Promise.all(
      Array.from({ length: 5 }, () =>
        logProgress(db, june.code, entry('2026-06-09', 18), by('2026-06-10'), key)
      )
    );
    expect(sent).toEqual(Array(5).fill({ ok: true }));
    expect(await readProgress(db, june.promotionId)).toHaveLength(1);
    expect(await logProgress(db, june.code, entry('2026-06-09', 19), by('2026-06-10'), key)).toEqual({
      ok: false,
      refusal: { why: 'key-reused' }
    });
  });

  it('takes nothing from before the first day or from days to come, nor where sales tell it', async () => {
    const june = await promotion(display, 'display');
    const price = await promotion(bySold);
    const log = (code: string, on: string, today: string) =>
      logProgress(db, code, entry(on, 1), by(today), randomUUID());
    expect(await log(june.code, '2026-06-02', '2026-06-10')).toMatchObject({
      refusal: { why: 'before-start', startsOn: '2026-06-03' as Day }
    });
    expect(await log(june.code, '2026-06-11', '2026-06-10')).toMatchObject({ refusal: { why: 'day-ahead' } });
    expect(await log(price.code, '2026-06-09', '2026-06-10')).toMatchObject({
      refusal: { why: 'nothing-to-log' }
    });
    expect(await log('no such code', '2026-06-09', '2026-06-10')).toMatchObject({
      refusal: { why: 'unknown' }
    });
  });

  it('is only added to: the database refuses to change or delete an entry', async () => {
    const june = await promotion(display, 'display');
    await logProgress(db, june.code, entry('2026-06-09', 18), by('2026-06-10'), randomUUID());
    await expect(db.deleteFrom('promotion_progress').execute()).rejects.toThrow('take it back instead');
    await expect(db.updateTable('promotion_progress').set({ volume: 1 }).execute()).rejects.toThrow(
      'take it back instead'
    );
  });
});
