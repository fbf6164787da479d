import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { account } from '../../../tests/factories/account';
import { testDatabase } from '../../../tests/factories/database';
import { fund } from '../../../tests/factories/fund';
import { person } from '../../../tests/factories/person';
import { day } from '../calendar/day';
import { readFunds } from './fund.server';
import { type FundOpening, openFund } from './open-fund.server';

const { db, drop } = await testDatabase();
let by: { personId: number; today: ReturnType<typeof day> };
beforeAll(async () => void (by = { personId: await person(db), today: day('2026-06-01') }));
afterAll(drop);

const opening = (values: Partial<FundOpening> = {}): FundOpening => ({
  name: 'Next year',
  accountCode: '',
  from: day('2027-01-01'),
  to: day('2027-12-31'),
  amountMinor: 100,
  sourceCode: '',
  ...values
});
const money = async () => (await readFunds(db, null)).reduce((sum, { total }) => sum + total, 0);
const funds = async () => (await readFunds(db, null)).length;

it('a fund from another one’s money makes none', async () => {
  await fund(db, 1000, { code: 'source' });
  const before = await money();
  expect(await openFund(db, opening({ sourceCode: 'source' }), by, randomUUID())).toMatchObject({ ok: true });
  expect(await money()).toBe(before);
  expect((await readFunds(db, null)).find(({ code }) => code === 'source')!.left).toBe(900);
});

it('a fund from a fund that is not there, or of an account that is not, is no fund and no money', async () => {
  const before = [await money(), await funds()];
  for (const [wrong, why] of [
    [{ sourceCode: 'no such fund' }, 'unknown-source'],
    [{ accountCode: 'no such account' }, 'unknown-account']
  ] as const)
    expect(await openFund(db, opening(wrong), by, randomUUID())).toEqual({ ok: false, refusal: { why } });
  expect([await money(), await funds()]).toEqual(before);
});

it('a fund that asks for more than its source has is not opened', async () => {
  await fund(db, 50, { code: 'poor' });
  const before = await funds();
  expect(
    await openFund(db, opening({ sourceCode: 'poor', amountMinor: 51 }), by, randomUUID())
  ).toMatchObject({ ok: false, refusal: { why: 'not-enough', left: 50, asked: 51 } });
  expect(await funds()).toBe(before);
});

it('the same form opens one fund, and two of one account and year have codes of their own', async () => {
  const { code: accountCode } = await account(db);
  const key = randomUUID();
  const asked = opening({ accountCode });
  const codes = [];
  for (const form of [key, key, randomUUID()]) {
    const opened = await openFund(db, asked, by, form);
    codes.push(opened.ok && opened.code);
  }
  expect(codes).toEqual([`${accountCode}-2027`, `${accountCode}-2027`, `${accountCode}-2027-2`]);
});
