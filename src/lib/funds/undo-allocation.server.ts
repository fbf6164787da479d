import { sql } from 'kysely';
import type { Db, Tx } from '$lib/db/connect.server';
import type { AllocationBatch } from './allocation';
import {
  addBatch,
  type Allocator,
  type BatchForm,
  BatchRefused,
  type Saved,
  savingBatch
} from './allocation-batch.server';
import { bookInBulk, lockBalances } from './bulk.server';
import type { MovementOrder, Refusal } from './ledger';
import { refOf } from './ledger.server';

export type UndoRefusal =
  Refusal | { why: 'unknown-batch' | 'undone-before' } | { why: 'built-on'; fund: string };
class NotUndone extends BatchRefused<UndoRefusal> {}

/**
 * A movement of a batch, with the fund whose budget it is told as a change of: the side that the money does not come from,
 * and of a close the fund that was closed. `built_fund_id` is the one that others may have built on since.
 */
const LINES = sql`(
  select m.movement_id, m.allocation_batch_id,
    case when batch.kind = 'close' and batch.undoes_batch_id is null then f.fund_id
      when t.fund_id is distinct from batch.source_fund_id then t.fund_id else f.fund_id end as fund_id,
    case when batch.kind = 'close' and batch.undoes_batch_id is null then -m.amount_minor
      when t.fund_id is distinct from batch.source_fund_id then m.amount_minor else -m.amount_minor end as change,
    case when t.fund_id is distinct from batch.source_fund_id then t.fund_id else f.fund_id end as built_fund_id
  from movement m join allocation_batch batch using (allocation_batch_id)
    join balance f on f.balance_id = m.from_balance_id join balance t on t.balance_id = m.to_balance_id
  -- What a fund holds in its reserve is its budget still.
  where f.fund_id is distinct from t.fund_id)`;

/** A fund of `batch` whose available balance has moved since the batch, by the id of the batch. */
const BUILT_ON = sql`(
  select fund.name from ${LINES} line join fund on fund.fund_id = line.built_fund_id
    join balance b on b.fund_id = fund.fund_id and b.kind = 'available'
  where line.allocation_batch_id = batch.allocation_batch_id and exists (
    select from movement later where b.balance_id in (later.from_balance_id, later.to_balance_id)
      and later.movement_id > line.movement_id
      and later.allocation_batch_id is distinct from batch.allocation_batch_id)
  order by fund.name limit 1)`;

/** The latest allocations, newest first. */
export async function readAllocations(db: Db, most: number): Promise<AllocationBatch[]> {
  const { rows } = await sql<AllocationBatch>`
    select batch.allocation_batch_id as "batchId", batch.kind, person.name as who, batch.made_at as "madeAt", batch.reason,
      source.name as source, batch.undoes_batch_id as undoes, undo.allocation_batch_id as "undoneBy",
      ${BUILT_ON} as "builtOn",
      (select coalesce(json_agg(json_build_object('code', fund.code, 'name', fund.name, 'change', line.change) order by fund.name), '[]')
        from ${LINES} line join fund using (fund_id)
        where line.allocation_batch_id = batch.allocation_batch_id) as lines
    from allocation_batch batch join person on person.person_id = batch.made_by
      left join allocation_batch undo on undo.undoes_batch_id = batch.allocation_batch_id
      left join fund source on source.fund_id = batch.source_fund_id
    order by batch.allocation_batch_id desc limit ${most}`.execute(db);
  return rows;
}

/** What a batch is; null where there is none. */
export async function kindOfBatch(db: Db, batchId: number): Promise<AllocationBatch['kind'] | null> {
  const batch = await db
    .selectFrom('allocation_batch')
    .select('kind')
    .where('allocation_batch_id', '=', batchId)
    .executeTakeFirst();
  return batch?.kind ?? null;
}

/**
 * Undoes a saved allocation by a batch of its mirror images, all or none; refused once something was built on it.
 *
 * @param key made by the client: the same form sent twice undoes once and is answered alike
 */
export async function undoAllocation(
  db: Db,
  batchId: number,
  reason: string,
  by: Allocator,
  key: string
): Promise<Saved<UndoRefusal>> {
  return savingBatch(db, key, ['undo', batchId, reason], (tx, form) => undoIn(tx, batchId, reason, by, form));
}

async function undoIn(
  tx: Tx,
  batchId: number,
  reason: string,
  by: Allocator,
  form: BatchForm
): Promise<number> {
  const movements = await tx
    .selectFrom('movement')
    .innerJoin('balance as f', 'f.balance_id', 'movement.from_balance_id')
    .innerJoin('balance as t', 't.balance_id', 'movement.to_balance_id')
    .select(['movement_id', 'movement.amount_minor', 'f.kind as fromKind', 'f.fund_id as fromFund'])
    .select(['t.kind as toKind', 't.fund_id as toFund'])
    .where('allocation_batch_id', '=', batchId)
    .orderBy('movement_id', 'desc')
    .execute();
  if (movements.length === 0) throw new NotUndone({ why: 'unknown-batch' });
  const ends = movements.map((row) => ({
    id: row.movement_id,
    amountMinor: row.amount_minor,
    from: refOf(row.fromKind, row.fromFund, null),
    to: refOf(row.toKind, row.toFund, null)
  }));
  await lockBalances(
    tx,
    ends.flatMap(({ from, to }) => [from, to])
  );
  // Asked after the locks: from here on nothing more can be built on it.
  const batch = (
    await sql<{
      kind: AllocationBatch['kind'];
      builtOn: string | null;
      undone: boolean;
      source: number | null;
    }>`
      select batch.kind, ${BUILT_ON} as "builtOn", batch.source_fund_id as source,
        exists (select from allocation_batch u where u.undoes_batch_id = batch.allocation_batch_id) as undone
      from allocation_batch batch where allocation_batch_id = ${batchId}::bigint`.execute(tx)
  ).rows[0]!;
  if (batch.undone) throw new NotUndone({ why: 'undone-before' });
  if (batch.builtOn) throw new NotUndone({ why: 'built-on', fund: batch.builtOn });
  const undoing = await addBatch(
    tx,
    { kind: batch.kind, reason, sourceFundId: batch.source, undoes: batchId },
    by,
    form
  );
  const orders = ends.map(({ id, amountMinor, from, to }): MovementOrder => ({
    kind: 'reverse',
    from: to,
    to: from,
    amountMinor,
    bookedOn: by.today,
    reason,
    by: { personId: by.personId, via: 'desk' },
    key: `${form.key}/${id}`,
    reverses: id,
    allocationBatch: undoing
  }));
  const [refused] = await bookInBulk(tx, orders);
  if (refused) throw new NotUndone(refused.refusal);
  // What a close has lifted holds again, as far as the money is there.
  if (batch.kind === 'close')
    await sql`
      update balance set floor_minor = least(rule.floor_minor, balance.amount_minor)
      from (select distinct on (fund_id) fund_id, floor_minor from reserve_rule order by fund_id, reserve_rule_id desc) rule
      where rule.fund_id = balance.fund_id and balance.kind = 'reserve'
        and balance.fund_id in (select fund_id from ${LINES} line where line.allocation_batch_id = ${batchId}::bigint)`.execute(
      tx
    );
  return undoing;
}
