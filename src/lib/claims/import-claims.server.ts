import { parse } from 'csv-parse/sync';
import type { Db } from '$lib/db/connect.server';
import { MOST_LINES, type SheetClaim } from './claim-sheet.input';
import { enterClaim } from './enter-claim.server';

/**
 * The cells of text that was pasted or sent as CSV, of one line more than a sheet may have at most; null where its quotes
 * do not close.
 */
export function cellsOf(typed: string): string[][] | null {
  // A column that was marked whole brings its empty end along.
  const text = typed.trimEnd();
  const first = text.split(/[\r\n]/, 1)[0]!;
  const delimiter = ['\t', ';', ','].find((mark) => first.includes(mark)) ?? ',';
  try {
    return parse(text, {
      delimiter,
      bom: true,
      to: MOST_LINES + 1,
      relax_column_count: true,
      relax_quotes: delimiter === '\t'
    });
  } catch {
    return null;
  }
}

/** Claims that came in meanwhile, or a key that was used for others. */
class Refused extends Error {}

/**
 * Enters claims, all of them or none.
 *
 * @param key made by the client: the same claims sent twice are entered once
 * @returns false where one of them is on file since they were looked at
 */
export async function importClaims(
  db: Db,
  claims: readonly SheetClaim[],
  personId: number,
  key: string
): Promise<boolean> {
  // In one order, so that two imports of the same claims wait for each other and not both.
  const name = ({ accountCode, reference }: SheetClaim) => JSON.stringify([accountCode, reference]);
  const inOrder = [...claims].sort((a, b) => (name(a) < name(b) ? -1 : 1));
  try {
    await db.transaction().execute(async (tx) => {
      for (const [at, { accountName: _, ...claim }] of inOrder.entries()) {
        const entered = await enterClaim(tx, claim, personId, `${key}:${at}`);
        if (!entered.ok) throw new Refused(entered.refusal.why);
      }
    });
    return true;
  } catch (error) {
    if (error instanceof Refused) return false;
    throw error;
  }
}

/** How many claims a key has entered: what is sent twice is answered as the first time. */
export async function countImported(db: Db, key: string): Promise<number> {
  const { n } = await db
    .selectFrom('claim')
    .select((eb) => eb.fn.countAll<number>().as('n'))
    .where('idempotency_key', '>=', `${key}:`)
    .where('idempotency_key', '<', `${key};`)
    .executeTakeFirstOrThrow();
  return Number(n);
}
