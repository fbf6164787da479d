import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { describe, expect, it } from 'vitest';
import { testDatabase } from '../../../tests/factories/database';
import { deposit, fund, order, promotion } from '../../../tests/factories/fund';
import type { Db, Tx } from '../db/connect.server';
import { examine } from '../db/doctor.server';
import { type BalanceRef, type MovementOrder, type Outcome, refKey, refusalOf } from './ledger';
import { bookMovement, contentHash } from './ledger.server';

/*
 * A test of money is worth something only where it fails on a wrong ledger. Here are wrong ledgers, each with one
 * flaw that was found in somebody's production, and the trials that the real one passes and each of them must not.
 */

type Book = (db: Db, order: MovementOrder) => Promise<Outcome>;

type Flaw =
  | 'none'
  | 'reads first and writes afterwards'
  | 'writes no movement'
  | 'moves the money again although the key was used'
  | 'makes up a new key for a retry'
  | 'forgets what is pending'
  | 'settles above what was committed'
  | 'settles the same money twice'
  | 'locks in the order of the request'
  | 'swallows a failed movement'
  | 'undoes a movement as often as it is asked'
  | 'rounds what arrives'
  | 'takes what it has nowhere to give'
  | 'calls any failure too little money';

/** A plain ledger in several statements, right without a flaw: slower than the real one, and easy to break. */
function stepwise(flaw: Flaw): Book {
  return async (db, asked) => {
    const request = flaw === 'makes up a new key for a retry' ? { ...asked, key: randomUUID() } : asked;
    try {
      return await db.transaction().execute((tx) => steps(tx, request, flaw));
    } catch (error) {
      const { constraint } = error as { constraint?: string };
      if (constraint === 'movement_reversed_once') return { ok: false, refusal: { why: 'already-reversed' } };
      if (constraint === 'movement_idempotency_key')
        return db.transaction().execute((tx) => steps(tx, request, flaw));
      throw error;
    }
  };
}

async function steps(tx: Tx, asked: MovementOrder, flaw: Flaw): Promise<Outcome> {
  const { kind, amountMinor, key } = asked;
  if (flaw === 'takes what it has nowhere to give' && (await isNowhere(tx, asked))) {
    const taken = await balanceAt(tx, asked.from).executeTakeFirstOrThrow();
    await set(tx, taken.balance_id, taken.amount_minor - amountMinor);
    return { ok: false, refusal: { why: 'not-enough', left: 0, asked: amountMinor } };
  }
  const earlier = await tx
    .selectFrom('movement')
    .selectAll()
    .where('idempotency_key', '=', key)
    .executeTakeFirst();
  const ignoresKey = flaw === 'moves the money again although the key was used';
  if (earlier && !ignoresKey) {
    if (earlier.request_hash === contentHash(asked))
      return { ok: true, movementId: earlier.movement_id, isReplay: true };
    const why = flaw === 'calls any failure too little money' ? 'not-enough' : 'key-reused';
    return { ok: false, refusal: { why, left: 0, asked: amountMinor } as never };
  }
  const { from, to } = await both(tx, asked, flaw);
  const free = kind === 'settle' && /^settles/.test(flaw);
  const pending =
    flaw === 'forgets what is pending' && kind === 'commit' ? await pendingOf(tx, asked.from) : 0;
  const refusal = free
    ? null
    : refusalOf({ amountMinor: from.amount_minor + pending, floorMinor: from.floor_minor }, amountMinor);
  if (refusal) return { ok: false, refusal };
  const rest =
    flaw === 'settles above what was committed' && kind === 'settle'
      ? Math.max(0, from.amount_minor - amountMinor)
      : flaw === 'settles the same money twice' && kind === 'settle'
        ? from.amount_minor
        : from.amount_minor - amountMinor;
  const arrives = flaw === 'rounds what arrives' ? Math.round(amountMinor / 10) * 10 : amountMinor;
  await set(tx, from.balance_id, rest);
  await set(tx, to.balance_id, to.amount_minor + arrives);
  if (flaw === 'writes no movement') return { ok: true, movementId: 0, isReplay: false };
  const written = await sql<{ movement_id: number }>`
    insert into movement (kind, from_balance_id, to_balance_id, amount_minor, booked_on, made_via, reason,
      idempotency_key, request_hash, reverses_movement_id)
    values (${kind}, ${from.balance_id}, ${to.balance_id}, ${amountMinor}, ${asked.bookedOn}, 'demo', 'test', ${key},
      ${contentHash(asked)}, ${flaw === 'undoes a movement as often as it is asked' ? null : (asked.reverses ?? null)})
    ${ignoresKey || flaw === 'swallows a failed movement' ? sql`on conflict do nothing` : sql``}
    returning movement_id`.execute(tx);
  return { ok: true, movementId: written.rows[0]?.movement_id ?? 0, isReplay: false };
}

function balanceAt(tx: Tx, ref: BalanceRef) {
  const query = tx.selectFrom('balance').selectAll().where('kind', '=', ref.kind);
  if ('fundId' in ref) return query.where('fund_id', '=', ref.fundId);
  return 'promotionId' in ref ? query.where('promotion_id', '=', ref.promotionId) : query;
}

async function isNowhere(tx: Tx, { from, to }: MovementOrder): Promise<boolean> {
  return refKey(from) === refKey(to) || (await balanceAt(tx, to).executeTakeFirst()) === undefined;
}

async function both(tx: Tx, { from, to }: MovementOrder, flaw: Flaw) {
  const find = (ref: BalanceRef) => balanceAt(tx, ref).executeTakeFirstOrThrow();
  const lock = (id: number) =>
    tx.selectFrom('balance').selectAll().where('balance_id', '=', id).forUpdate().executeTakeFirstOrThrow();
  const seen = { from: await find(from), to: await find(to) };
  if (flaw === 'reads first and writes afterwards') return seen;
  if (flaw === 'locks in the order of the request' || seen.from.balance_id < seen.to.balance_id) {
    return { from: await lock(seen.from.balance_id), to: await lock(seen.to.balance_id) };
  }
  const lockedTo = await lock(seen.to.balance_id);
  return { from: await lock(seen.from.balance_id), to: lockedTo };
}

async function pendingOf(tx: Tx, ref: BalanceRef): Promise<number> {
  const fundId = (ref as { fundId: number }).fundId;
  const { rows } = await sql<{ sum: number }>`
    select coalesce(sum(amount_minor), 0)::bigint as sum from balance join promotion using (promotion_id)
    where promotion.fund_id = ${fundId} and kind = 'committed'`.execute(tx);
  return rows[0]!.sum;
}

const set = (tx: Tx, id: number, amount: number) =>
  tx.updateTable('balance').set({ amount_minor: amount }).where('balance_id', '=', id).execute();

const commit = (fundId: number, promotionId: number, amountMinor: number) =>
  order({
    kind: 'commit',
    from: { kind: 'available', fundId },
    to: { kind: 'committed', promotionId },
    amountMinor
  });
const settle = (promotionId: number, amountMinor: number) =>
  order({
    kind: 'settle',
    from: { kind: 'committed', promotionId },
    to: { kind: 'spent', promotionId },
    amountMinor
  });

const okays = (outcomes: Outcome[]) => outcomes.filter(({ ok }) => ok).length;

/** All at once; a fault is thrown on once everything is over, so that nothing runs into the next trial. */
async function times<T>(count: number, make: (i: number) => Promise<T>): Promise<T[]> {
  const outcomes = await Promise.allSettled(Array.from({ length: count }, (_, i) => make(i)));
  return outcomes.map((outcome) => {
    if (outcome.status === 'rejected') throw outcome.reason;
    return outcome.value;
  });
}

/** Each asks a ledger something; what it answers is compared with what is right. */
const TRIALS: { rule: string; right: unknown; ask: (db: Db, book: Book) => Promise<unknown> }[] = [
  {
    rule: '64 commitments at once against a fund that covers 20 succeed 20 times',
    right: 20,
    ask: async (db, book) => {
      const fundId = await fund(db, 100);
      const promotions = await times(64, () => promotion(db, fundId));
      return okays(await times(64, (i) => book(db, commit(fundId, promotions[i]!, 5))));
    }
  },
  {
    rule: 'what is committed can not be committed again',
    right: [true, { ok: false, refusal: { why: 'not-enough', left: 40, asked: 60 } }],
    ask: async (db, book) => {
      const fundId = await fund(db, 100);
      const first = await book(db, commit(fundId, await promotion(db, fundId), 60));
      return [first.ok, await book(db, commit(fundId, await promotion(db, fundId), 60))];
    }
  },
  {
    rule: 'a form that is sent ten times at once books once',
    right: { isBooked: true, left: 90 },
    ask: async (db, book) => {
      const fundId = await fund(db, 100);
      const once = commit(fundId, await promotion(db, fundId), 10);
      const isBooked = okays(await times(10, () => book(db, once))) === 10;
      return { isBooked, left: await leftOf(db, fundId) };
    }
  },
  {
    rule: 'a key that comes again with another amount is refused for that reason',
    right: { why: 'key-reused' },
    ask: async (db, book) => {
      const fundId = await fund(db, 100);
      const first = commit(fundId, await promotion(db, fundId), 10);
      await book(db, first);
      const second = await book(db, { ...first, amountMinor: 11 });
      return second.ok ? 'booked' : { why: second.refusal.why };
    }
  },
  {
    rule: 'more than was committed can not be settled',
    right: false,
    ask: async (db, book) => {
      const fundId = await fund(db, 100);
      const promotionId = await promotion(db, fundId);
      await bookMovement(db, commit(fundId, promotionId, 40));
      return (await book(db, settle(promotionId, 41))).ok;
    }
  },
  {
    rule: 'the same money can not be settled twice, not even at once',
    right: 1,
    ask: async (db, book) => {
      const fundId = await fund(db, 100);
      const promotionId = await promotion(db, fundId);
      await bookMovement(db, commit(fundId, promotionId, 40));
      return okays(await times(2, () => book(db, settle(promotionId, 40))));
    }
  },
  {
    rule: 'a movement is undone once',
    right: 1,
    ask: async (db, book) => {
      const fundId = await fund(db, 500);
      const made = await bookMovement(db, deposit(fundId, 70));
      const undo = () =>
        order({
          kind: 'reverse',
          from: { kind: 'available', fundId },
          to: { kind: 'source' },
          amountMinor: 70,
          reverses: made.ok ? made.movementId : 0
        });
      return okays(await times(3, () => book(db, undo())));
    }
  },
  {
    rule: '200 opposite moves at once all succeed',
    right: 200,
    ask: async (db, book) => {
      const [a, b] = [await fund(db, 1000), await fund(db, 1000)];
      const move = (from: number, to: number) =>
        order({
          kind: 'move',
          from: { kind: 'available', fundId: from },
          to: { kind: 'available', fundId: to },
          amountMinor: 1
        });
      return okays(await times(200, (i) => book(db, i % 2 ? move(a, b) : move(b, a))));
    }
  },
  {
    rule: 'money that has nowhere to go stays where it is',
    right: { isBooked: [false, false], left: 100 },
    ask: async (db, book) => {
      const fundId = await fund(db, 100);
      const from = { kind: 'available', fundId } as const;
      const isBooked = [];
      for (const to of [from, { kind: 'available', fundId: 999_999_999 } as const]) {
        const lost = order({ kind: 'move', from, to, amountMinor: 10 });
        isBooked.push(
          await book(db, lost).then(
            ({ ok }) => ok,
            () => false
          )
        );
      }
      return { isBooked, left: await leftOf(db, fundId) };
    }
  },
  {
    rule: 'the books agree with themselves afterwards',
    right: [],
    ask: async (db) => (await examine(db)).flatMap(({ broken }) => broken)
  }
];

async function leftOf(db: Db, fundId: number): Promise<number> {
  const balance = await db
    .selectFrom('balance')
    .select('amount_minor')
    .where('fund_id', '=', fundId)
    .where('kind', '=', 'available')
    .executeTakeFirstOrThrow();
  return balance.amount_minor;
}

/** The rules that a ledger breaks; a fault that reaches the caller breaks one too. */
async function brokenBy(book: Book, trials = TRIALS): Promise<string[]> {
  const { db, url, drop } = await testDatabase(64);
  try {
    // A ledger that deadlocks does so a hundred times here; a second of waiting for each would take minutes.
    const name = new URL(url).pathname.slice(1);
    await sql`alter database ${sql.id(name)} set deadlock_timeout = '5ms'`.execute(db);
    // Without its last guard the database hides no flaw: the trials alone must find it.
    await sql`alter table balance drop constraint balance_not_below_floor`.execute(db);
    const broken: string[] = [];
    for (const { rule, right, ask } of trials) {
      const answer = await ask(db, book).catch((error: Error) => error.message);
      if (JSON.stringify(answer) !== JSON.stringify(right)) broken.push(rule);
    }
    return broken;
  } finally {
    await drop();
  }
}

describe('a ledger', () => {
  it('as it is built here passes every trial', async () => {
    expect(await brokenBy(bookMovement)).toEqual([]);
  });

  it('in plain steps passes them too, so that what follows fails for its flaw alone', async () => {
    expect(await brokenBy(stepwise('none'))).toEqual([]);
  });

  it.each<[Flaw, string]>([
    ['reads first and writes afterwards', 'the books agree with themselves afterwards'],
    ['writes no movement', 'the books agree with themselves afterwards'],
    ['moves the money again although the key was used', 'a form that is sent ten times at once books once'],
    ['makes up a new key for a retry', 'a form that is sent ten times at once books once'],
    ['forgets what is pending', 'what is committed can not be committed again'],
    ['settles above what was committed', 'more than was committed can not be settled'],
    ['settles the same money twice', 'the same money can not be settled twice, not even at once'],
    ['locks in the order of the request', '200 opposite moves at once all succeed'],
    ['swallows a failed movement', 'the books agree with themselves afterwards'],
    ['undoes a movement as often as it is asked', 'a movement is undone once'],
    ['takes what it has nowhere to give', 'money that has nowhere to go stays where it is'],
    ['rounds what arrives', 'the books agree with themselves afterwards'],
    [
      'calls any failure too little money',
      'a key that comes again with another amount is refused for that reason'
    ]
  ])('that %s is found out', async (flaw, rule) => {
    const last = TRIALS.findIndex((trial) => trial.rule === rule);
    // The books are looked at after all the others.
    const trials = last === TRIALS.length - 1 ? TRIALS : [TRIALS[last]!];
    expect(await brokenBy(stepwise(flaw), trials)).toContain(rule);
  });
});
