import { randomUUID } from 'node:crypto';
import { afterAll, expect, it } from 'vitest';
import { csvFolder } from '../../../tests/factories/csv-files';
import { testDatabase } from '../../../tests/factories/database';
import { day } from '../calendar/day';
import { importFiles } from './import.server';

const csv = csvFolder();
const test = await testDatabase();
afterAll(async () => {
  await test.drop();
  csv.remove();
});

const run = (files: Record<string, string>) => {
  return importFiles(test.url, csv.write(files), { today: day('2026-06-01'), personId: null });
};
const ACCOUNTS = 'account,name\nnorth,Northgate\nsouth,South\n';
const store = (account: string, name: string) => `store,account,name\n${name},${account},${name}\n`;

it('a promotion that was settled at the desk keeps the day on which it was', async () => {
  const promotions = (actual: string) =>
    `promotion,account,products,tactic,start,end,fund,planned_spend,actual_spend\np1,north,,display,2026-02-02,2026-02-15,f26,300,${actual}\n`;
  const funds = 'fund,name,period_start,period_end,amount\nf26,Year 26,2026-01-01,2026-12-31,1000\n';
  await run({ accounts: ACCOUNTS, funds, promotions: promotions('') });
  const settledOn = async () =>
    (await test.db.selectFrom('promotion').select('settled_on').executeTakeFirstOrThrow()).settled_on;
  expect(await settledOn()).toBeNull();
  await test.db
    .updateTable('promotion')
    .set({ settled_on: day('2026-02-10') })
    .execute();
  expect(await run({ promotions: promotions('250') })).toMatchObject({ ok: true });
  expect(await settledOn()).toBe('2026-02-10');
});

it('a store in which somebody has been belongs to its account for good; one without a past may move', async () => {
  await run({ accounts: ACCOUNTS, stores: store('north', 'visited') });
  await run({ stores: store('north', 'new') });
  const { store_id, account_id } = await test.db
    .selectFrom('store')
    .select(['store_id', 'account_id'])
    .where('code', '=', 'visited')
    .executeTakeFirstOrThrow();
  await test.db
    .insertInto('visit')
    .values({
      visit_id: randomUUID(),
      account_id,
      store_id,
      visited_on: day('2026-05-04'),
      received_on: day('2026-05-04'),
      person_id: null
    })
    .execute();
  expect(await run({ stores: store('south', 'new') })).toMatchObject({ ok: true });
  const refused = await run({ stores: store('south', 'visited') });
  expect(refused.ok ? [] : refused.errors.map(({ line, column, value }) => [line, column, value])).toEqual([
    [2, 'account', 'south']
  ]);
});
