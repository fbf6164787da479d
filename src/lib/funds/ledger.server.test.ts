import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { afterAll, describe, expect, it } from 'vitest';
import { testDatabase } from '../../../tests/factories/database';
import { fund, order, promotion } from '../../../tests/factories/fund';
import { playSequences } from '../../../tests/faults/ledger-model';
import type { Db } from '../db/connect.server';
import { examine } from '../db/doctor.server';
import { bookInBulk } from './bulk.server';
import type { MovementOrder, Outcome } from './ledger';
import { bookMovement, reverseMovement } from './ledger.server';

const test = await testDatabase(64);
const { db } = test;
afterAll(() => test.drop());

const commit = (fundId: number, promotionId: number, amountMinor: number, key?: string): MovementOrder =>
  order({
    kind: 'commit',
    from: { kind: 'available', fundId },
    to: { kind: 'committed', promotionId },
    amountMinor,
    ...(key && { key })
  });
const settle = (promotionId: number, amountMinor: number): MovementOrder =>
  order({
    kind: 'settle',
    from: { kind: 'committed', promotionId },
    to: { kind: 'spent', promotionId },
    amountMinor
  });
const free = (fundId: number, promotionId: number, amountMinor: number): MovementOrder =>
  order({
    kind: 'free',
    from: { kind: 'committed', promotionId },
    to: { kind: 'available', fundId },
    amountMinor
  });

async function brokenRules(at: Db = db): Promise<string[]> {
  return (await examine(at)).filter(({ broken }) => broken.length > 0).map(({ rule }) => rule);
}
async function balanceOf(
  where: { fund_id: number } | { promotion_id: number },
  kind: 'available' | 'committed' | 'spent'
) {
  const [column, id] = Object.entries(where)[0]! as ['fund_id' | 'promotion_id', number];
  const row = await db
    .selectFrom('balance')
    .select('amount_minor')
    .where(column, '=', id)
    .where('kind', '=', kind)
    .executeTakeFirstOrThrow();
  return row.amount_minor;
}

/** 64 commitments of 5 at once against a fund of 100, by whichever way of booking. */
async function sixtyFour(book: (db: Db, order: MovementOrder) => Promise<Outcome>): Promise<Outcome[]> {
  const fundId = await fund(db, 100);
  const promotions = await Promise.all(Array.from({ length: 64 }, () => promotion(db, fundId)));
  return Promise.all(promotions.map((promotionId) => book(db, commit(fundId, promotionId, 5))));
}

describe('64 commitments at once against a fund that covers 20', () => {
  it('succeed exactly 20 times; the rest are told what is left; the books sum to zero', async () => {
    const outcomes = await sixtyFour(bookMovement);
    const refused = outcomes.filter((outcome) => !outcome.ok);
    expect(outcomes.length - refused.length).toBe(20);
    expect(refused).toHaveLength(44);
    for (const outcome of refused)
      expect(outcome).toEqual({ ok: false, refusal: { why: 'not-enough', left: 0, asked: 5 } });
    expect(await brokenRules()).toEqual([]);
  });

  it('that are one order sent five times at once take the money once, and all are told of the one movement', async () => {
    for (let round = 0; round < 20; round++) {
      const fundId = await fund(db, 5);
      const promotionId = await promotion(db, fundId);
      const once = commit(fundId, promotionId, 5);
      const outcomes = await Promise.all(Array.from({ length: 5 }, () => bookMovement(db, once)));
      const ids = outcomes.map((outcome) => (outcome.ok ? outcome.movementId : outcome.refusal.why));
      expect(new Set(ids).size, String(ids)).toBe(1);
      expect(outcomes.filter((outcome) => outcome.ok && !outcome.isReplay)).toHaveLength(1);
    }
    expect(await brokenRules()).toEqual([]);
  });

  it('are not mistaken for right when a mutant reads first and writes afterwards', async () => {
    // Each balance stays at or above zero here, so that only the sum of movements can tell.
    const readThenWrite = async (at: Db, { from, to, amountMinor, key }: MovementOrder): Promise<Outcome> => {
      const fundId = (from as { fundId: number }).fundId;
      const promotionId = (to as { promotionId: number }).promotionId;
      const held = await at
        .selectFrom('balance')
        .selectAll()
        .where('fund_id', '=', fundId)
        .where('kind', '=', 'available')
        .executeTakeFirstOrThrow();
      if (held.amount_minor < amountMinor)
        return { ok: false, refusal: { why: 'not-enough', left: held.amount_minor, asked: amountMinor } };
      await at
        .updateTable('balance')
        .set({ amount_minor: held.amount_minor - amountMinor })
        .where('balance_id', '=', held.balance_id)
        .execute();
      await sql`with given as (update balance set amount_minor = amount_minor + ${amountMinor} where promotion_id = ${promotionId} and kind = 'committed' returning balance_id)
        insert into movement (kind, from_balance_id, to_balance_id, amount_minor, booked_on, made_via, reason, idempotency_key, request_hash)
        select 'commit', ${held.balance_id}, balance_id, ${amountMinor}, current_date, 'demo', 'mutant', ${key}, '' from given`.execute(
        at
      );
      return { ok: true, movementId: 0, isReplay: false };
    };
    const mutant = await testDatabase(64);
    try {
      const fundId = await fund(mutant.db, 100);
      const promotions = await Promise.all(Array.from({ length: 64 }, () => promotion(mutant.db, fundId)));
      await Promise.all(
        promotions.map((promotionId) => readThenWrite(mutant.db, commit(fundId, promotionId, 5)))
      );
      expect(await brokenRules(mutant.db)).toContain('Every balance is the sum of its movements.');
    } finally {
      await mutant.drop();
    }
  });
});

describe('the reserve', () => {
  const hold = (fundId: number, amountMinor: number): MovementOrder =>
    order({
      kind: 'hold',
      from: { kind: 'available', fundId },
      to: { kind: 'reserve', fundId },
      amountMinor,
      leaveMinor: 0
    });
  const release = (fundId: number, amountMinor: number): MovementOrder =>
    order({
      kind: 'release',
      from: { kind: 'reserve', fundId },
      to: { kind: 'available', fundId },
      amountMinor
    });

  it('keeps what is held from commitments until it is released', async () => {
    const fundId = await fund(db, 100);
    const promotionId = await promotion(db, fundId);
    expect(await bookMovement(db, hold(fundId, 70))).toMatchObject({ ok: true });
    expect(await bookMovement(db, commit(fundId, promotionId, 40))).toEqual({
      ok: false,
      refusal: { why: 'not-enough', left: 30, asked: 40 }
    });
    expect(await bookMovement(db, release(fundId, 71))).toEqual({
      ok: false,
      refusal: { why: 'not-enough', left: 70, asked: 71 }
    });
    expect(await bookMovement(db, release(fundId, 10))).toMatchObject({ ok: true });
    expect(await bookMovement(db, commit(fundId, promotionId, 40))).toMatchObject({ ok: true });
    expect(await brokenRules()).toEqual([]);
  });

  it('holds nothing that is there by an overdraw only', async () => {
    const fundId = await fund(db, 100, { overdrawPercent: 20 });
    expect(await bookMovement(db, hold(fundId, 101))).toEqual({
      ok: false,
      refusal: { why: 'not-enough', left: 100, asked: 101 }
    });
    const at = await Promise.all(Array.from({ length: 8 }, () => bookMovement(db, hold(fundId, 30))));
    expect(at.filter(({ ok }) => ok)).toHaveLength(3);
    expect(await balanceOf({ fund_id: fundId }, 'available')).toBe(10);
  });
});

describe('an idempotency key', () => {
  it('books once, however often and however parallel it is sent', async () => {
    const fundId = await fund(db, 100);
    const promotionId = await promotion(db, fundId);
    const once = commit(fundId, promotionId, 10, randomUUID());
    const outcomes = await Promise.all(Array.from({ length: 20 }, () => bookMovement(db, once)));
    expect(outcomes.every((outcome) => outcome.ok)).toBe(true);
    expect(new Set(outcomes.map((outcome) => outcome.ok && outcome.movementId)).size).toBe(1);
    expect(await balanceOf({ fund_id: fundId }, 'available')).toBe(90);
    expect(await brokenRules()).toEqual([]);
  });

  it('is refused with other content', async () => {
    const fundId = await fund(db, 100);
    const promotionId = await promotion(db, fundId);
    const first = commit(fundId, promotionId, 10);
    await bookMovement(db, first);
    expect(await bookMovement(db, { ...first, amountMinor: 11 })).toEqual({
      ok: false,
      refusal: { why: 'key-reused' }
    });
    expect(await balanceOf({ fund_id: fundId }, 'available')).toBe(90);
  });
});

describe('a commitment', () => {
  it('cannot be settled above what is committed, nor twice', async () => {
    const fundId = await fund(db, 100);
    const promotionId = await promotion(db, fundId);
    await bookMovement(db, commit(fundId, promotionId, 40));
    expect(await bookMovement(db, settle(promotionId, 41))).toMatchObject({
      ok: false,
      refusal: { left: 40, asked: 41 }
    });
    const both = await Promise.all([
      bookMovement(db, settle(promotionId, 40)),
      bookMovement(db, settle(promotionId, 40))
    ]);
    expect(both.filter((outcome) => outcome.ok)).toHaveLength(1);
    expect(await balanceOf({ promotion_id: promotionId }, 'spent')).toBe(40);
  });

  it('cannot be freed and settled with the same money at once', async () => {
    for (let round = 0; round < 20; round++) {
      const fundId = await fund(db, 100);
      const promotionId = await promotion(db, fundId);
      await bookMovement(db, commit(fundId, promotionId, 100));
      const both = await Promise.all([
        bookMovement(db, settle(promotionId, 60)),
        bookMovement(db, free(fundId, promotionId, 60))
      ]);
      expect(both.filter((outcome) => outcome.ok)).toHaveLength(1);
    }
    expect(await brokenRules()).toEqual([]);
  });
});

describe('opposite moves at once', () => {
  it('never deadlock, and leave the sum as it was', async () => {
    const [a, b] = [await fund(db, 1000), await fund(db, 1000)];
    const move = (from: number, to: number) =>
      bookMovement(
        db,
        order({
          kind: 'move',
          from: { kind: 'available', fundId: from },
          to: { kind: 'available', fundId: to },
          amountMinor: 1
        })
      );
    const outcomes = await Promise.all(
      Array.from({ length: 200 }, (_, i) => (i % 2 ? move(a, b) : move(b, a)))
    );
    expect(outcomes.every((outcome) => outcome.ok)).toBe(true);
    expect(
      (await balanceOf({ fund_id: a }, 'available')) + (await balanceOf({ fund_id: b }, 'available'))
    ).toBe(2000);
    expect(await brokenRules()).toEqual([]);
  });
});

describe('a movement', () => {
  it('can be neither changed, nor deleted, nor truncated, by whoever owns the table', async () => {
    await fund(db, 1);
    for (const attempt of [
      sql`update movement set amount_minor = 1`,
      sql`delete from movement`,
      sql`truncate movement cascade`
    ]) {
      await expect(attempt.execute(db)).rejects.toThrow(/cannot be changed or deleted/);
    }
  });

  it('is undone once, by one that names it', async () => {
    const fundId = await fund(db, 0);
    const deposited = await bookMovement(
      db,
      order({ kind: 'deposit', from: { kind: 'source' }, to: { kind: 'available', fundId }, amountMinor: 70 })
    );
    const id = deposited.ok ? deposited.movementId : 0;
    const undo = () =>
      reverseMovement(
        db,
        id,
        order({ kind: 'reverse', from: { kind: 'source' }, to: { kind: 'source' }, amountMinor: 1 })
      );
    expect(await undo()).toMatchObject({ ok: true });
    expect(await undo()).toMatchObject({ ok: false });
    expect(await balanceOf({ fund_id: fundId }, 'available')).toBe(0);
    expect(await brokenRules()).toEqual([]);
  });

  it.each([
    ['to itself', (fundId: number) => ({ kind: 'available', fundId }) as const],
    ['to a fund that is not there', () => ({ kind: 'available', fundId: 999_999_999 }) as const],
    ['to a promotion that is not there', () => ({ kind: 'committed', promotionId: 999_999_999 }) as const]
  ])('from a balance %s takes nothing, on a pool and in a transaction', async (_, toOf) => {
    const fundId = await fund(db, 100);
    const lost = () =>
      order({ kind: 'move', from: { kind: 'available', fundId }, to: toOf(fundId), amountMinor: 40 });
    const why = /There is no balance|to itself/;
    await expect(bookMovement(db, lost())).rejects.toThrow(why);
    expect(await balanceOf({ fund_id: fundId }, 'available')).toBe(100);
    // Whoever catches it and commits all the same has lost nothing either.
    await db.transaction().execute(async (tx) => {
      await expect(bookMovement(tx, lost())).rejects.toThrow(why);
    });
    expect(await balanceOf({ fund_id: fundId }, 'available')).toBe(100);
    expect(await brokenRules()).toEqual([]);
  });

  it('from a balance that is not there gives nothing', async () => {
    const fundId = await fund(db, 100);
    const made = order({
      kind: 'move',
      from: { kind: 'available', fundId: 999_999_999 },
      to: { kind: 'available', fundId },
      amountMinor: 40
    });
    await expect(bookMovement(db, made)).rejects.toThrow('There is no balance fund:999999999:available.');
    expect(await balanceOf({ fund_id: fundId }, 'available')).toBe(100);
  });

  it.each([0, -5, 0.5, Number.NaN])('of %s is refused', async (amountMinor) => {
    const fundId = await fund(db, 10);
    const promotionId = await promotion(db, fundId);
    expect(await bookMovement(db, commit(fundId, promotionId, amountMinor))).toMatchObject({
      ok: false,
      refusal: { why: 'amount-not-positive' }
    });
  });
});

describe('any sequence of movements', () => {
  it('leaves what a simple model says', async () => {
    await playSequences(db, 40, 50);
    expect(await brokenRules()).toEqual([]);
  });
});

describe('many movements in one go', () => {
  it('are all booked, or none with the reason for each that does not fit', async () => {
    const fundId = await fund(db, 100);
    const [a, b] = [await promotion(db, fundId), await promotion(db, fundId)];
    const orders = [commit(fundId, a, 80), settle(a, 50), commit(fundId, b, 30)];
    const refusals = await db.transaction().execute((tx) => bookInBulk(tx, orders));
    expect(refusals).toEqual([{ index: 2, refusal: { why: 'not-enough', left: 20, asked: 30 } }]);
    expect(await balanceOf({ fund_id: fundId }, 'available')).toBe(100);
    expect(await db.transaction().execute((tx) => bookInBulk(tx, orders.slice(0, 2)))).toEqual([]);
    expect(await balanceOf({ promotion_id: a }, 'spent')).toBe(50);
    expect(await brokenRules()).toEqual([]);
  });
});
