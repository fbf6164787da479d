import { sql } from 'kysely';
import { createHash } from 'node:crypto';
import path from 'node:path';
import type { Day } from '$lib/calendar/day';
import { connectOnce, type Tx } from '$lib/db/connect.server';
import { lockOrders, trueUpAccruals } from '$lib/funds/accrual.server';
import { bookStages } from './book.server';
import { checkStages } from './checks.server';
import { type Kind, KINDS } from './formats';
import {
  type Counts,
  countChanges,
  keepChangedPromotions,
  keepCorrectedOrders,
  mergeBrands,
  mergeKind,
  mergePromotionProducts,
  type Run
} from './merge.server';
import { fillEmptyCells, markFirst } from './known.server';
import { openCsv } from './read-csv.server';
import { ErrorList, type FileRejection, type FileSummary, type ImportOutcome } from './report';
import { rollUpStaged } from './roll-up.server';
import { createStages, stageFile } from './stage.server';

/** Two imports at once would count against each other: the second waits for the first. */
const LOCK = 7_266_001;

/** What has been read of each file, in the order of the call. */
interface Staged {
  files: FileRejection[];
  kinds: Set<Kind>;
  /** Kinds of which a file could not be read as a whole. */
  unread: Set<Kind>;
}

/** Carries an outcome out of the transaction, which it undoes. */
class Undone extends Error {
  constructor(readonly outcome: ImportOutcome) {
    super('Nothing was imported.');
  }
}

export interface ImportOptions {
  today: Day;
  personId: number | null;
  /** How each file is called in errors; the default is its name, after its folder where there are several. */
  names?: string[];
  /** Do everything, say what came of it, and write nothing. */
  isTrial?: boolean;
  /** Told how many bytes of all files have been read. */
  onBytes?: (bytes: number) => void;
  /** Told when all is read and the database is at work. */
  onRead?: () => void;
}

/**
 * Imports CSV files, all or nothing: reads them as streams, checks every row against the formats, the database and
 * each other, and writes only where all are right. Importing the same again changes nothing.
 *
 * @param url the database
 * @throws Problem where a file cannot be read
 */
export async function importFiles(
  url: string,
  paths: string[],
  options: ImportOptions
): Promise<ImportOutcome> {
  const { db, client, close } = await connectOnce(url);
  try {
    return await db.transaction().execute(async (tx) => {
      await sql`select pg_advisory_xact_lock(${LOCK})`.execute(tx);
      await lockOrders(tx);
      const { currency } = await tx.selectFrom('organisation').select('currency').executeTakeFirstOrThrow();
      const names = options.names ?? shortNames(paths);
      const errors = new ErrorList(names);
      await createStages(client, names);
      const staged: Staged = { files: [], kinds: new Set(), unread: new Set() };
      let bytes = 0;
      const onBytes = (more: number) => options.onBytes?.((bytes += more));
      const hashes: string[] = [];
      for (const [fileNo, file] of paths.entries()) {
        const hash = createHash('sha256');
        const opened = await openCsv(file, {
          fileNo,
          name: names[fileNo]!,
          currency,
          errors,
          onBytes: (chunk) => {
            hash.update(chunk);
            onBytes(chunk.length);
          }
        });
        if ('nearest' in opened) {
          if (opened.nearest) staged.unread.add(opened.nearest);
          staged.files.push({ file: names[fileNo]!, kind: null, read: 0, rejected: 0 });
          continue;
        }
        await stageFile(client, fileNo, opened);
        hashes.push(hash.digest('hex'));
        const { kind } = opened.format;
        staged.kinds.add(kind);
        staged.files.push({ file: names[fileNo]!, kind, read: opened.progress.read, rejected: 0 });
      }
      options.onRead?.();
      await fillEmptyCells(tx, staged.kinds);
      await checkStages(tx, staged.kinds, staged.unread, errors);
      refuse(errors, staged);
      const { today, personId } = options;
      const runId = await startRun(
        tx,
        personId,
        names.map((name, i) => ({ name, sha256: hashes[i]! }))
      );
      await markFirst(tx);
      const files = await mergeAll(tx, staged, { runId, today, personId });
      const by = { personId, via: 'import' as const };
      const movements = await bookStages(tx, { today, by, runId, currency, names }, errors);
      refuse(errors, staged);
      const accrued = await trueUpAccruals(tx, null, {
        today,
        by,
        reason: names.join(', '),
        key: `import:${runId}`,
        importRun: runId
      });
      await endRun(tx, runId, files, movements + accrued);
      const outcome = { ok: true as const, files, movements: movements + accrued };
      if (options.isTrial) throw new Undone(outcome);
      return outcome;
    });
  } catch (error) {
    if (error instanceof Undone) return error.outcome;
    throw error;
  } finally {
    await close();
  }
}

function refuse(errors: ErrorList, { files }: Staged): void {
  if (errors.count === 0) return;
  throw new Undone({
    ok: false,
    errors: errors.errors,
    count: errors.count,
    files: files.map((file, fileNo) => ({ ...file, rejected: errors.rejected(fileNo) }))
  });
}

async function mergeAll(tx: Tx, { files, kinds }: Staged, run: Run): Promise<FileSummary[]> {
  const counts = new Map<number, Counts>();
  for (const kind of KINDS.filter((one) => kinds.has(one))) {
    const counted = await countChanges(tx, kind);
    for (const [fileNo, one] of counted) counts.set(fileNo, one);
    // What is there already need not be written again, which a repeated import is all about.
    if (![...counted.values()].some((one) => one.new + one.changed > 0)) continue;
    const isCorrected = [...counted.values()].some((one) => one.changed > 0);
    if (kind === 'products') await mergeBrands(tx);
    if (kind === 'promotions') await keepChangedPromotions(tx, run);
    if (kind === 'sell_in' && isCorrected) await keepCorrectedOrders(tx, run);
    await mergeKind(tx, kind, run.today);
    if (kind === 'promotions') await mergePromotionProducts(tx);
    if (kind === 'sell_through') await rollUpStaged(tx, run, isCorrected);
  }
  return files.map(({ file, kind, read }, fileNo) => ({
    file,
    kind: kind!,
    read,
    ...(counts.get(fileNo) ?? { new: 0, changed: 0, same: 0 })
  }));
}

/** One row a call: who, which files, and in the end what came of it. What it books names it. */
async function startRun(
  tx: Tx,
  personId: number | null,
  files: { name: string; sha256: string }[]
): Promise<number> {
  const { import_run_id } = await tx
    .insertInto('import_run')
    .values({ person_id: personId, files: JSON.stringify(files), summary: '[]' })
    .returning('import_run_id')
    .executeTakeFirstOrThrow();
  return import_run_id;
}

async function endRun(tx: Tx, runId: number, files: FileSummary[], movements: number): Promise<void> {
  await tx
    .updateTable('import_run')
    .set({ summary: JSON.stringify(files), movements, finished_at: sql<Date>`clock_timestamp()` })
    .where('import_run_id', '=', runId)
    .execute();
}

/** File names, after their folder where the files come from several: `cheese/accounts.csv` beside `tuna/accounts.csv`. */
function shortNames(paths: string[]): string[] {
  const folders = new Set(paths.map((file) => path.dirname(file)));
  if (folders.size === 1) return paths.map((file) => path.basename(file));
  return paths.map((file) => path.join(path.basename(path.dirname(file)), path.basename(file)));
}
