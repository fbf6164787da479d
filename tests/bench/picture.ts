/**
 * How long the picture takes beside its own SQL: `node --import tsx tests/bench/picture.ts`.
 * Starts a throw-away PostgreSQL, loads the demo, makes 200 accounts with a year and a half of everything, and prints, for each way
 * of looking, the time of `readPicture`, the sum and the longest of its statements in the same run, and the ratio.
 * Statements run side by side, so that the ratio to their sum can be below one.
 */
import { Kysely, PostgresDialect, sql } from 'kysely';
import { day } from '../../src/lib/calendar/day';
import { connect, type Db } from '../../src/lib/db/connect.server';
import type { Database } from '../../src/lib/db/database.tables';
import { startEmbedded } from '../../src/lib/db/embedded.server';
import { migrateToLatest } from '../../src/lib/db/migrator.server';
import { loadDemo } from '../../src/lib/demo/load.server';
import { parseView } from '../../src/lib/timeline/view';
import { readPicture } from '../../src/lib/windows/picture.server';
import { dataFolder } from '../factories/data-folder';

const TODAY = day('2026-11-23');
const RUNS = 7;

const { folder, remove } = dataFolder('bench');
const server = await startEmbedded(folder);
const { db: plain } = connect(server.url);
try {
  const demo = await another(plain, server.url, 'demo');
  await loadDemo(demo.db, { seed: 1, today: TODAY });
  console.log('The demo market, 20 accounts');
  await measure(demo.pool, ['', 'mode=dense', 'mode=full&as=table']);
  await demo.db.destroy();

  const large = await another(plain, server.url, 'large');
  await generate(large.db);
  console.log('\nA generated market, 200 accounts');
  await measure(large.pool, [
    '',
    'mode=dense',
    'mode=full&as=table',
    'from=2025-06-02&to=2027-01-31',
    'account=a-7&mode=full'
  ]);
  await large.db.destroy();
} finally {
  await plain.destroy();
  await server.stop();
  remove();
}

async function another(admin: Db, url: string, name: string): Promise<ReturnType<typeof connect>> {
  await sql`create database ${sql.id(name)}`.execute(admin);
  const made = connect(url.replace(/[^/]+$/, name));
  await migrateToLatest(made.db);
  return made;
}

async function measure(pool: ReturnType<typeof connect>['pool'], looks: string[]): Promise<void> {
  let statements: number[] = [];
  const db: Db = new Kysely<Database>({
    dialect: new PostgresDialect({ pool }),
    log: (event) => void statements.push(event.queryDurationMillis)
  });
  console.log('view'.padEnd(32), '  whole ms', '  SQL sum', 'SQL longest', 'statements', ' ratio', '   kB');
  for (const look of looks) {
    const view = parseView(new URLSearchParams(look));
    const runs: { whole: number; sum: number; longest: number; count: number; size: number }[] = [];
    for (let run = 0; run < RUNS; run++) {
      statements = [];
      const start = performance.now();
      const picture = await readPicture(db, view, TODAY);
      const whole = performance.now() - start;
      const sum = statements.reduce((a, b) => a + b, 0);
      const size = JSON.stringify(picture).length / 1024;
      runs.push({ whole, sum, longest: Math.max(...statements), count: statements.length, size });
    }
    const middle = runs.sort((a, b) => a.whole - b.whole)[Math.floor(RUNS / 2)]!;
    const { whole, sum, longest, count, size } = middle;
    const figures = [whole.toFixed(0), sum.toFixed(0), longest.toFixed(0), String(count)].map((text) =>
      text.padStart(10)
    );
    console.log(
      (look || '(default)').padEnd(32),
      ...figures,
      (whole / sum).toFixed(2).padStart(6),
      size.toFixed(0).padStart(6)
    );
  }
}

/** 200 accounts × 10 stores; 3 competitors; 78 weeks of visits, sightings, orders, sell-through; a fund and promotions each. */
async function generate(db: Db): Promise<void> {
  const run = (text: string) => sql.raw(text).execute(db);
  await run(`select setseed(0.42)`);
  await run(
    `insert into account (code, name, region) select 'a-' || n, 'Account ' || n, 'R' || n % 6 from generate_series(1, 200) n`
  );
  await run(
    `insert into store (account_id, code, name) select account_id, code || '-' || n, name || ' ' || n from account, generate_series(1, 10) n`
  );
  await run(
    `insert into brand (name, is_own) values ('Ours', true), ('Beacon', false), ('Cobalt', false), ('Dune', false)`
  );
  await run(
    `insert into product (brand_id, code, name) select brand_id, name || n, name || n from brand, generate_series(1, 3) n`
  );
  const weeks = `generate_series(date '2025-05-26', date '2026-11-16', interval '7 days') w`;
  await run(`insert into visit (visit_id, account_id, store_id, visited_on, received_on)
    select gen_random_uuid(), account_id, store_id, w::date + 2, w::date + 2 + (random() * 14)::int from store, ${weeks} where random() < 0.35`);
  await run(`insert into observation (observation_id, account_id, store_id, brand_id, kind, tactic, seen_on, received_on, starts_on, ends_on, amount_low_minor, amount_high_minor, source)
    select gen_random_uuid(), v.account_id, v.store_id, b.brand_id, 'spend', 'display', v.visited_on, v.received_on,
      v.visited_on - 2, v.visited_on + 4, 800000 + (random() * 300000)::int, 1200000 + (random() * 500000)::int, 'store'
    from visit v, brand b where not b.is_own and abs(hashtext(v.account_id::text || b.name || (v.visited_on - date '2025-05-26') / 21)) % 10 < 3 and random() < 0.7`);
  await run(`insert into observation (observation_id, account_id, store_id, brand_id, kind, seen_on, received_on, source)
    select gen_random_uuid(), v.account_id, v.store_id, b.brand_id, 'stock_out', v.visited_on, v.received_on, 'store'
    from visit v, brand b where not b.is_own and abs(hashtext(b.name || v.account_id::text || (v.visited_on - date '2025-05-26') / 28)) % 20 < 2 and random() < 0.8`);
  await run(`insert into sell_in (account_id, product_id, order_code, ordered_on, units)
    select account_id, product_id, 'o' || account_id || '-' || product_id || w::date, w::date + 1, 100 + (random() * 400)::int
    from account, product join brand using (brand_id), ${weeks} where is_own and random() < 0.5`);
  await run(`insert into sell_through_week (account_id, product_id, week, units, stock_on_hand)
    select account_id, product_id, w::date, 100 + (random() * 200)::int, 300 + (random() * 900)::int
    from account, product, ${weeks}`);
  await run(
    `insert into fund (account_id, code, name, period_start, period_end) select account_id, 'F' || code, 'Fund ' || code, '2025-12-29', '2027-01-03' from account`
  );
  await run(`insert into balance (kind, fund_id) select 'available', fund_id from fund`);
  await run(`insert into promotion (account_id, fund_id, code, name, tactic, starts_on, ends_on, planned_minor, created_on, approved_on)
    select account_id, fund_id, code || '-p' || n, 'Promotion ' || n, 'display', date '2026-01-05' + n * 21, date '2026-01-18' + n * 21, 500000, date '2025-12-29' + n * 21, date '2025-12-29' + n * 21
    from fund, generate_series(0, 15) n`);
  await run(
    `insert into balance (kind, promotion_id) select kind, promotion_id from promotion, unnest(array['committed', 'spent']) kind`
  );
  const movement = `insert into movement (kind, from_balance_id, to_balance_id, amount_minor, booked_on, made_via, reason, idempotency_key, request_hash)`;
  await run(
    `${movement} select 'deposit', s.balance_id, b.balance_id, 12000000, '2025-12-29', 'demo', 'budget', 'd' || b.balance_id, '' from balance b, balance s where s.kind = 'source' and b.kind = 'available'`
  );
  await run(`${movement} select 'commit', a.balance_id, c.balance_id, 500000, p.created_on, 'demo', 'plan', 'c' || p.promotion_id, ''
    from promotion p join balance a on a.fund_id = p.fund_id join balance c on c.promotion_id = p.promotion_id and c.kind = 'committed' where p.created_on <= '2026-11-23'`);
  await run(`${movement} select 'settle', c.balance_id, s.balance_id, 500000, p.ends_on + 14, 'demo', 'claim', 's' || p.promotion_id, ''
    from promotion p join balance c on c.promotion_id = p.promotion_id and c.kind = 'committed' join balance s on s.promotion_id = p.promotion_id and s.kind = 'spent' where p.ends_on < '2026-11-01'`);
  await run('analyze');
}
