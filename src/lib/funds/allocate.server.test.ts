import { sql } from 'kysely';
import { randomUUID } from 'node:crypto';
import { afterAll, describe, expect, it } from 'vitest';
import { day } from '$lib/calendar/day';
import { examine } from '$lib/db/doctor.server';
import { account } from '../../../tests/factories/account';
import { testDatabase } from '../../../tests/factories/database';
import { fund, order, promotion } from '../../../tests/factories/fund';
import { person } from '../../../tests/factories/person';
import { allocate } from './allocate.server';
import type { AllocationEdit } from './allocation';
import { readFunds } from './fund.server';
import { bookMovement } from './ledger.server';
import { readAllocations, undoAllocation } from './undo-allocation.server';

const test = await testDatabase();
const { db } = test;
afterAll(async () => {
  const broken = (await examine(db)).filter((finding) => finding.broken.length > 0);
  await test.drop();
  expect(broken).toEqual([]);
});

const by = { personId: await person(db), today: day('2026-06-10') };
const Q1 = { from: day('2026-01-01'), to: day('2026-03-31') };

const codeOf = async (fundId: number) =>
  (await db.selectFrom('fund').select('code').where('fund_id', '=', fundId).executeTakeFirstOrThrow()).code;
const totalOf = async (code: string) => (await readFunds(db, null)).find((each) => each.code === code)?.total;
const edit = (values: Partial<AllocationEdit>): AllocationEdit => ({
  account: '',
  ...Q1,
  fund: null,
  was: 0,
  now: 100,
  ...values
});
const save = (edits: AllocationEdit[], sourceCode = '', key = randomUUID(), reason = 'Plan') =>
  allocate(
    db,
    { edits, sourceCode, reason },
    edits.map((_, i) => `New ${i}`),
    by,
    key
  );
const counts = async () =>
  (
    await sql<{ funds: number; movements: number; batches: number }>`
      select (select count(*) from fund)::int as funds, (select count(*) from movement)::int as movements,
        (select count(*) from allocation_batch)::int as batches`.execute(db)
  ).rows[0];

/** Two accounts with a fund each and a shared one, all of 1,000. */
async function world() {
  const [north, south] = [await account(db), await account(db)];
  const ids = await Promise.all([
    fund(db, 1000, { accountId: north.accountId, periodStart: Q1.from, periodEnd: Q1.to }),
    fund(db, 1000, { accountId: south.accountId, periodStart: Q1.from, periodEnd: Q1.to }),
    fund(db, 1000)
  ]);
  const [a, b, pool] = (await Promise.all(ids.map(codeOf))) as [string, string, string];
  return { north: north.code, south: south.code, a, b, pool, ids };
}

describe('an allocation', () => {
  it('of new money adds, takes back and makes funds, in one batch', async () => {
    const w = await world();
    const fresh = await account(db);
    const done = await save([
      edit({ account: w.north, fund: w.a, was: 1000, now: 1500 }),
      edit({ account: w.south, fund: w.b, was: 1000, now: 400 }),
      edit({ account: fresh.code, now: 70 })
    ]);
    expect(done).toMatchObject({ ok: true, isReplay: false });
    expect([await totalOf(w.a), await totalOf(w.b)]).toEqual([1500, 400]);
    const made = (await readFunds(db, null)).find((each) => each.account?.code === fresh.code)!;
    expect(made).toMatchObject({ name: 'New 2', total: 70, periodStart: Q1.from, periodEnd: Q1.to });
    const [latest] = await readAllocations(db, 1);
    expect(latest).toMatchObject({ source: null, reason: 'Plan', undoneBy: null, builtOn: null });
    expect(latest!.lines.map(({ change }) => change).sort((x, y) => x - y)).toEqual([-600, 70, 500]);
  });

  it('from a shared fund takes from it no more than it has, and gives on what comes back in the same breath', async () => {
    const w = await world();
    const short = await save([edit({ account: w.north, fund: w.a, was: 1000, now: 2001 })], w.pool);
    expect(short).toMatchObject({ ok: false, refusal: { why: 'source-short', missing: 1, left: 1000 } });
    const edits = [
      edit({ account: w.north, fund: w.a, was: 1000, now: 2900 }),
      edit({ account: w.south, fund: w.b, was: 1000, now: 100 })
    ];
    expect(await save(edits, w.pool)).toMatchObject({ ok: true });
    expect([await totalOf(w.a), await totalOf(w.b), await totalOf(w.pool)]).toEqual([2900, 100, 0]);
  });

  it('sent again is booked once; with other content its key is refused', async () => {
    const w = await world();
    const key = randomUUID();
    const edits = [edit({ account: w.north, fund: w.a, was: 1000, now: 1100 })];
    const all = await Promise.all(Array.from({ length: 8 }, () => save(edits, '', key)));
    expect(new Set(all.map((each) => each.ok && each.batchId)).size).toBe(1);
    expect(all.filter((each) => each.ok && !each.isReplay)).toHaveLength(1);
    expect(await totalOf(w.a)).toBe(1100);
    const other = [edit({ account: w.north, fund: w.a, was: 1100, now: 1200 })];
    expect(await save(other, '', key)).toMatchObject({ ok: false, refusal: { why: 'key-reused' } });
  });

  it('of two that change one cell at once saves the first whole and the second not at all', async () => {
    const w = await world();
    const mine = (now: number, other: string) => [
      edit({ account: w.north, fund: w.a, was: 1000, now }),
      edit({ account: other, ...Q1, from: day('2026-04-01'), to: day('2026-06-30'), now: 5 })
    ];
    const [x, y] = await Promise.all([save(mine(1200, w.north)), save(mine(1300, w.south))]);
    const won = x.ok ? 1200 : 1300;
    const lost = x.ok ? y : x;
    expect([x.ok, y.ok].filter(Boolean)).toHaveLength(1);
    expect(lost).toMatchObject({
      ok: false,
      refusal: { why: 'changed-meanwhile', conflicts: [{ index: 0, theirs: won, fund: w.a }] }
    });
    expect(!lost.ok && lost.refusal.why === 'changed-meanwhile' && lost.refusal.conflicts[0]!.who).toMatch(
      /^Person/
    );
    expect(await totalOf(w.a)).toBe(won);
  });

  it('of two that make the same fund makes one', async () => {
    const fresh = await account(db);
    const both = await Promise.all([
      save([edit({ account: fresh.code })]),
      save([edit({ account: fresh.code })])
    ]);
    expect(both.filter(({ ok }) => ok)).toHaveLength(1);
    expect((await readFunds(db, null)).filter((each) => each.account?.code === fresh.code)).toHaveLength(1);
  });

  it('does not take what is committed, and writes nothing where one cell is wrong', async () => {
    const w = await world();
    const promotionId = await promotion(db, w.ids[0]);
    await bookMovement(
      db,
      order({
        kind: 'commit',
        from: { kind: 'available', fundId: w.ids[0]! },
        to: { kind: 'committed', promotionId },
        amountMinor: 700
      })
    );
    const before = await counts();
    const fresh = await account(db);
    const done = await save([
      edit({ account: fresh.code }),
      edit({ account: w.north, fund: w.a, was: 1000, now: 699 })
    ]);
    expect(done).toEqual({
      ok: false,
      refusal: { why: 'cells', faults: [{ index: 1, fault: { why: 'below-used', least: 700 } }] }
    });
    expect(await counts()).toEqual(before);
    expect(await save([edit({ account: w.north, fund: w.a, was: 1000, now: 700 })])).toMatchObject({
      ok: true
    });
  });

  it.each([
    ['an account that is not there', { account: 'nobody' }, 'unknown-account'],
    ['a fund that is not there', { fund: 'nothing' }, 'unknown-fund'],
    ['no change', { was: 100, now: 100 }, 'nothing-changes']
  ])('refuses %s', async (_, values, why) => {
    expect(await save([edit(values)])).toEqual({ ok: false, refusal: { why } });
  });

  it('refuses the same cell twice, a source that is not there, and a fund that would pay itself', async () => {
    const w = await world();
    const own = edit({ account: w.north, fund: w.a, was: 1000, now: 1001 });
    expect(await save([own, own])).toMatchObject({ refusal: { why: 'twice' } });
    expect(await save([own], 'nothing')).toMatchObject({ refusal: { why: 'unknown-source' } });
    expect(await save([own], w.a)).toMatchObject({ refusal: { why: 'unknown-fund' } });
  });

  it('of one cell in many hands at once never loses a change', async () => {
    const w = await world();
    const results = await Promise.all(
      Array.from({ length: 20 }, async (_, i) => {
        for (let was = (await totalOf(w.a))!; ;) {
          const done = await save([edit({ account: w.north, fund: w.a, was, now: was + i + 1 })], w.pool);
          if (done.ok) return i + 1;
          if (done.refusal.why !== 'changed-meanwhile') throw new Error(done.refusal.why);
          was = done.refusal.conflicts[0]!.theirs;
        }
      })
    );
    const given = results.reduce((sum, each) => sum + each, 0);
    expect([await totalOf(w.a), await totalOf(w.pool)]).toEqual([1000 + given, 1000 - given]);
  });
});

describe('undoing an allocation', () => {
  const undo = (batchId: number, key = randomUUID()) => undoAllocation(db, batchId, 'Undone', by, key);
  const saved = async (edits: AllocationEdit[], sourceCode = '') => {
    const done = await save(edits, sourceCode);
    if (!done.ok) throw new Error(done.refusal.why);
    return done.batchId;
  };

  it('gives everything back, once, and says by whom', async () => {
    const w = await world();
    const batchId = await saved(
      [
        edit({ account: w.north, fund: w.a, was: 1000, now: 1300 }),
        edit({ account: w.south, fund: w.b, was: 1000, now: 900 })
      ],
      w.pool
    );
    const both = await Promise.all([undo(batchId), undo(batchId)]);
    expect(both.filter(({ ok }) => ok)).toHaveLength(1);
    expect(both.find(({ ok }) => !ok)).toMatchObject({ refusal: { why: 'undone-before' } });
    expect([await totalOf(w.a), await totalOf(w.b), await totalOf(w.pool)]).toEqual([1000, 1000, 1000]);
    const [undoing, undone] = await readAllocations(db, 2);
    expect(undoing).toMatchObject({ undoes: batchId });
    expect(undone).toMatchObject({ batchId, undoneBy: undoing!.batchId });
  });

  it('is answered alike when it is sent again', async () => {
    const w = await world();
    const batchId = await saved([edit({ account: w.north, fund: w.a, was: 1000, now: 1300 })]);
    const key = randomUUID();
    const [first, second] = [await undo(batchId, key), await undo(batchId, key)];
    expect(second).toMatchObject({ ok: true, batchId: first.ok ? first.batchId : null });
    expect(await totalOf(w.a)).toBe(1000);
  });

  it('is refused once money of one of its funds has moved, which is named', async () => {
    const w = await world();
    const batchId = await saved([
      edit({ account: w.north, fund: w.a, was: 1000, now: 1300 }),
      edit({ account: w.south, fund: w.b, was: 1000, now: 1300 })
    ]);
    await saved([edit({ account: w.south, fund: w.b, was: 1300, now: 1301 })]);
    const name = (await readFunds(db, null)).find(({ code }) => code === w.b)!.name;
    expect(await undo(batchId)).toEqual({ ok: false, refusal: { why: 'built-on', fund: name } });
    expect((await readAllocations(db, 2))[1]).toMatchObject({ batchId, builtOn: name });
    expect(await undo(987654321)).toEqual({ ok: false, refusal: { why: 'unknown-batch' } });
  });

  it('is not hindered by what else the shared fund paid for', async () => {
    const w = await world();
    const batchId = await saved([edit({ account: w.north, fund: w.a, was: 1000, now: 1300 })], w.pool);
    await saved([edit({ account: w.south, fund: w.b, was: 1000, now: 1200 })], w.pool);
    expect(await undo(batchId)).toMatchObject({ ok: true });
    expect([await totalOf(w.a), await totalOf(w.pool)]).toEqual([1000, 800]);
  });

  it('is refused where the shared fund has given on what came back to it', async () => {
    const w = await world();
    const batchId = await saved([edit({ account: w.north, fund: w.a, was: 1000, now: 0 })], w.pool);
    await saved([edit({ account: w.south, fund: w.b, was: 1000, now: 2500 })], w.pool);
    expect(await undo(batchId)).toMatchObject({ ok: false, refusal: { why: 'not-enough', left: 500 } });
    expect(await totalOf(w.a)).toBe(0);
  });
});

it('neither a batch nor what it booked can be changed or deleted', async () => {
  for (const statement of [
    sql`update allocation_batch set reason = 'other'`,
    sql`delete from allocation_batch`,
    sql`truncate allocation_batch cascade`
  ])
    await expect(statement.execute(db)).rejects.toThrow(/cannot be changed or deleted/);
});
