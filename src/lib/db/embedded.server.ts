import { spawnSync } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import {
  appendFileSync,
  chownSync,
  existsSync,
  mkdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync
} from 'node:fs';
import { createServer } from 'node:net';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import pg from 'pg';
import {
  type Binaries,
  findBinaries,
  mayRead,
  serverUser,
  type ServerUser
} from './embedded-binaries.server';
import { alone, EmbeddedUsers, isAlive } from './embedded-users.server';
import { Problem } from './problem';

/** Where root keeps what a server run by another user must reach. */
const SYSTEM_FOLDER = '/var/lib/warchest';
const NAME = 'warchest';

export interface EmbeddedServer {
  url: string;
  /** `adopted`: it was left running, or another process uses it. `recovered`: it had not been stopped cleanly. */
  state: 'started' | 'adopted' | 'recovered';
  /** Leaves the server; the last process to leave stops it. */
  stop(): Promise<void>;
}

interface Place {
  dataDir: string;
  cluster: string;
  user: ServerUser | null;
  binaries: Binaries;
  password: string;
}

/**
 * Starts PostgreSQL on the data in `dataDir`, or joins the server that already runs there.
 *
 * It listens on 127.0.0.1 only, on a free port, with a random password that `dataDir` keeps.
 *
 * @param settings further settings of the server, `{ fsync: 'off' }` for tests
 * @throws Problem where the folder cannot be written, the platform has no binaries, or the server does not start
 */
export async function startEmbedded(
  dataDir: string,
  settings: Record<string, string> = {}
): Promise<EmbeddedServer> {
  const at = openDataDir(dataDir);
  const users = new EmbeddedUsers(at);
  users.enter();
  const { place, url, state } = await alone(at, async () => {
    const place = preparePlace(at);
    const running = await join(place);
    if (running) return { place, url: running, state: 'adopted' as const };
    const isLeftover = existsSync(path.join(place.cluster, 'postmaster.pid'));
    const url = await launch(place, settings);
    return { place, url, state: isLeftover ? ('recovered' as const) : ('started' as const) };
  });
  return {
    url,
    state,
    stop: () =>
      alone(at, async () => {
        if (users.leave())
          run(place, place.binaries.pgCtl, ['stop', '-D', place.cluster, '-m', 'fast', '-w', '-t', '60']);
      })
  };
}

function openDataDir(dataDir: string): string {
  const wanted = path.resolve(dataDir);
  try {
    makeFolders(wanted);
    const probe = path.join(wanted, `.probe-${process.pid}`);
    writeFileSync(probe, '');
    rmSync(probe);
    return realpathSync(wanted);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? 'unknown';
    throw new Problem(
      `The data folder ${wanted} cannot be written (${code}). Make it writable, or choose another with DATA_DIR.`
    );
  }
}

/** One folder after the other: Node's recursive way never ends where a parent refuses, as below /proc. */
function makeFolders(folder: string): void {
  if (existsSync(folder)) return;
  makeFolders(path.dirname(folder));
  try {
    mkdirSync(folder);
  } catch (error) {
    // Another process that starts at the same time may have made it.
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
}

function preparePlace(dataDir: string): Place {
  const user = serverUser();
  const home = clusterHome(dataDir, user);
  const cluster = path.join(home, 'postgres');
  const binaries = findBinaries(user, user ? SYSTEM_FOLDER : dataDir);
  const secret = path.join(dataDir, 'postgres-password');
  if (!existsSync(secret)) writeFileSync(secret, randomBytes(24).toString('base64url'), { mode: 0o600 });
  const place = { dataDir, cluster, user, binaries, password: readFileSync(secret, 'utf8') };
  if (!existsSync(path.join(cluster, 'PG_VERSION'))) makeCluster(place);
  return place;
}

/** The folder of the data: `dataDir`, or one below the system's folder where the server's user cannot reach it. */
function clusterHome(dataDir: string, user: ServerUser | null): string {
  if (!user || existsSync(path.join(dataDir, 'postgres', 'PG_VERSION'))) return dataDir;
  const pointer = path.join(dataDir, 'postgres-is-at.txt');
  if (existsSync(pointer)) return readFileSync(pointer, 'utf8').trim();
  if (mayRead(user, dataDir)) return dataDir;
  const home = path.join(SYSTEM_FOLDER, createHash('sha256').update(dataDir).digest('hex').slice(0, 16));
  mkdirSync(home, { recursive: true, mode: 0o755 });
  writeFileSync(pointer, `${home}\n`);
  return home;
}

function makeCluster(place: Place): void {
  // What is left of an earlier attempt that was cut short holds nothing yet.
  rmSync(place.cluster, { recursive: true, force: true });
  mkdirSync(place.cluster, { mode: 0o700 });
  const secret = `${place.cluster}-initial-password`;
  writeFileSync(secret, place.password, { mode: 0o600 });
  if (place.user) for (const file of [place.cluster, secret]) chownSync(file, place.user.uid, place.user.gid);
  try {
    run(place, place.binaries.initdb, [
      `--pgdata=${place.cluster}`,
      `--username=${NAME}`,
      `--pwfile=${secret}`,
      '--auth=scram-sha-256',
      '--encoding=UTF8',
      '--locale=C',
      '--locale-provider=builtin',
      '--builtin-locale=C.UTF-8'
    ]);
  } catch (error) {
    rmSync(place.cluster, { recursive: true, force: true });
    throw error;
  } finally {
    rmSync(secret, { force: true });
  }
  appendFileSync(
    path.join(place.cluster, 'postgresql.conf'),
    `\nlisten_addresses = '127.0.0.1'\nunix_socket_directories = ''\ntimezone = 'UTC'\nlog_timezone = 'UTC'\n`
  );
}

/** The address of the server that runs on this cluster, or null. Waits for one that is still starting. */
async function join(place: Place): Promise<string | null> {
  const file = path.join(place.cluster, 'postmaster.pid');
  for (let tries = 0; tries < 150; tries++) {
    if (!existsSync(file)) return null;
    const [pid, , , port] = readFileSync(file, 'utf8').split('\n');
    if (!pid || !isAlive(Number(pid))) return null;
    if (!isPostgres(Number(pid))) {
      // The number now belongs to another program, which would keep PostgreSQL from starting.
      rmSync(file);
      return null;
    }
    if (port && (await answers(addressOf(place, Number(port))))) return addressOf(place, Number(port));
    await wait(200);
  }
  throw new Problem(
    `A PostgreSQL was left running on ${place.cluster} and does not answer. Stop process ${readFileSync(file, 'utf8').split('\n')[0]} and start again.`
  );
}

function isPostgres(pid: number): boolean {
  const comm = `/proc/${pid}/comm`;
  return existsSync(comm) ? readFileSync(comm, 'utf8').startsWith('postgres') : true;
}

async function answers(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2000 });
  client.on('error', () => {});
  try {
    await client.connect();
    await client.query('select 1');
    return true;
  } catch (error) {
    if ((error as { code?: string }).code === '28P01') {
      throw new Problem(
        'The password of the built-in database does not match its data folder. Restore the file postgres-password there.'
      );
    }
    return false;
  } finally {
    await client.end().catch(() => {});
  }
}

async function launch(place: Place, settings: Record<string, string>): Promise<string> {
  const port = await freePort();
  const options = Object.entries({ port: String(port), ...settings }).map(
    ([name, value]) => `-c ${name}=${value}`
  );
  const log = path.join(path.dirname(place.cluster), 'postgres.log');
  if (place.user && !existsSync(log)) {
    writeFileSync(log, '', { mode: 0o600 });
    chownSync(log, place.user.uid, place.user.gid);
  }
  run(
    place,
    place.binaries.pgCtl,
    ['start', '-D', place.cluster, '-l', log, '-w', '-t', '120', '-s', '-o', options.join(' ')],
    log
  );
  const url = addressOf(place, port);
  if (!(await answers(url)))
    throw new Problem(`PostgreSQL started on port ${port} and does not answer; its log is ${log}.`);
  return url;
}

function addressOf(place: Place, port: number): string {
  return `postgres://${NAME}:${place.password}@127.0.0.1:${port}/postgres`;
}

function run(place: Place, program: string, args: string[], log?: string): void {
  const env: NodeJS.ProcessEnv = {
    PATH: process.env.PATH,
    LC_ALL: 'C',
    HOME: path.dirname(place.cluster),
    TZ: 'UTC'
  };
  if (process.platform === 'win32') Object.assign(env, process.env);
  const done = spawnSync(program, args, {
    cwd: path.dirname(place.cluster),
    env,
    encoding: 'utf8',
    // A server inherits what it is started with: an open pipe would keep the caller waiting for it.
    stdio: args[0] === 'start' ? 'ignore' : 'pipe',
    ...(place.user && { uid: place.user.uid, gid: place.user.gid })
  });
  if (done.status === 0) return;
  const said =
    (done.error?.message ?? done.stderr ?? '').trim().split('\n').at(-1) || (log ? lastLine(log) : '');
  throw new Problem(
    `PostgreSQL: ${path.basename(program)} failed${said ? `: ${said}` : ''}.${log ? ` Its log is ${log}.` : ''}`
  );
}

function lastLine(file: string): string {
  return existsSync(file) ? (readFileSync(file, 'utf8').trim().split('\n').at(-1) ?? '') : '';
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as { port: number };
      probe.close(() => resolve(port));
    });
  });
}
