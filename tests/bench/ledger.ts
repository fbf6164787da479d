/**
 * Commitments a second through our code beside `pgbench`, which runs the same SQL on the same database:
 * `node --import tsx tests/bench/ledger.ts`. Starts a throw-away PostgreSQL with its real durability. `pgbench` is looked for on
 * the path. The rounds of the ways alternate, so that a noisy moment meets all of them; the best round of each counts.
 *
 * - ours: `bookMovement`, a new key each, on a pool with as many connections as clients
 * - same SQL: the statement that `bookMovement` sends, from pgbench
 * - bare: the two balances only, without movement, key and audit, from pgbench
 */
import { spawn, spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { sql } from 'kysely';
import { connect, type Db } from '../../src/lib/db/connect.server';
import { examine } from '../../src/lib/db/doctor.server';
import { startEmbedded } from '../../src/lib/db/embedded.server';
import { migrateToLatest } from '../../src/lib/db/migrator.server';
import { bookMovement, bookingStatement } from '../../src/lib/funds/ledger.server';
import { fund, order, promotion } from '../factories/fund';
import { dataFolder } from '../factories/data-folder';

const FUNDS = 20;
const PROMOTIONS_EACH = 20;
const CLIENTS = [1, 8, 64];
const ROUNDS = 3;
const SECONDS = 4;

if (spawnSync('pgbench', ['--version']).status !== 0) {
  console.error('pgbench is not on the path; it comes with PostgreSQL.');
  process.exit(1);
}
const { folder, remove } = dataFolder('bench');
const server = await startEmbedded(folder);
try {
  const { db } = connect(server.url);
  await migrateToLatest(db);
  const pairs = await pairsOf(db);
  const sameSql = script('same', sameSqlOf(pairs));
  const bare = script('bare', bareOf(pairs));
  console.log('clients     ours  same SQL      bare   ours/same  ours/bare   (commitments a second)');
  for (const clients of CLIENTS) {
    const best = { ours: 0, same: 0, bare: 0 };
    for (let round = 0; round < ROUNDS; round++) {
      best.ours = Math.max(best.ours, await ours(pairs, clients));
      best.same = Math.max(best.same, await pgbench(sameSql, clients));
      best.bare = Math.max(best.bare, await pgbench(bare, clients));
    }
    console.log(
      [
        String(clients).padStart(7),
        ...[best.ours, best.same, best.bare].map((n) => n.toFixed(0).padStart(9)),
        (best.ours / best.same).toFixed(2).padStart(11),
        (best.ours / best.bare).toFixed(2).padStart(10)
      ].join('')
    );
  }
  // The bare way writes no movement, and so leaves balances that no movement explains.
  const broken = (await examine(db)).filter(({ broken }) => broken.length > 0).map(({ rule }) => rule);
  console.log(`doctor after it: ${broken.join(', ') || 'clean'} (the bare way is expected to break the sum)`);
  await db.destroy();
} finally {
  await server.stop();
  remove();
}

/** Funds with promotions that draw on them: what a commitment goes from and to. */
async function pairsOf(db: Db): Promise<{ fundId: number; promotionIds: number[] }[]> {
  const pairs = [];
  for (let i = 0; i < FUNDS; i++) {
    const fundId = await fund(db, 1e13);
    const promotionIds = [];
    for (let j = 0; j < PROMOTIONS_EACH; j++) promotionIds.push(await promotion(db, fundId));
    pairs.push({ fundId, promotionIds });
  }
  return pairs;
}

type Pairs = Awaited<ReturnType<typeof pairsOf>>;

async function ours(pairs: Pairs, clients: number): Promise<number> {
  const { db } = connect(server.url, clients);
  await Promise.all(Array.from({ length: clients }, () => sql`select 1`.execute(db)));
  const until = performance.now() + SECONDS * 1000;
  let done = 0;
  await Promise.all(
    Array.from({ length: clients }, async () => {
      while (performance.now() < until) {
        const { fundId, promotionIds } = pairs[Math.floor(Math.random() * pairs.length)]!;
        const promotionId = promotionIds[Math.floor(Math.random() * promotionIds.length)]!;
        const outcome = await bookMovement(db, commit(fundId, promotionId));
        if (!outcome.ok) throw new Error(`Refused: ${outcome.refusal.why}`);
        done++;
      }
    })
  );
  await db.destroy();
  return done / SECONDS;
}

function commit(fundId: number, promotionId: number, key: string = randomUUID()) {
  return order({
    kind: 'commit',
    from: { kind: 'available', fundId },
    to: { kind: 'committed', promotionId },
    amountMinor: 1,
    key
  });
}

/** The statement of `bookMovement` with pgbench's variables in the places of what differs. */
function sameSqlOf(pairs: Pairs): string {
  const [fundMark, promotionMark, keyMark] = [700_001, 700_002, 'key-mark'];
  const { db } = connect(server.url, 1);
  const compiled = bookingStatement(commit(fundMark, promotionMark, keyMark)).compile(db);
  void db.destroy();
  const literal = (value: unknown): string => {
    if (value === fundMark) return ':fund';
    if (value === promotionMark) return ':promotion';
    if (value === keyMark) return ':key::text';
    if (value === null) return 'null';
    return typeof value === 'number' ? String(value) : `'${String(value).replaceAll("'", "''")}'`;
  };
  const text = compiled.sql.replace(/\$(\d+)/g, (_, n: string) =>
    literal(compiled.parameters[Number(n) - 1])
  );
  return `${choice(pairs)}${text.replace(/--.*$/gm, '').replace(/\s+/g, ' ')};\n`;
}

function bareOf(pairs: Pairs): string {
  return `${choice(pairs)}with taken as (
    update balance set amount_minor = amount_minor - 1 where fund_id = :fund and kind = 'available' and amount_minor >= 1
    returning 1)
    update balance set amount_minor = amount_minor + 1
    where promotion_id = :promotion and kind = 'committed' and exists (select from taken);\n`.replace(
    /\n {4}/g,
    ' '
  );
}

/** Promotions were made fund by fund, so that their numbers follow each other. */
function choice(pairs: Pairs): string {
  const first = pairs[0]!;
  return `\\set i random(0, ${pairs.length - 1})
\\set fund ${first.fundId} + :i
\\set promotion ${first.promotionIds[0]!} + :i * ${PROMOTIONS_EACH} + random(0, ${PROMOTIONS_EACH - 1})
\\set key random(1, 4000000000000000000)
`;
}

function script(name: string, text: string): string {
  const file = path.join(folder, `${name}.sql`);
  writeFileSync(file, text);
  return file;
}

/** Transactions a second of a script, with its statements prepared, as ours are. */
async function pgbench(file: string, clients: number): Promise<number> {
  const threads = Math.min(clients, 2);
  const args = ['-n', '-M', 'prepared', '-c', String(clients), '-j', String(threads), '-T', String(SECONDS)];
  const child = spawn('pgbench', [...args, '-f', file, server.url]);
  let out = '';
  child.stdout.on('data', (data) => (out += data));
  child.stderr.on('data', (data) => (out += data));
  const status = await new Promise((resolve) => child.on('close', resolve));
  const tps = /tps = ([\d.]+)/.exec(out)?.[1];
  if (status !== 0 || !tps) throw new Error(`pgbench failed:\n${out}`);
  return Number(tps);
}
