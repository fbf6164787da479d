import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { account } from '../../../tests/factories/account';
import { testDatabase } from '../../../tests/factories/database';
import { DAY, fund, order } from '../../../tests/factories/fund';
import { person } from '../../../tests/factories/person';
import { addDays } from '../calendar/day';
import { examine } from '../db/doctor.server';
import { readFunds } from '../funds/fund.server';
import { bookMovement, reverseMovement } from '../funds/ledger.server';
import { type DrawingWindow, NO_RULE, type ReserveRule } from '../funds/reserve';
import { readDrawn, readReserveBooks, releaseByHand, setReserveRule } from '../funds/reserve.server';
import { addApprovalRule } from './approval.server';
import { cancelPromotion } from './decision.server';
import { planPromotion } from './plan.server';

const test = await testDatabase(16);
const { db } = test;
let by: { personId: number; today: typeof DAY };
beforeAll(async () => {
  by = { personId: await person(db), today: DAY };
});
afterAll(async () => {
  const broken = (await examine(db)).filter((finding) => finding.broken.length > 0);
  await test.drop();
  expect(broken).toEqual([]);
});

const WINDOW: DrawingWindow = {
  id: '2026-06-08-stock-out',
  kind: 'stock-out',
  confidence: 0.8,
  from: addDays(DAY, 7),
  to: addDays(DAY, 27)
};

let accountCode: string;
let fundId: number;
/** An account with 100 to spend and 500 in reserve. */
beforeEach(async () => {
  const made = await account(db);
  accountCode = made.code;
  fundId = await fund(db, 600, { accountId: made.accountId, code: `fund of ${made.code}` });
  await bookMovement(
    db,
    order({
      kind: 'hold',
      from: { kind: 'available', fundId },
      to: { kind: 'reserve', fundId },
      amountMinor: 500
    })
  );
});
const plan = (amountMinor: number, drawMinor: number, key = randomUUID(), window = WINDOW) =>
  planPromotion(
    db,
    {
      accountCode,
      fundCode: `fund of ${accountCode}`,
      name: 'All in',
      tactic: 'display',
      startsOn: WINDOW.from,
      endsOn: WINDOW.to,
      amountMinor,
      reason: '',
      advice: null,
      productCodes: [],
      ...(drawMinor > 0 && { draw: { amountMinor: drawMinor, window } })
    },
    by,
    key
  );
const rule = (values: Partial<ReserveRule>, key = randomUUID()) =>
  setReserveRule(db, `fund of ${accountCode}`, { ...NO_RULE, ...values }, 'As agreed', by, key);
const money = async () => (await readFunds(db, null)).find((one) => one.fundId === fundId)!;

describe('drawing on a reserve', () => {
  it('releases and commits in one, names the window, and is done once by a form sent many times', async () => {
    const key = randomUUID();
    const sent = await Promise.all(Array.from({ length: 5 }, () => plan(350, 250, key)));
    expect(sent.filter(({ ok }) => ok)).toHaveLength(5);
    expect(await money()).toMatchObject({ committed: 350, reserve: 250, left: 0 });
    expect(await readDrawn(db, fundId, WINDOW.id)).toBe(250);
    const books = (await readReserveBooks(db)).get(fundId)!;
    expect(books.draws).toMatchObject([
      { amountMinor: 250, promotion: { name: 'All in', isCancelled: false }, window: { confidence: 80 } }
    ]);
    expect(books.changes.map(({ change }) => change)).toEqual([500, -250]);
  });

  it('moves nothing where the plan is not reached even so', async () => {
    expect(await plan(700, 500)).toMatchObject({ ok: false, refusal: { why: 'not-enough', left: 600 } });
    expect(await money()).toMatchObject({ committed: 0, reserve: 500, left: 100 });
    expect(await readDrawn(db, fundId, WINDOW.id)).toBe(0);
  });

  it('keeps to the rule: what stays, which windows, how much for one', async () => {
    await rule({ floorMinor: 200 });
    expect(await plan(400, 301)).toMatchObject({ refusal: { why: 'draw-too-much', most: 300 } });
    await rule({ kinds: ['exhaustion'] });
    expect(await plan(200, 100)).toMatchObject({
      refusal: { why: 'no-draw', refusal: { why: 'other-kind' } }
    });
    await rule({ leastConfidence: 90 });
    expect(await plan(200, 100)).toMatchObject({ refusal: { refusal: { why: 'unsure', is: 80 } } });
    await rule({ windowLimitMinor: 150 });
    expect(await plan(200, 100)).toMatchObject({ ok: true });
    expect(await plan(100, 100)).toMatchObject({ refusal: { why: 'draw-too-much', most: 50 } });
    expect(await plan(50, 50)).toMatchObject({ ok: true });
    expect(await plan(50, 50)).toMatchObject({ refusal: { refusal: { why: 'window-used', drawn: 150 } } });
    expect(await money()).toMatchObject({ reserve: 350 });
  });

  it('never gives one window more than its limit, however many plan at once', async () => {
    await rule({ windowLimitMinor: 200, floorMinor: 100 });
    const both = await Promise.all(Array.from({ length: 12 }, () => plan(50, 50)));
    expect(both.filter(({ ok }) => ok)).toHaveLength(4);
    expect(await money()).toMatchObject({ reserve: 300, committed: 200, left: 100 });
  });

  it('goes back into the reserve when the promotion is cancelled, and the window may draw again', async () => {
    await rule({ windowLimitMinor: 250 });
    const planned = await plan(300, 250);
    if (!planned.ok) throw new Error(planned.refusal.why);
    const key = randomUUID();
    await cancelPromotion(db, planned.code, by, key);
    await cancelPromotion(db, planned.code, by, key);
    expect(await money()).toMatchObject({ committed: 0, reserve: 500, left: 100 });
    expect(await readDrawn(db, fundId, WINDOW.id)).toBe(0);
    expect((await readReserveBooks(db)).get(fundId)!.draws[0]!.promotion.isCancelled).toBe(true);
  });

  it('that was taken back by hand is not put back a second time', async () => {
    const planned = await plan(250, 200);
    if (!planned.ok) throw new Error(planned.refusal.why);
    const [draw] = (await readReserveBooks(db)).get(fundId)!.draws;
    // Left in the fund: 50, so that the draw cannot be reversed whole.
    expect(
      await reverseMovement(db, draw!.movementId, {
        bookedOn: DAY,
        reason: 'By mistake',
        by: { personId: by.personId, via: 'desk' },
        key: randomUUID()
      })
    ).toMatchObject({ ok: false });
    await cancelPromotion(db, planned.code, by, randomUUID());
    expect(await money()).toMatchObject({ reserve: 500, left: 100 });
  });

  it('is not done by what has to be approved first', async () => {
    await addApprovalRule(
      db,
      {
        role: 'manager',
        accountCode,
        tactic: null,
        ownLimitMinor: 100,
        approveLimitMinor: null,
        isWithdrawn: false
      },
      by.personId
    );
    expect(await plan(150, 50)).toMatchObject({ ok: false, refusal: { why: 'draw-waits' } });
    expect(await money()).toMatchObject({ reserve: 500, left: 100 });
  });
});

describe('the rule of a reserve', () => {
  it('makes no more stay than is held, and the ledger holds what stays', async () => {
    expect(await rule({ floorMinor: 501 })).toEqual({
      ok: false,
      refusal: { why: 'floor-above-held', held: 500 }
    });
    expect(await rule({ floorMinor: 450 })).toEqual({ ok: true });
    const release = order({
      kind: 'release',
      from: { kind: 'reserve', fundId },
      to: { kind: 'available', fundId },
      amountMinor: 51
    });
    expect(await releaseByHand(db, fundId, release)).toMatchObject({
      refusal: { why: 'not-enough', left: 50 }
    });
  });

  it('can leave the reserve to windows alone', async () => {
    await rule({ isByHand: false });
    const release = order({
      kind: 'release',
      from: { kind: 'reserve', fundId },
      to: { kind: 'available', fundId },
      amountMinor: 1
    });
    expect(await releaseByHand(db, fundId, release)).toEqual({
      ok: false,
      refusal: { why: 'windows-only' }
    });
    expect(await plan(150, 50)).toMatchObject({ ok: true });
  });

  it('is set once by a form that is sent many times, and never changed', async () => {
    const key = randomUUID();
    const sent = await Promise.all(Array.from({ length: 4 }, () => rule({ floorMinor: 10 }, key)));
    expect(sent).toEqual(Array(4).fill({ ok: true }));
    expect(await rule({ floorMinor: 11 }, key)).toEqual({ ok: false, refusal: { why: 'key-reused' } });
    await expect(db.updateTable('reserve_rule').set({ floor_minor: 0 }).execute()).rejects.toThrow(
      'add another one instead'
    );
    expect((await readReserveBooks(db)).get(fundId)!.rule).toMatchObject({
      floorMinor: 10,
      reason: 'As agreed'
    });
  });
});
