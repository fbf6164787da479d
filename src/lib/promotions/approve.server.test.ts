import { sql } from 'kysely';
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { addDays } from '$lib/calendar/day';
import { examine } from '$lib/db/doctor.server';
import { findFundFacts, readFunds } from '$lib/funds/fund.server';
import { account, product } from '../../../tests/factories/account';
import { testDatabase } from '../../../tests/factories/database';
import { DAY, fund } from '../../../tests/factories/fund';
import { person } from '../../../tests/factories/person';
import { addApprovalRule, readApprovalRules } from './approval.server';
import { approvePromotion, commitPromotion, declinePromotion, submitPromotion } from './approve.server';
import { changePromotion, readChanges } from './change.server';
import { readDecisions } from './decided.server';
import { cancelPromotion, settlePromotion } from './decision.server';
import { readOverlaps } from './overlap.server';
import { planPromotion, type PromotionPlan } from './plan.server';
import { statusOn } from './promotion';
import { countWaiting, findPromotion, readPromotions } from './promotion.server';

const test = await testDatabase(16);
const { db } = test;
afterAll(async () => {
  const broken = (await examine(db)).filter((finding) => finding.broken.length > 0);
  await test.drop();
  expect(broken).toEqual([]);
});

const by = async (role: 'manager' | 'finance' | 'admin') => ({
  personId: await person(db, role),
  today: DAY
});
let mei: Awaited<ReturnType<typeof by>>;
let chen: typeof mei;
let sam: typeof mei;
let fundCode: string;
let accountCode: string;
beforeAll(async () => {
  [mei, chen, sam] = [await by('manager'), await by('finance'), await by('manager')];
  await product(db);
  for (const [role, own, approve] of [
    ['manager', 100, 500],
    ['finance', 0, 1000]
  ] as const)
    await addApprovalRule(
      db,
      {
        role,
        accountCode: '',
        tactic: null,
        ownLimitMinor: own,
        approveLimitMinor: approve,
        isWithdrawn: false
      },
      null
    );
});
beforeEach(async () => {
  const made = await account(db);
  accountCode = made.code;
  const id = await fund(db, 1000, { accountId: made.accountId });
  fundCode = (await readFunds(db, null)).find(({ fundId }) => fundId === id)!.code;
});

const plan = (values: Partial<PromotionPlan> = {}): PromotionPlan => ({
  accountCode,
  fundCode,
  name: 'Launch',
  tactic: 'display',
  startsOn: addDays(DAY, 10),
  endsOn: addDays(DAY, 20),
  amountMinor: 300,
  reason: '',
  advice: null,
  productCodes: [],
  ...values
});
const planned = async (values: Partial<PromotionPlan> = {}, who = mei) => {
  const done = await planPromotion(db, plan(values), who, randomUUID());
  if (!done.ok) throw new Error(done.refusal.why);
  return done.code;
};
const key = () => randomUUID();
const found = async (code: string) => (await findPromotion(db, code))!;
const status = async (code: string) => statusOn(await found(code), DAY);
const left = async () => (await readFunds(db, null)).find(({ code }) => code === fundCode)!.left;
const log = async (code: string) =>
  (await readDecisions(db, (await found(code)).promotionId)).map(({ kind, amount }) => `${kind} ${amount}`);

describe('a plan', () => {
  it('within the own limit is committed at once, above it is submitted and moves no money', async () => {
    expect(await status(await planned({ amountMinor: 100 }))).toBe('approved');
    expect(await left()).toBe(900);
    const key = randomUUID();
    const waits = await planPromotion(db, plan({ amountMinor: 101 }), mei, key);
    expect(waits).toMatchObject({ ok: true, isSubmitted: true, isReplay: false });
    expect(await planPromotion(db, plan({ amountMinor: 101 }), mei, key)).toEqual({
      ...waits,
      isReplay: true
    });
    expect(await planPromotion(db, plan({ amountMinor: 102 }), mei, key)).toMatchObject({
      refusal: { why: 'key-reused' }
    });
    expect(await left()).toBe(900);
    expect(await status(waits.ok ? waits.code : '')).toBe('submitted');
  });

  it('is approved by somebody else, who is on file, and never by who planned it', async () => {
    const code = await planned();
    expect(await approvePromotion(db, code, mei, key())).toEqual({ ok: false, refusal: { why: 'own' } });
    expect(await left()).toBe(1000);
    const form = key();
    const twice = await Promise.all([
      approvePromotion(db, code, chen, form),
      approvePromotion(db, code, chen, form)
    ]);
    expect(twice).toEqual([
      { ok: true, committedMinor: 300 },
      { ok: true, committedMinor: 300 }
    ]);
    expect(await left()).toBe(700);
    expect(await status(code)).toBe('approved');
    expect(await log(code)).toEqual(['submit 300', 'approve 300']);
    expect(await approvePromotion(db, code, sam, key())).toEqual({
      ok: false,
      refusal: { why: 'not-waiting' }
    });
  });

  it('is not approved above the approver’s limit, nor beyond what the fund has', async () => {
    const code = await planned({ amountMinor: 501 });
    expect(await approvePromotion(db, code, sam, key())).toEqual({
      ok: false,
      refusal: { why: 'above-limit', limit: 500, asked: 501 }
    });
    const other = await planned({ amountMinor: 500, startsOn: addDays(DAY, 40), endsOn: addDays(DAY, 41) });
    expect(await approvePromotion(db, other, sam, key())).toMatchObject({ ok: true });
    expect(await approvePromotion(db, code, chen, key())).toMatchObject({
      refusal: { why: 'not-enough', left: 500, asked: 501 }
    });
    expect(await status(code)).toBe('submitted');
  });

  it('that the fund cannot pay is not even submitted', async () => {
    expect(await planPromotion(db, plan({ amountMinor: 1001 }), mei, key())).toMatchObject({
      ok: false,
      refusal: { why: 'not-enough', left: 1000, asked: 1001 }
    });
    const code = await planned({ amountMinor: 100 });
    const more = { startsOn: addDays(DAY, 10), endsOn: addDays(DAY, 20), plannedMinor: 1001 };
    expect(await changePromotion(db, code, more, '', mei, key())).toMatchObject({
      refusal: { why: 'not-enough', left: 900, asked: 901, whole: 1001 }
    });
    expect(await found(code)).toMatchObject({ wanted: null });
  });

  it('of many approvers at once is approved by one', async () => {
    const code = await planned();
    const all = await Promise.all(Array.from({ length: 8 }, () => approvePromotion(db, code, chen, key())));
    expect(all.filter(({ ok }) => ok)).toHaveLength(1);
    expect(await left()).toBe(700);
  });

  it('that is declined is closed, says why, and can be planned again', async () => {
    const code = await planned();
    expect(await declinePromotion(db, code, 'No', mei, key())).toEqual({
      ok: false,
      refusal: { why: 'own' }
    });
    expect(await declinePromotion(db, code, 'Too dear', chen, key())).toMatchObject({ ok: true });
    expect(await status(code)).toBe('declined');
    expect(await approvePromotion(db, code, chen, key())).toMatchObject({ refusal: { why: 'not-waiting' } });
    expect((await readDecisions(db, (await found(code)).promotionId)).at(-1)).toMatchObject({
      kind: 'decline',
      reason: 'Too dear'
    });
    expect(await cancelPromotion(db, code, mei, key())).toMatchObject({ refusal: { why: 'cancelled' } });
  });

  it('that waits is taken back by its planner, and changed without becoming approved', async () => {
    const code = await planned();
    const change = { startsOn: addDays(DAY, 11), endsOn: addDays(DAY, 20), plannedMinor: 50 };
    expect(await changePromotion(db, code, change, '', sam, key())).toEqual({ ok: true, isSubmitted: false });
    expect(await status(code)).toBe('submitted');
    // Sam changed it last: it is Sam's now, too.
    expect(await approvePromotion(db, code, sam, key())).toMatchObject({ refusal: { why: 'own' } });
    expect(await approvePromotion(db, code, mei, key())).toMatchObject({ refusal: { why: 'own' } });
    expect(await cancelPromotion(db, code, mei, key())).toEqual({ ok: true, freedMinor: 0 });
    expect(await status(code)).toBe('cancelled');
  });
});

describe('a draft', () => {
  const draft = async (amountMinor: number) => {
    const code = await planned({ amountMinor: 100 });
    const { promotionId } = await found(code);
    await db
      .updateTable('promotion')
      .set({ code: `${code}-draft`, approved_on: null, planned_minor: amountMinor })
      .where('promotion_id', '=', promotionId)
      .execute();
    await sql`update balance set amount_minor = amount_minor where promotion_id = ${promotionId}::bigint`.execute(
      db
    );
    return `${code}-draft`;
  };

  it('above the own limit is not committed but submitted, and then approved', async () => {
    const code = await draft(400);
    expect(await commitPromotion(db, code, mei, key())).toEqual({
      ok: false,
      refusal: { why: 'above-limit', limit: 100, asked: 400 }
    });
    expect(await approvePromotion(db, code, chen, key())).toMatchObject({ refusal: { why: 'not-waiting' } });
    expect(await submitPromotion(db, code, mei, key())).toMatchObject({ ok: true });
    expect(await commitPromotion(db, code, mei, key())).toMatchObject({ refusal: { why: 'waits' } });
    expect(await approvePromotion(db, code, chen, key())).toMatchObject({ ok: true });
    expect(await status(code)).toBe('approved');
  });
});

describe('a change of an approved promotion', () => {
  const wanted = (plannedMinor: number, startsOn = addDays(DAY, 10)) => ({
    startsOn,
    endsOn: addDays(DAY, 20),
    plannedMinor
  });

  it('beyond the editor’s limit is submitted again: nothing moves until it is approved', async () => {
    const code = await planned({ amountMinor: 100 });
    const form = key();
    const sent = await changePromotion(db, code, wanted(250), 'More stores', mei, form);
    expect(sent).toEqual({ ok: true, isSubmitted: true });
    expect(await changePromotion(db, code, wanted(250), 'More stores', mei, form)).toEqual(sent);
    expect(await status(code)).toBe('submitted');
    expect(await found(code)).toMatchObject({ plannedMinor: 100, committedMinor: 100, wanted: wanted(250) });
    expect(await left()).toBe(900);
    expect(await log(code)).toContain('submit 250');
    expect(await approvePromotion(db, code, mei, key())).toMatchObject({ refusal: { why: 'own' } });
    expect(await approvePromotion(db, code, sam, key())).toEqual({ ok: true, committedMinor: 250 });
    expect(await status(code)).toBe('approved');
    expect(await left()).toBe(750);
    expect((await readChanges(db, (await found(code)).promotionId))[0]).toMatchObject({
      was: { plannedMinor: 100 },
      became: { plannedMinor: 250 }
    });
  });

  it('that is declined, or taken back, leaves it as it was approved', async () => {
    for (const [who, kind] of [
      [chen, 'decline'],
      [mei, 'withdraw']
    ] as const) {
      const code = await planned({ amountMinor: 100 });
      await changePromotion(db, code, wanted(200), '', mei, key());
      expect(await declinePromotion(db, code, 'Not now', who, key())).toMatchObject({ ok: true });
      expect(await status(code)).toBe('approved');
      expect(await found(code)).toMatchObject({ plannedMinor: 100, committedMinor: 100, wanted: null });
      expect((await log(code)).at(-1)).toBe(`${kind} 200`);
    }
  });

  it('is asked about again when it is approved: days and money may have gone meanwhile', async () => {
    const code = await planned({ amountMinor: 100 });
    await changePromotion(db, code, wanted(200, addDays(DAY, 5)), '', mei, key());
    const later = { ...chen, today: addDays(DAY, 6) };
    expect(await approvePromotion(db, code, later, key())).toMatchObject({ refusal: { why: 'day-past' } });
    await changePromotion(db, code, wanted(990), '', mei, key());
    await planned({ amountMinor: 50 });
    expect(await approvePromotion(db, code, chen, key())).toMatchObject({ refusal: { why: 'not-enough' } });
    expect(await found(code)).toMatchObject({ plannedMinor: 100, committedMinor: 100 });
  });

  it('within the limit is made at once, and takes the place of one that waits', async () => {
    const code = await planned({ amountMinor: 100 });
    await changePromotion(db, code, wanted(200), '', mei, key());
    expect(await changePromotion(db, code, wanted(90), '', mei, key())).toEqual({
      ok: true,
      isSubmitted: false
    });
    expect(await found(code)).toMatchObject({ plannedMinor: 90, committedMinor: 90, wanted: null });
  });

  it('is moot once the promotion is settled or cancelled', async () => {
    const code = await planned({ amountMinor: 100 });
    await changePromotion(db, code, wanted(200), '', mei, key());
    await settlePromotion(db, code, 60, { ...chen, today: addDays(DAY, 21) }, key());
    expect(await found(code)).toMatchObject({ wanted: null, spentMinor: 60, committedMinor: 0 });
    expect(await approvePromotion(db, code, chen, key())).toMatchObject({ refusal: { why: 'not-waiting' } });
  });
});

it('what waits is found and counted, with what it overlaps with by account, day and product', async () => {
  const [tea, milk] = [await product(db), await product(db)];
  const code = await planned({ productCodes: [tea.code] });
  const all = await planned({ amountMinor: 10, startsOn: addDays(DAY, 20), endsOn: addDays(DAY, 25) });
  await planned({ amountMinor: 10, productCodes: [milk.code] });
  await planned({ amountMinor: 10, startsOn: addDays(DAY, 21), endsOn: addDays(DAY, 25) });
  const gone = await planned({ amountMinor: 10 });
  await cancelPromotion(db, gone, mei, key());
  const waiting = await readPromotions(db, { isWaiting: true });
  expect(waiting.map((each) => each.code)).toContain(code);
  expect(await countWaiting(db)).toBe(waiting.length);
  const { promotionId } = await found(code);
  expect((await readOverlaps(db, [promotionId])).get(promotionId)!.map((each) => each.code)).toEqual([all]);
  expect(await findFundFacts(db, fundCode)).not.toBeNull();
});

it('a rule counts from when it is added until it is withdrawn, and is never changed', async () => {
  const rule = {
    role: 'admin',
    accountCode,
    tactic: null,
    ownLimitMinor: 5,
    approveLimitMinor: null
  } as const;
  const count = async () => (await readApprovalRules(db)).filter(({ role }) => role === 'admin');
  expect(await addApprovalRule(db, { ...rule, isWithdrawn: false }, mei.personId)).toBe(true);
  expect(await addApprovalRule(db, { ...rule, ownLimitMinor: 7, isWithdrawn: false }, mei.personId)).toBe(
    true
  );
  expect(await count()).toMatchObject([{ ownLimitMinor: 7, account: { code: accountCode } }]);
  await addApprovalRule(db, { ...rule, isWithdrawn: true }, mei.personId);
  expect(await count()).toEqual([]);
  expect(
    await addApprovalRule(db, { ...rule, accountCode: 'nobody', isWithdrawn: false }, mei.personId)
  ).toBe(false);
  await expect(sql`update approval_rule set own_limit_minor = 1`.execute(db)).rejects.toThrow(
    /cannot be changed/
  );
});
