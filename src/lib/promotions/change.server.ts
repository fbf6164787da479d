import { sql } from 'kysely';
import type { Day } from '$lib/calendar/day';
import type { Db, Tx } from '$lib/db/connect.server';
import { findFundFacts } from '$lib/funds/fund.server';
import { MOST_HELD_MINOR } from '$lib/funds/ledger';
import { bookMovement, hashOf, KeyTaken } from '$lib/funds/ledger.server';
import type { Minor } from '$lib/money/money';
import { isWithin } from './approval';
import { readLimits } from './approval.server';
import { recordDecision, withDecider } from './decided.server';
import { mark, NOTHING_WAITS } from './deciding.server';
import { planWhy, shortOf } from './plan.server';
import { Refused } from './refused';
import {
  type ChangeRefusal,
  changeRefusal,
  planRefusal,
  type PlanRefusal,
  type Promotion,
  type PromotionDetails,
  type PromotionShape,
  takenByChange
} from './promotion';
import { findPromotion, isPlannedTooMuch, lockPromotion } from './promotion.server';

export type ChangeOutcome =
  /** `isSubmitted`: it is more than the person may change alone, and waits for somebody's approval. */
  | { ok: true; isSubmitted: boolean }
  | { ok: false; refusal: ChangeRefusal | PlanRefusal | { why: 'unknown' } };

/**
 * Moves a promotion's days or changes its amount, and commits or frees the difference: all of it or nothing. What it
 * was before is kept beside it, with who changed it and when. An approved promotion that would come to more than the
 * person's own limit is submitted again instead: it stays as it was approved until somebody else approves the change.
 *
 * @param reason why, in the person's words; may be empty
 * @param key made by the client: the same form sent twice changes once
 */
export async function changePromotion(
  db: Db,
  code: string,
  wanted: PromotionShape,
  reason: string,
  by: { personId: number; today: Day },
  key: string
): Promise<ChangeOutcome> {
  const content = JSON.stringify([
    'change',
    code,
    wanted.startsOn,
    wanted.endsOn,
    wanted.plannedMinor,
    reason
  ]);
  try {
    return await db.transaction().execute(async (tx) => {
      if (!(await lockPromotion(tx, code))) return { ok: false, refusal: { why: 'unknown' } };
      const earlier = await tx
        .selectFrom('promotion_change')
        .select('request_hash')
        .where('idempotency_key', '=', key)
        .executeTakeFirst();
      const asked = await tx
        .selectFrom('promotion_decision')
        .select('request_hash')
        .where('idempotency_key', '=', key)
        .executeTakeFirst();
      const before = earlier ?? asked;
      if (before?.request_hash === hashOf(content)) return { ok: true, isSubmitted: !earlier };
      if (before) return { ok: false, refusal: { why: 'key-reused' } };
      const promotion = (await findPromotion(tx, code))!;
      const refusal =
        changeRefusal(promotion, wanted, by.today) ?? (await fundRefusal(tx, promotion, wanted));
      if (refusal) return { ok: false, refusal: await withDecider(tx, promotion, refusal) };
      const limits = await readLimits(tx, by.personId, {
        account: promotion.account.code,
        tactic: promotion.tactic
      });
      const form = { key, content, reason };
      if (promotion.approvedOn && !isWithin(limits.own, wanted.plannedMinor ?? 0)) {
        const more = takenByChange(promotion, wanted.plannedMinor);
        const short =
          promotion.fund &&
          (await shortOf(tx, { fundId: promotion.fundId!, name: promotion.fund.name }, more));
        if (short?.why === 'not-enough') throw new Refused({ ...short, whole: wanted.plannedMinor ?? 0 });
        await mark(tx, promotion, {
          reopened_on: by.today,
          submitted_by: by.personId,
          wanted_starts_on: wanted.startsOn,
          wanted_ends_on: wanted.endsOn,
          wanted_planned_minor: wanted.plannedMinor
        });
        await recordDecision(tx, promotion.promotionId, 'submit', wanted.plannedMinor ?? 0, by, form);
        return { ok: true, isSubmitted: true };
      }
      // Whoever changes what waits becomes the one who asks for it; a change that waited is replaced by this one.
      await mark(tx, promotion, {
        ...NOTHING_WAITS,
        ...(promotion.submittedOn && !promotion.approvedOn && { submitted_by: by.personId })
      });
      await applyChange(tx, promotion, wanted, by, form);
      return { ok: true, isSubmitted: false };
    });
  } catch (error) {
    if (error instanceof Refused) return { ok: false, refusal: error.refusal };
    const isTaken =
      error instanceof KeyTaken ||
      ['promotion_change_idempotency_key', 'promotion_decision_idempotency_key'].includes(
        (error as { constraint?: string }).constraint ?? ''
      );
    if (isTaken) return { ok: false, refusal: { why: 'key-reused' } };
    throw error;
  }
}

/** Why the promotion's fund does not pay for what is wanted, its money aside; null where it does. */
export async function fundRefusal(
  tx: Tx,
  promotion: Promotion,
  wanted: PromotionShape
): Promise<PlanRefusal | null> {
  if (!promotion.fund) return null;
  const fund = (await findFundFacts(tx, promotion.fund.code))!;
  return planRefusal({ accountCode: promotion.account.code, startsOn: wanted.startsOn }, fund);
}

/**
 * Makes a promotion what is wanted, keeps what it was, and commits or frees the difference.
 *
 * @throws Refused where the books refuse, which undoes the transaction
 */
export async function applyChange(
  tx: Tx,
  promotion: Promotion,
  wanted: PromotionShape,
  by: { personId: number; today: Day },
  { reason, ...form }: { key: string; content: string; reason: string }
): Promise<void> {
  await write(tx, promotion, wanted, reason, by, form);
  if (await isPlannedTooMuch(tx)) throw new Refused({ why: 'too-much', most: MOST_HELD_MINOR });
  await bookDifference(tx, promotion, wanted, reason, by, form);
}

async function write(
  tx: Tx,
  promotion: Promotion,
  wanted: PromotionShape,
  reason: string,
  by: { personId: number; today: Day },
  form: { key: string; content: string }
): Promise<void> {
  await tx
    .insertInto('promotion_change')
    .values({
      promotion_id: promotion.promotionId,
      changed_on: by.today,
      made_by: by.personId,
      made_via: 'desk',
      reason: reason || null,
      was_starts_on: promotion.startsOn,
      was_ends_on: promotion.endsOn,
      was_planned_minor: promotion.plannedMinor,
      starts_on: wanted.startsOn,
      ends_on: wanted.endsOn,
      planned_minor: wanted.plannedMinor,
      idempotency_key: form.key,
      request_hash: hashOf(form.content)
    })
    .execute();
  await tx
    .updateTable('promotion')
    .set({ starts_on: wanted.startsOn, ends_on: wanted.endsOn, planned_minor: wanted.plannedMinor })
    .where('promotion_id', '=', promotion.promotionId)
    .execute();
}

/** A draft has no money set aside; of an approved one the commitment follows the plan. */
async function bookDifference(
  tx: Tx,
  promotion: Promotion,
  wanted: PromotionShape,
  reason: string,
  by: { personId: number; today: Day },
  form: { key: string; content: string }
): Promise<void> {
  if (!promotion.approvedOn || wanted.plannedMinor === promotion.plannedMinor) return;
  const differenceMinor: Minor = takenByChange(promotion, wanted.plannedMinor);
  if (differenceMinor === 0) return;
  const available = { kind: 'available', fundId: promotion.fundId! } as const;
  const committed = { kind: 'committed', promotionId: promotion.promotionId } as const;
  const isMore = differenceMinor > 0;
  const booked = await bookMovement(tx, {
    kind: isMore ? 'commit' : 'free',
    from: isMore ? available : committed,
    to: isMore ? committed : available,
    amountMinor: Math.abs(differenceMinor),
    bookedOn: by.today,
    reason: reason || promotion.name,
    by: { personId: by.personId, via: 'desk' },
    ...form
  });
  if (booked.ok) return;
  const refusal = planWhy(booked.refusal, promotion.fund!.name);
  // Only the difference was asked of the fund; the person typed the whole amount.
  throw new Refused(refusal.why === 'not-enough' ? { ...refusal, whole: wanted.plannedMinor ?? 0 } : refusal);
}

/** One change, as a person reads it. */
export interface PromotionChange {
  changeId: number;
  madeAt: Date;
  changedOn: Day;
  /** Null where a file changed it from the command line. */
  madeBy: string | null;
  reason: string | null;
  importRun: number | null;
  was: ChangedShape;
  became: ChangedShape;
}

type ChangedShape = PromotionShape & { details: PromotionDetails | null };

/** Every change of a promotion, newest first. */
export async function readChanges(db: Db, promotionId: number): Promise<PromotionChange[]> {
  const rows = await db
    .selectFrom('promotion_change')
    .leftJoin('person', 'person.person_id', 'promotion_change.made_by')
    .leftJoin('fund as before', 'before.fund_id', 'promotion_change.was_fund_id')
    .leftJoin('fund as after', 'after.fund_id', 'promotion_change.fund_id')
    .selectAll('promotion_change')
    .select(['person.name as maker', 'before.name as fund_before', 'after.name as fund_after'])
    .select([namesOf('was_products').as('names_before'), namesOf('products').as('names_after')])
    .where('promotion_id', '=', promotionId)
    .orderBy('promotion_change_id', 'desc')
    .execute();
  return rows.map((row) => ({
    changeId: row.promotion_change_id,
    madeAt: row.made_at,
    changedOn: row.changed_on,
    madeBy: row.maker,
    reason: row.reason,
    importRun: row.import_run_id,
    was: {
      startsOn: row.was_starts_on,
      endsOn: row.was_ends_on,
      plannedMinor: row.was_planned_minor,
      details: row.was_tactic && {
        fund: row.fund_before,
        tactic: row.was_tactic,
        products: row.names_before,
        spentMinor: row.was_spent_minor
      }
    },
    became: {
      startsOn: row.starts_on,
      endsOn: row.ends_on,
      plannedMinor: row.planned_minor,
      details: row.tactic && {
        fund: row.fund_after,
        tactic: row.tactic,
        products: row.names_after,
        spentMinor: row.spent_minor
      }
    }
  }));
}

/** Names of the products whose codes a change keeps, in order. */
function namesOf(column: 'was_products' | 'products') {
  return sql<string[]>`(select coalesce(array_agg(product.name order by product.name), '{}') from product
    where product.code = any(${sql.ref(`promotion_change.${column}`)}))`;
}
