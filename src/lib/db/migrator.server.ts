import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Migration, Migrator } from 'kysely';
import type { Db } from './connect.server';
import { Problem } from './problem';

const FOLDER = path.resolve(import.meta.dirname, '../../../migrations');

/** The migrations among a folder's files, in their order. @throws where the name of one gives it no place in it */
export function inOrder(files: string[]): string[] {
  const found = files.filter((file) => file.endsWith('.ts')).sort();
  const misnamed = found.find((file) => !/^\d{4}_\w+\.ts$/.test(file));
  if (misnamed)
    throw new Error(
      `migrations/${misnamed} is not named like 0001_people.ts, so it has no place in the order.`
    );
  return found;
}

async function migrations(): Promise<Record<string, Migration>> {
  const files = inOrder(await readdir(FOLDER));
  const found: Record<string, Migration> = {};
  for (const file of files) {
    const address = pathToFileURL(path.join(FOLDER, file)).href;
    found[path.basename(file, '.ts')] = (await import(/* @vite-ignore */ address)) as Migration;
  }
  return found;
}

/**
 * Brings the database to the newest schema, inside Kysely's lock, so that two servers may start at once.
 *
 * @returns the names of the migrations that were run
 * @throws Problem where the database has been migrated by newer code
 */
export async function migrateToLatest(db: Db): Promise<string[]> {
  const migrator = new Migrator({ db, provider: { getMigrations: migrations } });
  const { error, results } = await migrator.migrateToLatest();
  if (error) {
    const message = error instanceof Error ? error.message : String(error);
    if (/corrupted migrations|previously executed/i.test(message)) {
      throw new Problem(
        'This database was made by a newer Warchest than this one. Update the code (git pull), or point DATA_DIR or DATABASE_URL at another database.'
      );
    }
    throw error;
  }
  return (results ?? []).map((result) => result.migrationName);
}
