import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { testDatabase } from '../../../tests/factories/database';
import { day } from '../calendar/day';
import { examine } from '../db/doctor.server';
import { readFunds } from '../funds/fund.server';
import { loadDemo } from './load.server';

const today = day('2026-11-25');
const test = await testDatabase();
const again = await testDatabase();
beforeAll(async () => {
  await loadDemo(test.db, { seed: 7, today });
  await loadDemo(again.db, { seed: 7, today });
});
afterAll(async () => {
  await test.drop();
  await again.drop();
});

const fundOf = async (account: string) =>
  (await readFunds(test.db, null)).find((fund) => fund.account?.code === account && fund.periodEnd >= today)!;

describe('the demo market', () => {
  it('keeps every invariant of the books', async () => {
    const broken = (await examine(test.db)).filter((finding) => finding.broken.length > 0);
    expect(broken).toEqual([]);
  });

  it('is the same for the same seed and day', async () => {
    const print = async (db: typeof test.db) => {
      const { rows } = await sql<{ print: string }>`
        select md5(string_agg(t::text, '' order by t::text)) as print from (
          select account_id, product_id, ordered_on, units::text as x from sell_in
          union all select account_id, brand_id, seen_on, observation_id::text from observation
          union all select from_balance_id, to_balance_id, booked_on, amount_minor::text from movement) t`.execute(
        db
      );
      return rows[0]!.print;
    };
    expect(await print(again.db)).toBe(await print(test.db));
  });

  it('has twenty accounts, four people and nothing from after today', async () => {
    const { rows } = await sql<{ accounts: number; people: number; late: number }>`
      select (select count(*) from account) as accounts, (select count(*) from person) as people,
        (select count(*) from observation where received_on > ${today}) + (select count(*) from movement where booked_on > ${today})
        + (select count(*) from sell_through where week + 6 > ${today}) + (select count(*) from sell_in where ordered_on > ${today}) as late`.execute(
      test.db
    );
    expect(rows[0]).toEqual({ accounts: 20, people: 4, late: 0 });
  });

  it('tells its story: money held back, a trap, a mistyped import, an account without data', async () => {
    const chance = await fundOf('northgate');
    expect(chance.left / chance.total).toBeGreaterThan(0.35);
    expect(chance.left / chance.total).toBeLessThan(0.41);
    expect((await fundOf('lotus-digital')).left).toBeLessThan(0);
    expect(await fundOf('yunnan-select')).toBeUndefined();
    const { rows } = await sql<{ cover: number }>`
      select (select sum(stock_on_hand) from sell_through_week w join account using (account_id) where code = 'harbour-mart' and week = ${day('2026-11-16')})
        / (select avg(units) from (select sum(units) as units from sell_through_week join account using (account_id)
            where code = 'harbour-mart' and week > ${day('2026-09-21')} group by week) w) as cover`.execute(
      test.db
    );
    expect(Number(rows[0]!.cover)).toBeGreaterThan(7);
  });

  it('sees the stock-out of the story in several stores in the last days', async () => {
    for (const account of ['northgate', 'harbour-mart']) {
      const { rows } = await sql<{ stores: number }>`
        select count(distinct store_id) as stores from observation join account using (account_id) join brand using (brand_id)
        where account.code = ${account} and brand.name = 'Beacon' and kind = 'stock_out' and seen_on > ${day('2026-11-11')}`.execute(
        test.db
      );
      expect(rows[0]!.stores).toBeGreaterThanOrEqual(4);
    }
  });
});
