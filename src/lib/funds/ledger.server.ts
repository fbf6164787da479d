import { createHash } from 'node:crypto';
import { type RawBuilder, sql } from 'kysely';
import { type Db, keptPlan, type Tx } from '$lib/db/connect.server';
import {
  type BalanceRef,
  type BalanceState,
  type MovementOrder,
  type Outcome,
  type Refusal,
  MOST_HELD_MINOR,
  overflowOf,
  refKey,
  refusalOf
} from './ledger';

/** The key was taken by a transaction that committed meanwhile: roll back, then ask `findReplay` for its result. */
export class KeyTaken extends Error {
  override name = 'KeyTaken';
}

/**
 * Moves money: one conditional statement that takes from one balance, gives to the other and writes the movement,
 * so that no two calls can both take the last of a balance. At READ COMMITTED a call that waited for another sees
 * what that one left. Both balances are locked in the order of their ids, so that opposite moves cannot deadlock.
 *
 * @param db a pool, or a transaction in which the movement is one of several changes
 * @throws KeyTaken inside a transaction whose key another one has just used; on a pool it is answered here
 * @throws Error where a balance does not exist or both are the same: the caller's fault, and nothing has moved
 */
export async function bookMovement(db: Db | Tx, order: MovementOrder): Promise<Outcome> {
  const invalid = refusalOf({ amountMinor: order.amountMinor, floorMinor: null }, order.amountMinor);
  if (invalid) return { ok: false, refusal: invalid };
  try {
    const booked = await bookingStatement(order).execute(db);
    const row = booked.rows[0];
    if (row?.request_hash === null) return { ok: true, movementId: row.movement_id, isReplay: false };
    if (row) return replayOf(row, order);
  } catch (error) {
    const { constraint } = error as { constraint?: string };
    if (constraint === 'movement_reversed_once') return { ok: false, refusal: { why: 'already-reversed' } };
    if (constraint !== 'movement_idempotency_key') throw error;
    if (db.isTransaction) throw new KeyTaken();
    const replayed = await findReplay(db, order);
    if (replayed) return replayed;
    throw error;
  }
  // The money may be gone because this very order, sent twice at once, has just taken it.
  return (await findReplay(db, order)) ?? { ok: false, refusal: await whyRefused(db, order) };
}

/** The first result of this order's key, or null where the key is new. */
export async function findReplay(
  db: Db | Tx,
  order: Pick<MovementOrder, 'key'> & Partial<MovementOrder>
): Promise<Outcome | null> {
  const earlier = await db
    .selectFrom('movement')
    .select(['movement_id', 'request_hash'])
    .where('idempotency_key', '=', order.key)
    .executeTakeFirst();
  return earlier ? replayOf(earlier, order as MovementOrder) : null;
}

/** What an order whose key is in the books already is answered with. */
function replayOf(
  earlier: { movement_id: number; request_hash: string | null },
  order: MovementOrder
): Outcome {
  if (earlier.request_hash !== contentHash(order)) return { ok: false, refusal: { why: 'key-reused' } };
  return { ok: true, movementId: earlier.movement_id, isReplay: true };
}

/**
 * Undoes a movement by its mirror image, which names it.
 *
 * @returns a refusal where it has been undone before, or where the money has already gone on
 */
export async function reverseMovement(
  db: Db | Tx,
  movementId: number,
  order: Pick<MovementOrder, 'bookedOn' | 'reason' | 'by' | 'key' | 'content'>
): Promise<Outcome> {
  const movement = await db
    .selectFrom('movement')
    .innerJoin('balance as f', 'f.balance_id', 'movement.from_balance_id')
    .innerJoin('balance as t', 't.balance_id', 'movement.to_balance_id')
    .select(['f.kind as fromKind', 'f.fund_id as fromFund', 'f.promotion_id as fromPromotion'])
    .select([
      'movement.amount_minor as amountMinor',
      't.kind as toKind',
      't.fund_id as toFund',
      't.promotion_id as toPromotion'
    ])
    .where('movement_id', '=', movementId)
    .executeTakeFirstOrThrow();
  return bookMovement(db, {
    ...order,
    kind: 'reverse',
    from: refOf(movement.toKind, movement.toFund, movement.toPromotion),
    to: refOf(movement.fromKind, movement.fromFund, movement.fromPromotion),
    amountMinor: movement.amountMinor,
    reverses: movementId
  });
}

/** SHA-256 over what an order asks for; not over its day, which a retry after midnight would change. */
export function contentHash({
  kind,
  from,
  to,
  amountMinor,
  reason,
  reverses,
  content
}: MovementOrder): string {
  return hashOf(
    content ?? JSON.stringify([kind, refKey(from), refKey(to), amountMinor, reason, reverses ?? null])
  );
}

/** SHA-256 of what a form asked for, in hexadecimal: what a repeated idempotency key is compared by. */
export function hashOf(content: string): string {
  return createHash('sha256').update(content).digest('hex');
}

/**
 * The one statement of a booking, exported for the benchmark. It gives back the new movement with `request_hash` null,
 * the earlier one of its key with its hash, or no row where the money may not move.
 */
export function bookingStatement(
  order: MovementOrder
): RawBuilder<{ movement_id: number; request_hash: string | null }> {
  const { amountMinor, by } = order;
  return keptPlan<{ movement_id: number; request_hash: string | null }>`
    with earlier as materialized (
      select movement_id, request_hash from movement where idempotency_key = ${order.key}
    ), locked as materialized (
      select balance_id, amount_minor, ${matches(order.from)} as is_from from balance
      where (${matches(order.from)} or ${matches(order.to)}) and not exists (select from earlier)
      order by balance_id for update
    ), taken as (
      update balance set amount_minor = balance.amount_minor - ${amountMinor}::bigint
      from locked where locked.is_from and balance.balance_id = locked.balance_id
        -- Nothing is taken that could not be given: both balances are there, and they are two.
        and (select count(*) from locked) = 2
        and (balance.floor_minor is null or balance.amount_minor - ${amountMinor}::bigint >= balance.floor_minor)
        and (${order.leaveMinor ?? null}::bigint is null or balance.amount_minor - ${amountMinor}::bigint >= ${order.leaveMinor ?? null}::bigint)
        -- Nor anything that would leave the numbers in which sums are exact.
        and balance.amount_minor - ${amountMinor}::bigint >= ${-MOST_HELD_MINOR}::bigint
        and (select max(amount_minor) from locked where not is_from) + ${amountMinor}::bigint <= ${MOST_HELD_MINOR}::bigint
      returning balance.balance_id
    ), given as (
      update balance set amount_minor = balance.amount_minor + ${amountMinor}::bigint
      from locked where not locked.is_from and balance.balance_id = locked.balance_id and exists (select from taken)
      returning balance.balance_id
    ), booked as (
      insert into movement (kind, from_balance_id, to_balance_id, amount_minor, booked_on, made_by, made_via, reason,
        idempotency_key, request_hash, reverses_movement_id, made_on)
      select ${order.kind}, taken.balance_id, given.balance_id, ${amountMinor}::bigint, ${order.bookedOn}::date,
        ${by.personId}::bigint, ${by.via}, ${order.reason}, ${order.key}, ${contentHash(order)}, ${order.reverses ?? null}::bigint,
        ${order.madeOn ?? order.bookedOn}::date
      from taken, given
      returning movement_id
    )
    select movement_id, null as request_hash from booked union all select movement_id, request_hash from earlier`;
}

function matches(ref: BalanceRef): RawBuilder<boolean> {
  if (ref.kind === 'source') return sql`(kind = 'source')`;
  if ('fundId' in ref) return sql`(fund_id = ${ref.fundId}::bigint and kind = ${ref.kind})`;
  return sql`(promotion_id = ${ref.promotionId}::bigint and kind = ${ref.kind})`;
}

async function whyRefused(
  db: Db | Tx,
  { from, to, amountMinor, leaveMinor }: MovementOrder
): Promise<Refusal> {
  if (refKey(from) === refKey(to)) throw new Error(`Money cannot move from ${refKey(from)} to itself.`);
  const found = await findBalance(db, from);
  const balance =
    leaveMinor === undefined
      ? found
      : { ...found, floorMinor: Math.max(leaveMinor, found.floorMinor ?? leaveMinor) };
  const target = await findBalance(db, to);
  // Money that came back since the refusal does not turn it into a success; the figure says what was missing.
  return (
    refusalOf(balance, amountMinor) ??
    overflowOf(target, amountMinor) ?? {
      why: 'not-enough',
      left: balance.amountMinor - (balance.floorMinor ?? 0),
      asked: amountMinor
    }
  );
}

/** @throws Error where there is no such balance */
async function findBalance(
  db: Db | Tx,
  ref: BalanceRef
): Promise<Pick<BalanceState, 'amountMinor' | 'floorMinor'>> {
  const balance = await db
    .selectFrom('balance')
    .select(['amount_minor as amountMinor', 'floor_minor as floorMinor'])
    .where(matches(ref))
    .executeTakeFirst();
  if (!balance) throw new Error(`There is no balance ${refKey(ref)}.`);
  return balance;
}

/** The balance that a row of the table stands for. */
export function refOf(kind: string, fundId: number | null, promotionId: number | null): BalanceRef {
  if (fundId !== null) return { kind: kind as 'available' | 'reserve', fundId };
  if (promotionId !== null) return { kind: kind as 'committed' | 'spent', promotionId };
  return { kind: 'source' };
}
