import { sql } from 'kysely';
import path from 'node:path';
import type { Day } from '$lib/calendar/day';
import { connectOnce, type Tx } from '$lib/db/connect.server';
import { rebuildSellThroughWeeks } from '$lib/sell-through/roll-up.server';
import { bookStages } from './book.server';
import { checkStages } from './checks.server';
import { type Kind, KINDS } from './formats';
import { type Counts, countChanges, mergeBrands, mergeKind, mergePromotionProducts } from './merge.server';
import { openCsv } from './read-csv.server';
import { ErrorList, type ImportOutcome } from './report';
import { createStages, stageRows } from './stage.server';

/** Two imports at once would count against each other: the second waits for the first. */
const LOCK = 7_266_001;

interface Staged {
  file: string;
  kind: Kind;
  read: number;
}

class Rejected extends Error {}

export interface ImportOptions {
  today: Day;
  personId: number | null;
  /** Told how many bytes of all files have been read. */
  onBytes?: (bytes: number) => void;
}

/**
 * Imports CSV files, all or nothing: reads them as streams, checks every row against the formats, the database and
 * each other, and writes only where all are right. Importing the same again changes nothing.
 *
 * @param url the database
 * @param paths files; how they are called in errors is the part after their common folder
 */
export async function importFiles(
  url: string,
  paths: string[],
  options: ImportOptions
): Promise<ImportOutcome> {
  const { db, client, close } = await connectOnce(url);
  const errors = new ErrorList();
  const names = shortNames(paths);
  let read = 0;
  try {
    return await db.transaction().execute(async (tx) => {
      await sql`select pg_advisory_xact_lock(${LOCK})`.execute(tx);
      const { currency } = await tx.selectFrom('organisation').select('currency').executeTakeFirstOrThrow();
      await createStages(client);
      const staged: Staged[] = [];
      let bytes = 0;
      for (const [fileNo, file] of paths.entries()) {
        const opened = await openCsv(file, names[fileNo]!, currency, errors, (more) =>
          options.onBytes?.((bytes += more))
        );
        if (!opened) continue;
        const rows = await stageRows(client, opened.format.kind, fileNo, opened.rows);
        read += rows;
        staged[fileNo] = { file: names[fileNo]!, kind: opened.format.kind, read: rows };
      }
      await sql.raw(KINDS.map((kind) => `analyze stage_${kind}`).join('; ')).execute(tx);
      await checkStages(tx, names, errors);
      if (errors.count > 0) throw new Rejected();
      const counts = await mergeAll(tx, staged);
      const runId = await recordRun(tx, options.personId, names, staged);
      const context = {
        today: options.today,
        by: { personId: options.personId, via: 'import' as const },
        runId,
        currency,
        files: names
      };
      const movements = await bookStages(tx, context, errors);
      if (errors.count > 0) throw new Rejected();
      await rollUp(tx);
      const files = staged
        .filter(Boolean)
        .map((one, i) => ({ ...one, ...(counts.get(i) ?? { new: 0, changed: 0, same: 0 }) }));
      return { ok: true, files, movements };
    });
  } catch (error) {
    if (error instanceof Rejected) return { ok: false, errors: errors.errors, count: errors.count, read };
    throw error;
  } finally {
    await close();
  }
}

async function mergeAll(tx: Tx, staged: Staged[]): Promise<Map<number, Counts>> {
  const counts = new Map<number, Counts>();
  await mergeBrands(tx);
  for (const kind of KINDS) {
    if (!staged.some((one) => one?.kind === kind)) continue;
    for (const [fileNo, counted] of await countChanges(tx, kind)) counts.set(fileNo, counted);
    await mergeKind(tx, kind);
  }
  await mergePromotionProducts(tx);
  return counts;
}

async function recordRun(
  tx: Tx,
  personId: number | null,
  files: string[],
  staged: Staged[]
): Promise<number> {
  const { import_run_id } = await tx
    .insertInto('import_run')
    .values({
      person_id: personId,
      files: JSON.stringify(files),
      summary: JSON.stringify(staged.filter(Boolean))
    })
    .returning('import_run_id')
    .executeTakeFirstOrThrow();
  return import_run_id;
}

async function rollUp(tx: Tx): Promise<void> {
  const { rows } = await sql<{ account_id: number }>`
    select account_id from account where code in (select distinct account from stage_sell_through)`.execute(
    tx
  );
  if (rows.length > 0)
    await rebuildSellThroughWeeks(
      tx,
      rows.map(({ account_id }) => account_id)
    );
}

/** File names without the folder that all share; `cheese/accounts.csv` beside `tuna/accounts.csv`. */
function shortNames(paths: string[]): string[] {
  const folders = new Set(paths.map((file) => path.dirname(file)));
  if (folders.size === 1) return paths.map((file) => path.basename(file));
  return paths.map((file) => path.join(path.basename(path.dirname(file)), path.basename(file)));
}
