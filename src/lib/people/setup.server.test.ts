import { afterEach, beforeEach, expect, it } from 'vitest';
import { testDatabase, type TestDatabase } from '../../../tests/factories/database';
import { person } from '../../../tests/factories/person';
import { findByPassword } from './person.server';
import type { SetupInput } from './setup.input';
import { hasPeople, issueSetupCode, setUp } from './setup.server';

let test: TestDatabase;
beforeEach(async () => void (test = await testDatabase()));
afterEach(() => test.drop());

const input = (code: string): SetupInput => ({
  code,
  organisation: 'Northwind Foods',
  currency: 'TWD',
  fiscalKind: '4-5-4',
  fundPeriod: 'quarter',
  yearStartMonth: 2,
  name: 'Anna',
  email: 'anna@example.com',
  password: 'a quiet river under the bridge'
});

it('the code of the latest start makes one administrator, and then no other', async () => {
  const earlier = (await issueSetupCode(test.db))!;
  const code = (await issueSetupCode(test.db))!;
  expect(await setUp(test.db, input(earlier))).toEqual({ ok: false, why: 'wrong-code' });
  expect(await hasPeople(test.db)).toBe(false);
  expect(await setUp(test.db, input(code.toLowerCase().replaceAll('-', ' ')))).toMatchObject({ ok: true });
  expect(await setUp(test.db, input(code))).toEqual({ ok: false, why: 'done-before' });
  expect(await issueSetupCode(test.db)).toBeNull();
  expect(await findByPassword(test.db, 'anna@example.com', input('').password)).toMatchObject({
    role: 'admin'
  });
});

it('the database does not know the code', async () => {
  const code = (await issueSetupCode(test.db))!;
  expect(code).toMatch(/^[A-Z2-9]{4}(-[A-Z2-9]{4}){3}$/);
  const row = await test.db.selectFrom('organisation').selectAll().executeTakeFirstOrThrow();
  expect(row.setup_code_hash).toMatch(/^[0-9a-f]{64}$/);
  expect(JSON.stringify(row)).not.toContain(code.replaceAll('-', ''));
});

it('twenty people with the code in the same moment make one administrator', async () => {
  const code = (await issueSetupCode(test.db))!;
  const outcomes = await Promise.all(
    Array.from({ length: 20 }, (_, i) => setUp(test.db, { ...input(code), email: `a${i}@example.com` }))
  );
  expect(outcomes.filter(({ ok }) => ok)).toHaveLength(1);
  expect(await test.db.selectFrom('person').select('person_id').execute()).toHaveLength(1);
});

it('no code opens the door where somebody can sign in already', async () => {
  const code = (await issueSetupCode(test.db))!;
  await person(test.db);
  expect(await setUp(test.db, input(code))).toEqual({ ok: false, why: 'done-before' });
});

it('an empty code is wrong where none was issued', async () => {
  expect(await setUp(test.db, input(''))).toEqual({ ok: false, why: 'wrong-code' });
});
