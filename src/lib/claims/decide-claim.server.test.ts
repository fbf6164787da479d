import { sql } from 'kysely';
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { addDays } from '$lib/calendar/day';
import { examine } from '$lib/db/doctor.server';
import { readFunds } from '$lib/funds/fund.server';
import { changePromotion } from '$lib/promotions/change.server';
import { cancelPromotion, settlePromotion, unsettlePromotion } from '$lib/promotions/decision.server';
import { planPromotion } from '$lib/promotions/plan.server';
import { findPromotion } from '$lib/promotions/promotion.server';
import { account, product } from '../../../tests/factories/account';
import { testDatabase } from '../../../tests/factories/database';
import { DAY, fund } from '../../../tests/factories/fund';
import { person } from '../../../tests/factories/person';
import { readClaimDecisions, readClaims } from './claim.server';
import { approveClaim, disputeClaim, matchClaim, refuseClaim } from './decide-claim.server';
import type { Split } from './deciding-claim.server';
import { enterClaim, type NewClaim } from './enter-claim.server';
import { payClaim, unpayClaim } from './pay-claim.server';

const test = await testDatabase(16);
const { db } = test;
afterAll(async () => {
  const broken = (await examine(db)).filter((finding) => finding.broken.length > 0);
  await test.drop();
  expect(broken).toEqual([]);
});

const by = async (role: 'manager' | 'finance') => ({ personId: await person(db, role), today: DAY });
let mei: Awaited<ReturnType<typeof by>>;
let chen: typeof mei;
let accountCode: string;
let fundCode: string;
let one: string;
let two: string;
beforeAll(async () => {
  [mei, chen] = [await by('manager'), await by('finance')];
  await product(db);
});
beforeEach(async () => {
  const made = await account(db);
  accountCode = made.code;
  const id = await fund(db, 1000, { accountId: made.accountId });
  fundCode = (await readFunds(db, null)).find(({ fundId }) => fundId === id)!.code;
  [one, two] = [await planned(400), await planned(300)];
});

const key = () => randomUUID();
async function planned(amountMinor: number, from = fundCode, later = 0): Promise<string> {
  const plan = {
    accountCode,
    fundCode: from,
    name: `Display ${amountMinor}`,
    tactic: 'display' as const,
    startsOn: addDays(DAY, later),
    endsOn: addDays(DAY, later + 6),
    amountMinor,
    reason: '',
    advice: null,
    productCodes: []
  };
  const done = await planPromotion(db, plan, mei, key());
  if (!done.ok) throw new Error(done.refusal.why);
  return done.code;
}
const paper = (values: Partial<NewClaim> = {}): NewClaim => ({
  accountCode,
  reference: randomUUID(),
  kind: 'invoice',
  amountMinor: 350,
  issuedOn: DAY,
  receivedOn: DAY,
  note: '',
  ...values
});
async function entered(values: Partial<NewClaim> = {}): Promise<number> {
  const done = await enterClaim(db, paper(values), mei.personId, key());
  if (!done.ok) throw new Error(done.refusal.why);
  return done.claimId;
}
const share = (code: string, amountMinor: number, isLast = false): Split => ({ code, amountMinor, isLast });
async function approved(amountMinor: number, shares: Split[], reason = ''): Promise<number> {
  const id = await entered({ amountMinor });
  const done = await approveClaim(db, id, shares, reason, chen, key());
  if (!done.ok) throw new Error(done.refusal.why);
  return id;
}
const money = async (code: string) => {
  const { committedMinor, spentMinor, settledOn } = (await findPromotion(db, code))!;
  return [committedMinor, spentMinor, settledOn !== null];
};
const left = async () => (await readFunds(db, null)).find(({ code }) => code === fundCode)!.left;
const found = async (id: number) => (await readClaims(db, { claimId: id }))[0]!;
const log = async (id: number) => (await readClaimDecisions(db, id)).map(({ kind }) => kind);

describe('entering', () => {
  it('keeps a claim once, by its form and by the account’s own number', async () => {
    const claim = paper();
    const form = key();
    const all = await Promise.all(Array.from({ length: 6 }, () => enterClaim(db, claim, mei.personId, form)));
    const [first] = all;
    expect(first).toMatchObject({ ok: true });
    expect(all.every((each) => each.ok && first!.ok && each.claimId === first!.claimId)).toBe(true);
    expect(await enterClaim(db, claim, mei.personId, key())).toEqual({
      ok: false,
      refusal: { why: 'on-file', claimId: first!.ok ? first!.claimId : 0 }
    });
    expect(await enterClaim(db, { ...claim, amountMinor: 1 }, mei.personId, form)).toMatchObject({
      refusal: { why: 'key-reused' }
    });
    expect(await enterClaim(db, paper({ accountCode: 'nobody' }), mei.personId, key())).toMatchObject({
      refusal: { why: 'unknown-account' }
    });
  });
});

describe('a second instalment', () => {
  it('above what is left of the promise is paid once the promotion was raised, from the fund', async () => {
    const first = await approved(250, [share(one, 250)]);
    await payClaim(db, first, chen, key());
    expect(await money(one)).toEqual([150, 250, false]);
    const raised = (plannedMinor: number) =>
      changePromotion(
        db,
        one,
        { startsOn: DAY, endsOn: addDays(DAY, 6), plannedMinor },
        'A second invoice',
        mei,
        key()
      );
    expect(await raised(249)).toMatchObject({ refusal: { why: 'partly-spent', spent: 250 } });
    expect(await raised(701)).toMatchObject({ refusal: { why: 'not-enough', left: 300, asked: 301 } });
    expect(await raised(550)).toMatchObject({ ok: true });
    expect(await money(one)).toEqual([300, 250, false]);
    expect(await left()).toBe(150);
    const second = await approved(300, [share(one, 300, true)]);
    expect(await payClaim(db, second, chen, key())).toEqual({ ok: true });
    expect(await money(one)).toEqual([0, 550, true]);
  });

  it('that does not come gives back all that is not paid', async () => {
    const first = await approved(250, [share(one, 250)]);
    await payClaim(db, first, chen, key());
    const lowered = { startsOn: DAY, endsOn: addDays(DAY, 6), plannedMinor: 250 };
    expect(await changePromotion(db, one, lowered, '', mei, key())).toMatchObject({ ok: true });
    expect(await money(one)).toEqual([0, 250, false]);
    expect(await left()).toBe(450);
  });
});

describe('paying', () => {
  it('lower than promised settles what was claimed and gives the rest back to the fund', async () => {
    expect(await left()).toBe(300);
    const id = await approved(350, [share(one, 350, true)]);
    expect(await left()).toBe(300);
    const form = key();
    const twice = await Promise.all([payClaim(db, id, chen, form), payClaim(db, id, chen, form)]);
    expect(twice).toEqual([{ ok: true }, { ok: true }]);
    expect(await money(one)).toEqual([0, 350, true]);
    expect(await left()).toBe(350);
    expect(await found(id)).toMatchObject({ paidOn: DAY });
    expect(await log(id)).toEqual(['approve', 'pay']);
    expect(await payClaim(db, id, chen, key())).toEqual({ ok: false, refusal: { why: 'paid' } });
  });

  it('in parts leaves the rest committed until the last claim comes', async () => {
    const first = await approved(100, [share(one, 100)]);
    await payClaim(db, first, chen, key());
    expect(await money(one)).toEqual([300, 100, false]);
    const last = await approved(250, [share(one, 250, true)]);
    await payClaim(db, last, chen, key());
    expect(await money(one)).toEqual([0, 350, true]);
    expect(await left()).toBe(350);
  });

  it('splits one claim over several promotions, all of it or nothing', async () => {
    const id = await approved(600, [share(one, 400, true), share(two, 200, true)]);
    // Somebody settles one of them by hand before it is paid.
    await settlePromotion(db, two, 300, chen, key());
    expect(await payClaim(db, id, chen, key())).toMatchObject({
      refusal: { why: 'promotion-closed', promotion: 'Display 300' }
    });
    expect(await money(one)).toEqual([400, 0, false]);
    const other = await approved(100, [share(one, 100)]);
    expect(await payClaim(db, other, chen, key())).toEqual({ ok: true });
  });

  it('is for what somebody else approved, with a reason for what is not paid', async () => {
    const id = await entered({ amountMinor: 500 });
    expect(await payClaim(db, id, chen, key())).toEqual({ ok: false, refusal: { why: 'not-approved-yet' } });
    expect(await approveClaim(db, id, [share(one, 400)], 'x', mei, key())).toMatchObject({
      refusal: { why: 'own' }
    });
    expect(await approveClaim(db, id, [share(one, 400)], '', chen, key())).toEqual({
      ok: false,
      refusal: { why: 'rest-unexplained', rest: 100 }
    });
    expect(await approveClaim(db, id, [share(one, 400)], 'Two stores had no display', chen, key())).toEqual({
      ok: true
    });
    await payClaim(db, id, chen, key());
    expect(await money(one)).toEqual([0, 400, false]);
  });

  it('of two claims for the same money at once pays one', async () => {
    const ids = [await approved(300, [share(one, 300)]), await approved(300, [share(one, 300)])];
    const both = await Promise.all(ids.map((id) => payClaim(db, id, chen, key())));
    expect(both.filter(({ ok }) => ok)).toHaveLength(1);
    expect(both.find(({ ok }) => !ok)).toMatchObject({
      refusal: { why: 'above-committed', committed: 100, asked: 300 }
    });
    expect(await money(one)).toEqual([100, 300, false]);
  });

  it('of many claims over the same promotions in opposite order never deadlocks', async () => {
    const ids = await Promise.all(
      Array.from({ length: 20 }, (_, i) =>
        approved(20, i % 2 ? [share(one, 10), share(two, 10)] : [share(two, 10), share(one, 10)])
      )
    );
    const all = await Promise.all(ids.map((id) => payClaim(db, id, chen, key())));
    expect(all.every(({ ok }) => ok)).toBe(true);
    expect(await money(one)).toEqual([200, 200, false]);
  });

  it('is taken back whole, and the claim is to be paid again', async () => {
    const id = await approved(600, [share(one, 350, true), share(two, 250)]);
    await payClaim(db, id, chen, key());
    const form = key();
    expect(await unpayClaim(db, id, 'Paid twice by the bank', chen, form)).toEqual({ ok: true });
    expect(await unpayClaim(db, id, 'Paid twice by the bank', chen, form)).toEqual({ ok: true });
    expect([await money(one), await money(two), await left()]).toEqual([
      [400, 0, false],
      [300, 0, false],
      300
    ]);
    expect(await unpayClaim(db, id, 'again', chen, key())).toMatchObject({ refusal: { why: 'not-paid' } });
    expect(await payClaim(db, id, chen, key())).toEqual({ ok: true });
    expect(await money(one)).toEqual([0, 350, true]);
  });

  it('of claims that close promotions of two funds in opposite order never deadlocks', async () => {
    const [plan, other] = [fundCode, `second-${randomUUID()}`];
    const { account_id } = await db
      .selectFrom('account')
      .select('account_id')
      .where('code', '=', accountCode)
      .executeTakeFirstOrThrow();
    await fund(db, 1000, { code: other, accountId: account_id });
    const pairs: [string, string][] = [];
    for (let i = 0; i < 10; i++) {
      // The first of each pair by its days draws on the one fund, and of the next pair on the other.
      const [first, second] = i % 2 ? [plan, other] : [other, plan];
      pairs.push([await planned(10, first, 0), await planned(10, second, 1)]);
    }
    const ids = await Promise.all(
      pairs.map(([a, b]) => approved(10, [share(a, 5, true), share(b, 5, true)]))
    );
    expect(await Promise.all(ids.map((id) => payClaim(db, id, chen, key())))).toEqual(
      ids.map(() => ({ ok: true }))
    );
    expect(await Promise.all(ids.map((id) => unpayClaim(db, id, 'A slip', chen, key())))).toEqual(
      ids.map(() => ({ ok: true }))
    );
  });

  it('is not taken back while the promotion is settled by hand since, and is once that is undone', async () => {
    const id = await approved(100, [share(one, 100)]);
    await payClaim(db, id, chen, key());
    await settlePromotion(db, one, 250, chen, key());
    expect(await unpayClaim(db, id, 'A slip', chen, key())).toMatchObject({
      refusal: { why: 'settled-since', promotion: 'Display 400' }
    });
    expect(await money(one)).toEqual([0, 350, true]);
    expect(await unsettlePromotion(db, one, 'First', chen, key())).toMatchObject({ ok: true });
    expect(await unpayClaim(db, id, 'A slip', chen, key())).toEqual({ ok: true });
    expect(await money(one)).toEqual([400, 0, false]);
  });

  it('is not taken back where the fund has given away what was freed, and nothing has moved then', async () => {
    const id = await approved(100, [share(one, 100, true)]);
    await payClaim(db, id, chen, key());
    await planned(600);
    expect(await unpayClaim(db, id, 'A slip', chen, key())).toMatchObject({ refusal: { why: 'money-gone' } });
    expect(await money(one)).toEqual([0, 100, true]);
  });
});

describe('a claim that is not agreed with', () => {
  it('is disputed, opens again what was approved, and can be paid in the end', async () => {
    const id = await approved(350, [share(one, 350)]);
    expect(await matchClaim(db, id, [], mei, key())).toMatchObject({ refusal: { why: 'approved-already' } });
    expect(await disputeClaim(db, id, 'The price is wrong', chen, key())).toEqual({ ok: true });
    expect(await payClaim(db, id, chen, key())).toMatchObject({ refusal: { why: 'not-approved-yet' } });
    expect(await matchClaim(db, id, [share(one, 300)], mei, key())).toEqual({ ok: true });
    expect((await found(id)).shares).toEqual([
      { promotion: { code: one, name: 'Display 400' }, amountMinor: 300, isLast: false }
    ]);
    expect(await approveClaim(db, id, [share(one, 300)], 'Agreed on 300', chen, key())).toEqual({ ok: true });
    expect(await log(id)).toEqual(['approve', 'dispute', 'match', 'approve']);
  });

  it('is refused for good', async () => {
    const id = await entered();
    expect(await refuseClaim(db, id, 'Not ours', chen, key())).toEqual({ ok: true });
    expect(await approveClaim(db, id, [share(one, 350)], '', chen, key())).toEqual({
      ok: false,
      refusal: { why: 'refused' }
    });
    expect(await refuseClaim(db, 987654321, 'Not ours', chen, key())).toEqual({
      ok: false,
      refusal: { why: 'unknown' }
    });
  });

  it('names what stands against it: another account, a closed promotion, more than is committed', async () => {
    const id = await entered({ amountMinor: 5000 });
    await cancelPromotion(db, two, mei, key());
    for (const [shares, why] of [
      [[share(two, 1)], 'promotion-closed'],
      [[share(one, 401)], 'above-committed'],
      [[share('nothing', 1)], 'unknown-promotion']
    ] as const)
      expect(await matchClaim(db, id, shares, mei, key())).toMatchObject({ refusal: { why } });
    expect((await found(id)).shares).toEqual([]);
  });
});

it('what was decided on a claim can neither be changed nor deleted', async () => {
  await entered();
  for (const statement of [sql`update claim_decision set reason = 'x'`, sql`truncate claim_decision`])
    await expect(statement.execute(db)).rejects.toThrow(/cannot be changed or deleted/);
});
