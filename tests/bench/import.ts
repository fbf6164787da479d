/**
 * How fast an import is beside a bare COPY of the same file: `node --import tsx tests/bench/import.ts [rows]`.
 * Starts a throw-away PostgreSQL and prints, for a sell_through file of a million rows, the time of a COPY of that
 * file into a table without any rule, of a COPY of its rows with ids into a table with the rules of sell_through, of
 * the import's reading, of the first import and of a second that finds all the same; each with its ratio, and the most memory that Node took.
 */
import { createReadStream, createWriteStream } from 'node:fs';
import { once } from 'node:events';
import path from 'node:path';
import { finished, pipeline } from 'node:stream/promises';
import pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { addDays, day } from '../../src/lib/calendar/day';
import { connect } from '../../src/lib/db/connect.server';
import { startEmbedded } from '../../src/lib/db/embedded.server';
import { migrateToLatest } from '../../src/lib/db/migrator.server';
import { importFiles } from '../../src/lib/exchange/import.server';
import { dataFolder } from '../factories/data-folder';

const ROWS = Number(process.argv[2] ?? 1_000_000);
const TODAY = day('2026-11-23');
const [ACCOUNTS, PRODUCTS] = [200, 40];

const { folder, remove } = dataFolder('bench');
const file = (name: string) => path.join(folder, name);
const server = await startEmbedded(file('data'));
const { db } = connect(server.url, 1);
await migrateToLatest(db).finally(() => db.destroy());
const client = new pg.Client({ connectionString: server.url });
await client.connect();
let most = 0;
const watch = setInterval(() => (most = Math.max(most, process.memoryUsage().rss)), 50);
try {
  await write('accounts.csv', 'account,name', ACCOUNTS, (n) => `account-${n},Account ${n}`);
  await write(
    'products.csv',
    'product,name,brand,owner',
    PRODUCTS,
    (n) => `product-${n},Product ${n},Ours,own`
  );
  await write(
    'sell_through.csv',
    'account,store,product,week,units,stock_on_hand,price,display',
    ROWS,
    (n) =>
      `account-${n % ACCOUNTS},,product-${Math.floor(n / ACCOUNTS) % PRODUCTS},${weekOf(n)},${figures(n)}`
  );
  // Identities start at 1, in the order of the files.
  await write(
    'ids.csv',
    'account_id,store_id,product_id,week,units,stock_on_hand,unit_price,display_share',
    ROWS,
    (n) => `${1 + (n % ACCOUNTS)},,${1 + (Math.floor(n / ACCOUNTS) % PRODUCTS)},${weekOf(n)},${figures(n)}`
  );
  await importFiles(server.url, [file('accounts.csv'), file('products.csv')], {
    today: TODAY,
    personId: null
  });
  await client.query(`
    create table bare (account text, store text, product text, week date, units bigint, stock_on_hand bigint, price numeric, display numeric);
    create table ruled (like sell_through including all);
    alter table ruled add foreign key (account_id) references account, add foreign key (product_id) references product,
      add foreign key (account_id, store_id) references store (account_id, store_id)`);
  const bare = await timed(() => copy('bare', 'sell_through.csv'));
  const ruled = await timed(() => copy('ruled', 'ids.csv'));
  const before = process.memoryUsage().rss;
  most = before;
  let readAt = 0;
  const options = { today: TODAY, personId: null, onRead: () => (readAt = performance.now()) };
  const start = performance.now();
  const first = await timed(() => importFiles(server.url, [file('sell_through.csv')], options));
  const staged = readAt - start;
  const again = await timed(() => importFiles(server.url, [file('sell_through.csv')], options));
  console.log(`${ROWS} rows of sell_through`);
  const line = (what: string, ms: number) =>
    console.log(
      what.padEnd(46),
      `${ms.toFixed(0).padStart(7)} ms   ${(bare / ms).toFixed(2)} of bare COPY   ${(ruled / ms).toFixed(2)} of COPY with the rules`
    );
  line('COPY into a table without rules', bare);
  line('COPY of ids into a table with the rules', ruled);
  line('import: read, checked cell by cell and staged', staged);
  line('import, all new: the whole, rolled up', first);
  line('import again, all the same', again);
  console.log(`memory of Node: ${mb(before)} MB before, ${mb(most)} MB at most`);
} finally {
  clearInterval(watch);
  await client.end();
  await server.stop();
  remove();
}

function weekOf(n: number): string {
  return addDays(day('2015-01-05'), 7 * Math.floor(n / (ACCOUNTS * PRODUCTS)));
}

function figures(n: number): string {
  return `${(n * 7919) % 5000},${(n * 31) % 900},${(1 + (n % 500) / 100).toFixed(4)},${((n % 100) / 100).toFixed(2)}`;
}

async function write(name: string, header: string, rows: number, row: (n: number) => string): Promise<void> {
  const out = createWriteStream(file(name));
  out.write(`${header}\n`);
  for (let start = 0; start < rows; start += 10_000) {
    const count = Math.min(10_000, rows - start);
    const text = Array.from({ length: count }, (_, i) => `${row(start + i)}\n`).join('');
    if (!out.write(text)) await once(out, 'drain');
  }
  out.end();
  await finished(out);
}

async function copy(table: string, name: string): Promise<void> {
  await pipeline(
    createReadStream(file(name), { highWaterMark: 262_144 }),
    client.query(copyFrom(`copy ${table} from stdin (format csv, header)`))
  );
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

function mb(bytes: number): string {
  return (bytes / 1024 ** 2).toFixed(0);
}
