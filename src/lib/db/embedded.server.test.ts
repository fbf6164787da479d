import { spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { dataFolder } from '../../../tests/factories/data-folder';
import { connect } from './connect.server';
import { startEmbedded } from './embedded.server';
import { openDatabase } from './open.server';

const { folder, remove } = dataFolder('embedded');
const FAST = { fsync: 'off' };
beforeAll(async () => {
  const server = await startEmbedded(folder, FAST);
  const { pool, db } = connect(server.url, 1);
  await pool.query('create table kept (n integer)');
  await pool.query('insert into kept values (42)');
  await db.destroy();
  await server.stop();
});
afterAll(remove);

const clusterOf = () => {
  const pointer = path.join(folder, 'postgres-is-at.txt');
  return path.join(existsSync(pointer) ? readFileSync(pointer, 'utf8').trim() : folder, 'postgres');
};
const pidFile = () => path.join(clusterOf(), 'postmaster.pid');

async function keptIn(url: string): Promise<number> {
  const { pool, db } = connect(url, 1);
  const { rows } = await pool.query<{ n: number }>('select n from kept');
  await db.destroy();
  return rows[0]!.n;
}

/** Starts the server in a process of its own and kills that process without warning. */
async function startAndKill(): Promise<void> {
  const script = `const { startEmbedded } = await import('./src/lib/db/embedded.server.ts'); await startEmbedded(${JSON.stringify(folder)}, { fsync: 'off' }); console.log('up'); setInterval(() => {}, 1000);`;
  const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', script], {
    stdio: ['ignore', 'pipe', 'inherit']
  });
  await new Promise<void>((resolve, reject) => {
    child.stdout.once('data', () => resolve());
    child.once('exit', (code) => reject(new Error(`ended with ${code}`)));
  });
  child.removeAllListeners('exit');
  const gone = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGKILL');
  await gone;
}

it('stops with the last process that uses it', () => {
  expect(existsSync(pidFile())).toBe(false);
  expect(readdirSync(path.join(folder, 'in-use'))).toEqual([]);
});

it('is adopted where a killed app left it running', async () => {
  await startAndKill();
  const server = await startEmbedded(folder, FAST);
  expect(server.state).toBe('adopted');
  expect(await keptIn(server.url)).toBe(42);
  await server.stop();
  expect(existsSync(pidFile())).toBe(false);
});

it('is recovered where it was killed itself', async () => {
  const first = await startEmbedded(folder, FAST);
  process.kill(Number(readFileSync(pidFile(), 'utf8').split('\n')[0]), 'SIGKILL');
  const server = await startEmbedded(folder, FAST);
  expect(server.state).toBe('recovered');
  expect(await keptIn(server.url)).toBe(42);
  await server.stop();
  void first;
});

it('is shared by two that start at once, and outlives the first to leave', async () => {
  const [one, two] = await Promise.all([startEmbedded(folder, FAST), startEmbedded(folder, FAST)]);
  expect(one.url).toBe(two.url);
  expect([one.state, two.state].sort()).toEqual(['adopted', 'started']);
  await one.stop();
});

it.each<[string, NodeJS.ProcessEnv, RegExp]>([
  ['a folder that cannot be made', { DATA_DIR: '/proc/no/such' }, /cannot be written/],
  ['an address that is none', { DATABASE_URL: 'warchest' }, /not an address of PostgreSQL/],
  [
    'a server that is not there',
    { DATABASE_URL: 'postgres://a:b@127.0.0.1:9/x' },
    /nothing listens at 127\.0\.0\.1:9/
  ]
])('refuses %s in one line that says what to do', async (_, env, words) => {
  await expect(openDatabase(env, folder)).rejects.toThrow(words);
});

it('refuses a wrong password and a database that is not there', async () => {
  const server = await startEmbedded(folder, FAST);
  const wrong = server.url.replace(/:[^:@]+@/, ':wrong@');
  await expect(openDatabase({ DATABASE_URL: wrong }, folder)).rejects.toThrow(
    /Correct the name and the password/
  );
  const other = server.url.replace(/[^/]+$/, 'nowhere');
  await expect(openDatabase({ DATABASE_URL: other }, folder)).rejects.toThrow(/has no database "nowhere"/);
  await server.stop();
  rmSync(path.join(folder, 'in-use'), { recursive: true, force: true });
});
