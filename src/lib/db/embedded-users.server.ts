import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { Problem } from './problem';

/** Whether a process with this id runs; one that belongs to somebody else counts as running. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/**
 * The processes that use one embedded server, as files named by process id: the last to leave stops the server,
 * so that an import that started it does not take it from an app that joined, nor the other way round.
 */
export class EmbeddedUsers {
  readonly #folder: string;

  constructor(dataDir: string) {
    this.#folder = path.join(dataDir, 'in-use');
    mkdirSync(this.#folder, { recursive: true });
  }

  enter(): void {
    writeFileSync(path.join(this.#folder, String(process.pid)), '');
  }

  /** @returns true where nobody else is left */
  leave(): boolean {
    rmSync(path.join(this.#folder, String(process.pid)), { force: true });
    const others = readdirSync(this.#folder).map(Number);
    for (const pid of others.filter((pid) => !isAlive(pid)))
      rmSync(path.join(this.#folder, String(pid)), { force: true });
    return !others.some((pid) => pid !== process.pid && isAlive(pid));
  }
}

/**
 * Runs `work` while no other process starts or stops the server of this data folder.
 *
 * @throws Problem where another process holds on for longer than two minutes
 */
export async function alone<T>(dataDir: string, work: () => Promise<T>): Promise<T> {
  const lock = path.join(dataDir, 'starting');
  const until = Date.now() + 120_000;
  for (;;) {
    try {
      writeFileSync(lock, String(process.pid), { flag: 'wx' });
      break;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
    const holder = Number(readHolder(lock));
    if (holder && !isAlive(holder)) rmSync(lock, { force: true });
    else if (Date.now() > until) {
      throw new Problem(
        `Process ${holder} has been starting the database in ${dataDir} for two minutes. Stop it, or remove ${lock}.`
      );
    } else await wait(100);
  }
  try {
    return await work();
  } finally {
    rmSync(lock, { force: true });
  }
}

function readHolder(lock: string): string {
  try {
    return readFileSync(lock, 'utf8');
  } catch {
    return '';
  }
}
