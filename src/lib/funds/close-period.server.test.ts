import { randomUUID } from 'node:crypto';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { day } from '$lib/calendar/day';
import { examine } from '$lib/db/doctor.server';
import { account } from '../../../tests/factories/account';
import { testDatabase } from '../../../tests/factories/database';
import { deposit, fund, order } from '../../../tests/factories/fund';
import { person } from '../../../tests/factories/person';
import { closePeriod, type FundToClose } from './close-period.server';
import { readCarryOver, readFunds } from './fund.server';
import { bookMovement } from './ledger.server';
import { NO_RULE } from './reserve';
import { setReserveRule } from './reserve.server';
import { kindOfBatch, readAllocations, undoAllocation } from './undo-allocation.server';

const test = await testDatabase();
const { db } = test;
afterAll(async () => {
  const broken = (await examine(db)).filter((finding) => finding.broken.length > 0);
  await test.drop();
  expect(broken).toEqual([]);
});

const by = { personId: await person(db, 'finance'), today: day('2027-01-10') };
const NEXT = { from: day('2027-01-01'), to: day('2027-12-31') };
let codes: string[];
let ids: number[];
let accountCode: string;
beforeEach(async () => {
  const made = await account(db);
  accountCode = made.code;
  ids = [];
  // A year's fund each, of one account: 2026 is over on the day that it is closed.
  for (let i = 0; i < 3; i++) ids.push(await fund(db, 1000, { accountId: made.accountId }));
  const all = await readFunds(db, null);
  codes = ids.map((id) => all.find(({ fundId }) => fundId === id)!.code);
});

const item = (i: number, rule: FundToClose['rule'], left = 1000, reserve = 0): FundToClose => ({
  code: codes[i]!,
  rule,
  left,
  reserve,
  next: NEXT
});
const close = (funds: FundToClose[], key = randomUUID()) =>
  closePeriod(db, funds, 'Year end', (code) => `After ${code}`, by, key);
const found = async (code: string) => (await readFunds(db, null)).find((each) => each.code === code)!;
const next = async () =>
  (await readFunds(db, null)).find(
    (each) => each.account?.code === accountCode && each.periodStart === NEXT.from
  );

describe('closing', () => {
  it('gives back, carries on and holds in reserve, by the rule of each fund, which is kept', async () => {
    const done = await close([item(0, 'return'), item(1, 'carry'), item(2, 'reserve')]);
    expect(done).toMatchObject({ ok: true });
    for (const code of codes) expect(await found(code)).toMatchObject({ total: 0, left: 0 });
    // One next fund for all three, made with its name.
    expect(await next()).toMatchObject({ name: `After ${codes[1]}`, left: 1000, reserve: 1000, total: 2000 });
    const rules = await readCarryOver(db);
    expect(codes.map((code) => rules.get(code))).toEqual(['return', 'carry', 'reserve']);
    const [batch] = await readAllocations(db, 1);
    expect(batch).toMatchObject({ kind: 'close', builtOn: null, reason: 'Year end' });
    expect(batch!.lines.map(({ change }) => change)).toEqual([-1000, -1000, -1000]);
    expect(await kindOfBatch(db, batch!.batchId)).toBe('close');
  });

  it('is done once by a form that is sent many times', async () => {
    const key = randomUUID();
    const all = await Promise.all(Array.from({ length: 6 }, () => close([item(0, 'carry')], key)));
    expect(new Set(all.map((each) => each.ok && each.batchId)).size).toBe(1);
    expect((await next())!.total).toBe(1000);
    expect(await close([item(0, 'return')], key)).toMatchObject({ refusal: { why: 'key-reused' } });
  });

  it('of one fund by two people at once is done by one, and nothing of the other', async () => {
    const both = await Promise.all([
      close([item(0, 'carry')]),
      close([item(1, 'return'), item(0, 'return')])
    ]);
    expect(both.filter(({ ok }) => ok)).toHaveLength(1);
    expect(both.find(({ ok }) => !ok)).toMatchObject({ refusal: { why: 'moved-meanwhile' } });
    expect((await found(codes[1]!)).left).toBe(both[1]!.ok ? 0 : 1000);
  });

  it('refuses what has moved, is not over, is not there or is nothing, and writes nothing', async () => {
    await bookMovement(db, deposit(ids[0]!, 5));
    expect(await close([item(1, 'carry'), item(0, 'carry')])).toMatchObject({
      refusal: { why: 'moved-meanwhile' }
    });
    expect(await next()).toBeUndefined();
    const early = { ...by, today: day('2026-12-31') };
    expect(await closePeriod(db, [item(1, 'return')], 'x', () => 'y', early, randomUUID())).toMatchObject({
      refusal: { why: 'not-over' }
    });
    expect(await close([])).toMatchObject({ refusal: { why: 'nothing-chosen' } });
    expect(await close([item(1, 'carry'), item(1, 'carry')])).toMatchObject({
      refusal: { why: 'nothing-chosen' }
    });
  });
});

describe('what is held in reserve', () => {
  const setFloor = (i: number, floorMinor: number) =>
    setReserveRule(db, codes[i]!, { ...NO_RULE, floorMinor }, 'For the autumn', by, randomUUID());
  beforeEach(async () => {
    for (const fundId of ids)
      await bookMovement(
        db,
        order({
          kind: 'hold',
          from: { kind: 'available', fundId },
          to: { kind: 'reserve', fundId },
          amountMinor: 300
        })
      );
  });

  it('goes where the rule of its fund says, and stays held where it goes on, whatever had to stay until then', async () => {
    for (const i of [0, 1, 2]) expect(await setFloor(i, 300)).toEqual({ ok: true });
    const done = await close([
      item(0, 'return', 700, 300),
      item(1, 'carry', 700, 300),
      item(2, 'reserve', 700, 300)
    ]);
    expect(done).toMatchObject({ ok: true });
    for (const code of codes) expect(await found(code)).toMatchObject({ total: 0, left: 0, reserve: 0 });
    expect(await next()).toMatchObject({ left: 700, reserve: 1300, total: 2000 });

    const undone = await undoAllocation(db, done.ok ? done.batchId : 0, 'Too early', by, randomUUID());
    expect(undone).toMatchObject({ ok: true });
    for (const code of codes) expect(await found(code)).toMatchObject({ left: 700, reserve: 300 });
    // What had to stay has to stay again.
    const fundId = ids[1]!;
    const released = await bookMovement(
      db,
      order({
        kind: 'release',
        from: { kind: 'reserve', fundId },
        to: { kind: 'available', fundId },
        amountMinor: 1
      })
    );
    expect(released).toMatchObject({ ok: false, refusal: { why: 'not-enough', left: 0 } });
  });

  it('is closed alone where nothing else is left, and refused where it has moved meanwhile', async () => {
    const fundId = ids[0]!;
    await bookMovement(
      db,
      order({ kind: 'return', from: { kind: 'available', fundId }, to: { kind: 'source' }, amountMinor: 700 })
    );
    expect(await close([item(0, 'return', 0, 200)])).toMatchObject({ refusal: { why: 'moved-meanwhile' } });
    expect(await close([item(0, 'return', 0, 300)])).toMatchObject({ ok: true });
    expect(await found(codes[0]!)).toMatchObject({ total: 0, reserve: 0 });
  });
});

describe('undoing a close', () => {
  it('brings everything back', async () => {
    const done = await close([item(0, 'return'), item(1, 'carry'), item(2, 'reserve')]);
    const undone = await undoAllocation(db, done.ok ? done.batchId : 0, 'Too early', by, randomUUID());
    expect(undone).toMatchObject({ ok: true });
    for (const code of codes) expect(await found(code)).toMatchObject({ total: 1000, left: 1000 });
    expect(await next()).toMatchObject({ total: 0, left: 0, reserve: 0 });
    const [undoing] = await readAllocations(db, 1);
    expect(undoing).toMatchObject({ kind: 'close', undoes: done.ok ? done.batchId : 0 });
    expect(undoing!.lines.map(({ change }) => change)).toEqual([1000, 1000, 1000]);
  });

  it('is refused once the next fund’s money has moved', async () => {
    const done = await close([item(0, 'carry')]);
    const { fundId, name } = (await next())!;
    await bookMovement(db, deposit(fundId, 1));
    expect(await undoAllocation(db, done.ok ? done.batchId : 0, 'Too early', by, randomUUID())).toEqual({
      ok: false,
      refusal: { why: 'built-on', fund: name }
    });
  });
});
