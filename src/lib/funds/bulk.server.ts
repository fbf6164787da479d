import { sql } from 'kysely';
import type { Tx } from '$lib/db/connect.server';
import {
  type BalanceRef,
  type BalanceState,
  type MovementOrder,
  type Refusal,
  refKey,
  replay
} from './ledger';
import { contentHash, refOf } from './ledger.server';

const CHUNK = 5000;

/**
 * Books many movements at once, in their order: locks every balance that they touch in the order of ids, plays them
 * in memory against the floors, and writes all of them or none.
 *
 * @returns the refusals by index of the order; empty where all are booked
 */
export async function bookInBulk(
  tx: Tx,
  orders: readonly MovementOrder[]
): Promise<{ index: number; refusal: Refusal }[]> {
  if (orders.length === 0) return [];
  const balances = await lockBalances(
    tx,
    orders.flatMap(({ from, to }) => [from, to])
  );
  const { refusals, after } = replay(balances, orders);
  if (refusals.length > 0) return refusals;
  // First, so that what follows a movement in the database finds the balances as they are after all of them.
  const moved = [...after.values()].map(({ balanceId, amountMinor }) => ({
    balance_id: balanceId,
    amount_minor: amountMinor
  }));
  await sql`
    update balance set amount_minor = r.amount_minor
    from jsonb_to_recordset(${JSON.stringify(moved)}::jsonb) as r(balance_id bigint, amount_minor bigint)
    where balance.balance_id = r.balance_id`.execute(tx);
  const idOf = (ref: BalanceRef) => balances.get(refKey(ref))!.balanceId;
  for (let start = 0; start < orders.length; start += CHUNK) {
    const rows = orders.slice(start, start + CHUNK).map((order) => ({
      kind: order.kind,
      from_balance_id: idOf(order.from),
      to_balance_id: idOf(order.to),
      amount_minor: order.amountMinor,
      booked_on: order.bookedOn,
      made_by: order.by.personId,
      made_via: order.by.via,
      reason: order.reason,
      idempotency_key: order.key,
      request_hash: contentHash(order),
      reverses_movement_id: order.reverses ?? null,
      corrects_movement_id: order.corrects ?? null,
      made_on: order.madeOn ?? order.bookedOn,
      import_run_id: order.importRun ?? null,
      allocation_batch_id: order.allocationBatch ?? null
    }));
    await sql`
      insert into movement (kind, from_balance_id, to_balance_id, amount_minor, booked_on, made_by, made_via, reason,
        idempotency_key, request_hash, reverses_movement_id, corrects_movement_id, made_on, import_run_id, allocation_batch_id)
      select kind, from_balance_id, to_balance_id, amount_minor, booked_on, made_by, made_via, reason,
        idempotency_key, request_hash, reverses_movement_id, corrects_movement_id, made_on, import_run_id, allocation_batch_id
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(kind text, from_balance_id bigint, to_balance_id bigint,
        amount_minor bigint, booked_on date, made_by bigint, made_via text, reason text, idempotency_key text,
        request_hash text, reverses_movement_id bigint, corrects_movement_id bigint, made_on date, import_run_id bigint,
        allocation_batch_id bigint)`.execute(tx);
  }
  return [];
}

/** Locks the balances of `refs`, and the source, in the order in which all that moves money locks them. */
export async function lockBalances(tx: Tx, refs: BalanceRef[]): Promise<Map<string, BalanceState>> {
  const funds = [...new Set(refs.flatMap((ref) => ('fundId' in ref ? [ref.fundId] : [])))];
  const promotions = [...new Set(refs.flatMap((ref) => ('promotionId' in ref ? [ref.promotionId] : [])))];
  const rows = await tx
    .selectFrom('balance')
    .selectAll()
    .where(
      sql<boolean>`(fund_id = any(${funds}::bigint[]) or promotion_id = any(${promotions}::bigint[]) or kind = 'source')`
    )
    .orderBy('balance_id')
    .forUpdate()
    .execute();
  return new Map(
    rows.map((row) => [
      refKey(refOf(row.kind, row.fund_id, row.promotion_id)),
      { balanceId: row.balance_id, amountMinor: row.amount_minor, floorMinor: row.floor_minor }
    ])
  );
}
