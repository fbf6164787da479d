import type { Day } from '$lib/calendar/day';
import type { Db, Tx } from '$lib/db/connect.server';
import type { AllocationBatch } from './allocation';
import { hashOf } from './ledger.server';

/** Who saves a batch, and on which day. */
export interface Allocator {
  personId: number;
  today: Day;
}

export type Saved<R> =
  { ok: true; batchId: number; isReplay: boolean } | { ok: false; refusal: R | { why: 'key-reused' } };

/** What a batch is saved under. */
export interface BatchForm {
  key: string;
  hash: string;
}

/** Undoes all of a batch and carries the reason out of it. */
export class BatchRefused<R extends { why: string }> extends Error {
  constructor(readonly refusal: R) {
    super(refusal.why);
  }
}

/**
 * Saves a batch, all of it or nothing, once for a form however often it is sent.
 *
 * @param content what the form asks for: its key again with other content is refused
 * @param save does it in the transaction given, and answers with the batch's number; throws `BatchRefused` where it may not
 */
export async function savingBatch<R extends { why: string }>(
  db: Db,
  key: string,
  content: unknown[],
  save: (tx: Tx, form: BatchForm) => Promise<number>
): Promise<Saved<R>> {
  const hash = hashOf(JSON.stringify(content));
  try {
    return await db.transaction().execute(
      async (tx) =>
        (await findBatch<R>(tx, { key, hash })) ?? {
          ok: true,
          batchId: await save(tx, { key, hash }),
          isReplay: false
        }
    );
  } catch (error) {
    // What was refused may be what this very batch, sent twice at once, has just changed.
    if (error instanceof BatchRefused)
      return (await findBatch<R>(db, { key, hash })) ?? { ok: false, refusal: error.refusal as R };
    if ((error as { constraint?: string }).constraint !== 'allocation_batch_idempotency_key') throw error;
    // The same batch was sent in the same moment and came first: answer as it was answered.
    return savingBatch(db, key, content, save);
  }
}

async function findBatch<R>(db: Db | Tx, { key, hash }: BatchForm): Promise<Saved<R> | null> {
  const earlier = await db
    .selectFrom('allocation_batch')
    .select(['allocation_batch_id', 'request_hash'])
    .where('idempotency_key', '=', key)
    .executeTakeFirst();
  if (!earlier) return null;
  return earlier.request_hash === hash
    ? { ok: true, batchId: earlier.allocation_batch_id, isReplay: true }
    : { ok: false, refusal: { why: 'key-reused' } };
}

/** Adds a batch, which its movements then name. @returns its number */
export async function addBatch(
  tx: Tx,
  batch: {
    kind: AllocationBatch['kind'];
    reason: string;
    /** The fund that the money comes from; null for new money. */
    sourceFundId: number | null;
    undoes: number | null;
  },
  by: Allocator,
  { key, hash }: BatchForm
): Promise<number> {
  const { allocation_batch_id } = await tx
    .insertInto('allocation_batch')
    .values({
      kind: batch.kind,
      made_by: by.personId,
      made_on: by.today,
      reason: batch.reason,
      source_fund_id: batch.sourceFundId,
      idempotency_key: key,
      request_hash: hash,
      undoes_batch_id: batch.undoes
    })
    .returning('allocation_batch_id')
    .executeTakeFirstOrThrow();
  return allocation_batch_id;
}
