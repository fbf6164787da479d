import { afterEach, beforeEach, expect, it } from 'vitest';
import { sql } from 'kysely';
import { testDatabase, type TestDatabase } from '../../../tests/factories/database';
import { fund } from '../../../tests/factories/fund';
import type { SetupInput } from './setup.input';
import { issueSetupCode, setUp } from './setup.server';

let test: TestDatabase;
beforeEach(async () => void (test = await testDatabase()));
afterEach(() => test.drop());

const input = (code: string, currency: string): SetupInput => ({
  code,
  organisation: 'Northwind Foods',
  currency,
  fiscalKind: 'iso',
  fundPeriod: 'quarter',
  yearStartMonth: 1,
  name: 'Anna',
  email: 'anna@example.com',
  password: 'a quiet river under the bridge'
});
const currency = async () =>
  (await test.db.selectFrom('organisation').select('currency').executeTakeFirstOrThrow()).currency;

it('what is booked keeps its currency: another one is refused, the same one is not', async () => {
  const code = (await issueSetupCode(test.db))!;
  await fund(test.db, 100);
  expect(await setUp(test.db, input(code, 'TWD'))).toEqual({ ok: false, why: 'currency-in-use' });
  expect(await currency()).toBe('USD');
  expect(await setUp(test.db, input(code, 'USD'))).toMatchObject({ ok: true });
});

it('any currency will do while nothing is booked', async () => {
  const code = (await issueSetupCode(test.db))!;
  expect(await setUp(test.db, input(code, 'TWD'))).toMatchObject({ ok: true });
  expect(await currency()).toBe('TWD');
});

it('who sets up waits for who is setting up already, and then comes too late', async () => {
  const code = (await issueSetupCode(test.db))!;
  let late: ReturnType<typeof setUp> | undefined;
  await test.db.transaction().execute(async (first) => {
    await first.selectFrom('organisation').selectAll().forUpdate().execute();
    late = setUp(test.db, input(code, 'USD'));
    await isWaiting();
    await first
      .insertInto('person')
      .values({ name: 'Bea', email: 'bea@example.com', role: 'admin' })
      .execute();
  });
  expect(await late).toEqual({ ok: false, why: 'done-before' });
});

/** Until another connection waits for a lock. */
async function isWaiting(): Promise<void> {
  for (let i = 0; i < 500; i++) {
    const { rows } = await sql<{ waiting: number }>`
      select count(*) as waiting from pg_stat_activity
      where datname = current_database() and wait_event_type = 'Lock'`.execute(test.db);
    if (rows[0]!.waiting > 0) return;
    await new Promise((done) => setTimeout(done, 20));
  }
  throw new Error('Nobody waits.');
}
