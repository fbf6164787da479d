import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { account, product } from '../../../tests/factories/account';
import { testDatabase } from '../../../tests/factories/database';
import { DAY, DEMO_MOVER, deposit, fund, order, promotion } from '../../../tests/factories/fund';
import { person } from '../../../tests/factories/person';
import { addDays, type Day } from '../calendar/day';
import { examine } from '../db/doctor.server';
import { accrualOf } from './accrual';
import { readAccruals, readRates, setAccrualRate, trueUpAccruals } from './accrual.server';
import { readFunds } from './fund.server';
import { bookMovement } from './ledger.server';
import { readOverdraws, setOverdraw } from './overdraw.server';

const test = await testDatabase(16);
const { db } = test;
let by: { personId: number; today: Day };
let one: { productId: number; code: string };
beforeAll(async () => {
  by = { personId: await person(db, 'finance'), today: DAY };
  one = await product(db);
});
afterAll(async () => {
  const broken = (await examine(db)).filter((finding) => finding.broken.length > 0);
  await test.drop();
  expect(broken).toEqual([]);
});

let accountId: number;
let fundId: number;
let code: string;
beforeEach(async () => {
  const made = await account(db);
  accountId = made.accountId;
  code = `accrues for ${made.code}`;
  fundId = await fund(db, 0, { accountId, code });
});
const ordered = (
  orderedOn: Day,
  netMinor: number | null,
  productId = one.productId,
  orderCode: string = randomUUID()
) =>
  db
    .insertInto('sell_in')
    .values({
      account_id: accountId,
      product_id: productId,
      order_code: orderCode,
      ordered_on: orderedOn,
      units: 1,
      net_value_minor: netMinor
    })
    .execute();
const corrected = async (netMinor: number, orderCode: string) => {
  await db
    .updateTable('sell_in')
    .set({ net_value_minor: netMinor })
    .where('order_code', '=', orderCode)
    .execute();
  return trueUp();
};
const trueUp = () =>
  db
    .transaction()
    .execute((tx) =>
      trueUpAccruals(tx, [fundId], { today: DAY, by: DEMO_MOVER, reason: 'orders.csv', key: randomUUID() })
    );
const rate = (basisPoints: number, fromOn = addDays(DAY, -100), productCode = '', key = randomUUID()) =>
  setAccrualRate(db, { fundCode: code, productCode, basisPoints, fromOn, reason: 'As agreed' }, by, key);
const money = async () => (await readFunds(db, null)).find((each) => each.fundId === fundId)!;
const commit = async (amountMinor: number) =>
  bookMovement(
    db,
    order({
      kind: 'commit',
      from: { kind: 'available', fundId },
      to: { kind: 'committed', promotionId: await promotion(db, fundId) },
      amountMinor
    })
  );

describe('a fund that accrues', () => {
  it('has what its orders make due as soon as the rate is set, and follows orders that arrive', async () => {
    await ordered(DAY, 100_000);
    await ordered(addDays(DAY, -150), 500_000);
    expect(await rate(150)).toEqual({ ok: true });
    expect(await money()).toMatchObject({ left: 1_500, total: 1_500 });
    await ordered(addDays(DAY, -1), 40_000);
    expect(await trueUp()).toBe(1);
    expect(await trueUp()).toBe(0);
    expect(await money()).toMatchObject({ left: 2_100 });
  });

  it('takes its product’s own rate, leaves other periods out, and counts rows without a value', async () => {
    const two = await product(db);
    await ordered(DAY, 10_000);
    await ordered(DAY, 10_000, two.productId);
    await ordered(DAY, null);
    await ordered(addDays(DAY, 400), 10_000);
    await rate(100);
    await rate(500, addDays(DAY, -10), two.code);
    expect((await readAccruals(db, [fundId]))[0]).toEqual({
      fundId,
      valueMinor: 20_000,
      dueMinor: 600,
      accruedMinor: 600,
      unpriced: 1
    });
    expect(
      (await readRates(db, fundId)).map(({ basisPoints, product: of }) => [basisPoints, of?.code])
    ).toEqual([
      [500, two.code],
      [100, undefined]
    ]);
  });

  it('is due in the database what the rule says', async () => {
    const two = await product(db);
    const [rows, rates] = [
      [
        [DAY, 12_345, one],
        [addDays(DAY, -3), -6_789, two],
        [addDays(DAY, -50), 1, one],
        [addDays(DAY, -51), 99_999_999, two],
        [addDays(DAY, -20), null, two]
      ] as const,
      [
        [addDays(DAY, -60), 133, ''],
        [addDays(DAY, -30), 250, two.code],
        [addDays(DAY, -10), 77, '']
      ] as const
    ];
    for (const [on, net, of] of rows) await ordered(on, net, of.productId);
    for (const [from, points, of] of rates) await rate(points, from, of);
    const found = (await readAccruals(db, [fundId]))[0]!;
    const { dueMinor, valueMinor, unpriced } = accrualOf(
      await readRates(db, fundId),
      rows.map(([orderedOn, netMinor, of]) => ({ product: of.code, orderedOn, netMinor }))
    );
    expect(found).toEqual({ fundId, dueMinor, valueMinor, unpriced, accruedMinor: dueMinor });
  });

  it('sets a rate once for a form that is sent many times', async () => {
    await ordered(DAY, 10_000);
    const key = randomUUID();
    const sent = await Promise.all(Array.from({ length: 5 }, () => rate(100, DAY, '', key)));
    expect(sent).toEqual(Array(5).fill({ ok: true }));
    expect(await money()).toMatchObject({ left: 100 });
    expect(await rate(101, DAY, '', key)).toEqual({ ok: false, refusal: { why: 'key-reused' } });
    expect(await rate(100, DAY, 'no such product')).toEqual({
      ok: false,
      refusal: { why: 'unknown-product' }
    });
  });
});

describe('an order that is corrected after its money was promised', () => {
  it('leaves the promise, flags the fund, and lets nothing more be promised until money comes in', async () => {
    await ordered(DAY, 100_000, one.productId, 'a');
    await rate(1_000);
    expect(await commit(9_000)).toMatchObject({ ok: true });
    await corrected(60_000, 'a');
    expect(await money()).toMatchObject({ committed: 9_000, left: -3_000, floor: -3_000 });
    expect(await readOverdraws(db, fundId)).toMatchObject([
      { kind: 'accrual', floorMinor: -3_000, reason: 'orders.csv' }
    ]);
    expect(await commit(1)).toMatchObject({ ok: false, refusal: { why: 'not-enough', left: 0 } });

    await bookMovement(db, deposit(fundId, 2_000));
    expect(await money()).toMatchObject({ left: -1_000, floor: -1_000 });
    expect(await commit(1)).toMatchObject({ ok: false, refusal: { why: 'not-enough' } });
    await corrected(75_000, 'a');
    expect(await money()).toMatchObject({ left: 500, floor: 0 });
    expect(await commit(501)).toMatchObject({ ok: false, refusal: { why: 'not-enough', left: 500 } });
    await corrected(100_000, 'a');
    expect(await money()).toMatchObject({ left: 3_000, total: 12_000, floor: 0 });
  });

  it('never lets commitments in that moment take more than the orders make due and the flag says', async () => {
    await ordered(DAY, 100_000, one.productId, 'b');
    await rate(1_000);
    const [, ...commits] = await Promise.all([
      corrected(50_000, 'b'),
      ...Array.from({ length: 20 }, () => commit(1_000))
    ]);
    const taken = commits.filter(({ ok }) => ok).length * 1_000;
    const { left, floor, committed } = await money();
    expect(committed).toBe(taken);
    expect(left).toBe(5_000 - taken);
    expect(taken).toBeLessThanOrEqual(10_000);
    expect(floor).toBe(Math.min(0, left));
  });
});

describe('what a fund may be overdrawn by', () => {
  const allow = (percent: number, key = randomUUID()) => setOverdraw(db, code, percent, 'As agreed', by, key);

  it('is a share of its budget and follows it, and promises do not change it', async () => {
    await bookMovement(db, deposit(fundId, 10_000));
    expect(await allow(10)).toEqual({ ok: true });
    expect(await money()).toMatchObject({ floor: -1_000, overdrawPercent: 10 });
    expect(await commit(10_500)).toMatchObject({ ok: true });
    expect(await money()).toMatchObject({ left: -500, floor: -1_000 });
    await bookMovement(db, deposit(fundId, 10_000));
    expect(await money()).toMatchObject({ left: 9_500, floor: -2_000 });
    await ordered(DAY, 100_000, one.productId, 'c');
    await rate(1_000);
    expect(await money()).toMatchObject({ left: 19_500, floor: -3_000 });
    await corrected(0, 'c');
    expect(await money()).toMatchObject({ left: 9_500, floor: -2_000 });
  });

  it('cannot be made less than what is used of it', async () => {
    await bookMovement(db, deposit(fundId, 10_000));
    await allow(10);
    await commit(10_400);
    expect(await allow(3)).toEqual({ ok: false, refusal: { why: 'used', used: 400, allowed: 300 } });
    expect(await allow(4)).toEqual({ ok: true });
    expect(await money()).toMatchObject({ left: -400, floor: -400 });
  });

  it('is set once by a form that is sent many times, and told in order', async () => {
    await bookMovement(db, deposit(fundId, 10_000));
    const key = randomUUID();
    await Promise.all(Array.from({ length: 4 }, () => allow(5, key)));
    await allow(0);
    expect((await readOverdraws(db, fundId)).map(({ percent }) => percent)).toEqual([0, 5]);
    expect(await money()).toMatchObject({ floor: 0 });
  });
});
