import type { Updateable } from 'kysely';
import type { Day } from '$lib/calendar/day';
import type { Db, Tx } from '$lib/db/connect.server';
import type { MovementOrder } from '$lib/funds/ledger';
import { findReplay, hashOf, KeyTaken } from '$lib/funds/ledger.server';
import type { Minor } from '$lib/money/money';
import { withDecider } from './decided.server';
import type { Promotion } from './promotion';
import type { PromotionTable } from './promotions.tables';
import { findPromotion, lockPromotion } from './promotion.server';

export type Unfit = { why: 'unknown' } | { why: 'key-reused' };
export type Decided<R> = { ok: true; freedMinor: Minor } | { ok: false; refusal: R | Unfit };

export interface Decider {
  personId: number;
  today: Day;
}

/** A change that waited for approval is moot. */
export const NOTHING_WAITS = {
  reopened_on: null,
  wanted_starts_on: null,
  wanted_ends_on: null,
  wanted_planned_minor: null
} as const;

/** Key of the second movement that one form makes. */
export const restOf = (key: string) => `${key}:rest`;

/** Locks the promotion, answers a repeated form with its first result, and decides otherwise. */
export async function deciding<R extends { why: string }>(
  db: Db,
  code: string,
  form: { key: string; content: string },
  decide: (tx: Tx, promotion: Promotion) => Promise<Decided<R>>
): Promise<Decided<R>> {
  try {
    return await db.transaction().execute(async (tx) => {
      if (!(await lockPromotion(tx, code))) return { ok: false, refusal: { why: 'unknown' } };
      const before = await decisionOf(tx, form.key);
      if (before && before.hash !== hashOf(form.content))
        return { ok: false, refusal: { why: 'key-reused' } };
      // Decisions from before they were recorded are known by their movements.
      const earlier = await findReplay(tx, form as MovementOrder);
      if (earlier && !earlier.ok) return { ok: false, refusal: { why: 'key-reused' } };
      if (earlier || before)
        return {
          ok: true,
          freedMinor: before?.kind === 'unsettle' ? before.amountMinor : await freedBy(tx, form.key)
        };
      const promotion = (await findPromotion(tx, code))!;
      const decided = await decide(tx, promotion);
      return decided.ok ? decided : { ok: false, refusal: await withDecider(tx, promotion, decided.refusal) };
    });
  } catch (error) {
    // Another promotion used this form's key in the same moment.
    const isTaken =
      error instanceof KeyTaken ||
      (error as { constraint?: string }).constraint === 'promotion_decision_idempotency_key';
    if (isTaken) return { ok: false, refusal: { why: 'key-reused' } };
    throw error;
  }
}

async function decisionOf(tx: Tx, key: string) {
  return tx
    .selectFrom('promotion_decision')
    .select(['kind', 'amount_minor as amountMinor', 'request_hash as hash'])
    .where('idempotency_key', '=', key)
    .executeTakeFirst();
}

async function freedBy(tx: Tx, key: string): Promise<Minor> {
  const freed = await tx
    .selectFrom('movement')
    .select('amount_minor')
    .where('idempotency_key', 'in', [key, restOf(key)])
    .where('kind', '=', 'free')
    .executeTakeFirst();
  return freed?.amount_minor ?? 0;
}

/** Writes what was decided on the promotion itself. */
export async function mark(
  tx: Tx,
  { promotionId }: Promotion,
  decided: Updateable<PromotionTable>
): Promise<void> {
  await tx.updateTable('promotion').set(decided).where('promotion_id', '=', promotionId).execute();
}
