import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type TestDatabase, testDatabase } from '../../tests/factories/database';
import { addDays, day } from '../lib/calendar/day';

const folder = mkdtempSync(path.join(tmpdir(), 'warchest-import-command-'));
let test: TestDatabase;
beforeAll(async () => {
  test = await testDatabase();
});
afterAll(async () => {
  await test.drop();
  rmSync(folder, { recursive: true });
});

/** The files in a folder of their own. */
function write(name: string, files: Record<string, string>): string {
  mkdirSync(path.join(folder, name), { recursive: true });
  for (const [file, text] of Object.entries(files)) writeFileSync(path.join(folder, name, file), text);
  return name;
}

function start(...args: string[]): ChildProcess {
  return spawn(process.execPath, ['--import', 'tsx', 'src/cli/import.ts', ...args], {
    // As npm runs it: in the package's folder, called from another.
    env: { ...process.env, DATABASE_URL: test.url, INIT_CWD: folder }
  });
}

async function run(...args: string[]): Promise<{ status: number; out: string; err: string }> {
  const child = start(...args);
  let [out, err] = ['', ''];
  child.stdout!.on('data', (text) => (out += text));
  child.stderr!.on('data', (text) => (err += text));
  const [status] = (await once(child, 'close')) as [number];
  return { status, out, err };
}

const sold = async () =>
  (await sql<{ n: number }>`select count(*) as n from sell_through`.execute(test.db)).rows[0]!.n;
const figures = (text: string) =>
  /^all +(\d+) +(\d+) +(\d+) +(\d+) +(\d+)$/m.exec(text)?.slice(1).map(Number);

/** Waits until an import is writing, or until the server has noticed that it is gone. */
async function working(isWanted: boolean): Promise<void> {
  for (;;) {
    const { rows } = await sql`select from pg_stat_activity where datname = current_database()
      and pid <> pg_backend_pid() and state <> 'idle' and query like '%insert into sell_through as%'`.execute(
      test.db
    );
    if (rows.length > 0 === isWanted) return;
    await pause(10);
  }
}

const MARKET = {
  'accounts.csv': 'account,name\nnorth,Northgate\n',
  'products.csv': 'product,name,brand,owner\none,One,Aster,own\n'
};
const HEADER = 'account,product,week,units\n';

describe('npm run import', () => {
  it('reads every CSV file of a folder, named from where it was called, and sums up', async () => {
    const market = write('market', { ...MARKET, 'notes.txt': 'not for us' });
    const first = await run(market);
    expect([first.status, first.err, figures(first.out)]).toEqual([0, '', [2, 2, 0, 0, 0]]);
    const second = await run(market, `${market}/accounts.csv`);
    expect([second.status, figures(second.out)]).toEqual([0, [2, 0, 0, 2, 0]]);
  });

  it('names each of five wrong rows, writes nothing and ends with status 1', async () => {
    const wrong = write('wrong', {
      ...MARKET,
      'sell_through.csv': `${HEADER}north,one,2026-01-05,7\nnorth,one,2026-01-06,7\nnorth,one,2026-01-12,7.5\nnorth,nine,2026-01-19,7\nnorth,"one,2026-01-26,7\nnorth,one,2026-02-02\n`
    });
    const { status, err, out } = await run(wrong);
    expect(status).toBe(1);
    expect(err.match(/^sell_through\.csv:\d+/gm)).toEqual(
      [3, 4, 5, 6, 7].map((n) => `sell_through.csv:${n}`)
    );
    expect(err).toContain('sell_through.csv:3, column week: "2026-01-06" – expected a Monday');
    expect(err).toContain('Nothing was imported: 5 faults.');
    expect(figures(out)).toEqual([8, 0, 0, 0, 5]);
    expect(await sold()).toBe(0);
  });

  it('prints a hundred faults and counts the rest', async () => {
    const rows = Array.from({ length: 130 }, (_, n) => `north,one,2026-01-05,x${n}\n`).join('');
    const { status, err } = await run(
      `${write('many', { 'sell_through.csv': HEADER + rows })}/sell_through.csv`
    );
    expect(status).toBe(1);
    expect(err.match(/^sell_through\.csv:/gm)).toHaveLength(100);
    expect(err).toContain('… and 30 more');
    expect(err).toContain('130 faults');
  });

  it.each([
    ['no argument', [], /^Usage: npm run import/],
    ['a path that is not there', ['nowhere'], /^There is no file or folder .*nowhere/],
    ['a folder without a CSV file', ['.'], /has no \.csv file/]
  ])('says in one line what to do about %s', async (_, args, line) => {
    const { status, err } = await run(...args);
    expect([status, err.trim().split('\n').length]).toEqual([1, 1]);
    expect(err).toMatch(line);
  });

  it('leaves nothing when it is killed, and the repeat is whole', async () => {
    const products = Array.from({ length: 600 }, (_, n) => `p${n},Product ${n},Aster,own\n`).join('');
    const sales = Array.from({ length: 30_000 }, (_, n) => {
      return `north,p${n % 600},${addDays(day('2020-01-06'), 7 * Math.floor(n / 600))},${n}\n`;
    }).join('');
    const long = write('long', {
      ...MARKET,
      'products.csv': `product,name,brand,owner\n${products}`,
      'sell_through.csv': HEADER + sales
    });
    const child = start(long);
    await working(true);
    child.kill('SIGKILL');
    await once(child, 'close');
    await working(false);
    expect(await sold()).toBe(0);
    const repeat = await run(long);
    expect([repeat.status, await sold()]).toEqual([0, 30_000]);
  });
});
