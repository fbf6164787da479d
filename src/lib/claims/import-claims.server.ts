import { parse } from 'csv-parse/sync';
import type { Db } from '$lib/db/connect.server';
import type { SheetClaim } from './claim-sheet.input';
import { enterClaim } from './enter-claim.server';

/** The cells of text that was pasted or sent as CSV; null where its quotes do not close. */
export function cellsOf(text: string): string[][] | null {
  const first = text.split(/[\r\n]/, 1)[0]!;
  const delimiter = ['\t', ';', ','].find((mark) => first.includes(mark)) ?? ',';
  try {
    return parse(text, { delimiter, bom: true, relax_column_count: true, relax_quotes: delimiter === '\t' });
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
