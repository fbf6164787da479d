import { sql } from 'kysely';
import type { Day } from '$lib/calendar/day';
import type { Db, Tx } from '$lib/db/connect.server';
import { findFundFacts } from '$lib/funds/fund.server';
import { MOST_HELD_MINOR, type MovementOrder, type Outcome } from '$lib/funds/ledger';
import { bookMovement, findReplay, hashOf, KeyTaken } from '$lib/funds/ledger.server';
import type { Minor } from '$lib/money/money';
import { freeCode } from '$lib/text/free-code';
import { type Advice, type PlanRefusal, planRefusal } from './promotion';
import { isWithin } from './approval';
import { readLimits } from './approval.server';
import { recordDecision } from './decided.server';
import { drawForWindow, type PlannedDraw } from './draw.server';
import { isPlannedTooMuch } from './promotion.server';
import { Refused } from './refused';
import type { Tactic } from './tactic';
import { lumpSum, plannedBy, type PromotionTerms } from './terms';
import { addTerms } from './terms.server';

export interface PromotionPlan {
  accountCode: string;
  fundCode: string;
  name: string;
  tactic: Tactic;
  startsOn: Day;
  endsOn: Day;
  amountMinor: Minor;
  reason: string;
  /** The window that it was planned from, as it was shown. */
  advice: Advice | null;
  /** Codes; empty for all of our own products. */
  productCodes: string[];
  /** What was agreed; they come to `amountMinor`. Left out for that sum and nothing else. */
  terms?: PromotionTerms;
  /** Drawn on the fund's reserve for it. */
  draw?: PlannedDraw;
}

type Planned =
  /** `isSubmitted`: it is more than the person may commit, and waits for somebody's approval. */
  { ok: true; code: string; isReplay: boolean; isSubmitted: boolean } | { ok: false; refusal: PlanRefusal };

/**
 * Plans a promotion and commits its money, both or neither. Above the person's own limit it is submitted instead: no
 * money moves until somebody else approves.
 *
 * @param key made by the client: the same form sent twice plans once
 * @throws RangeError where the terms do not come to the amount: the caller's fault, and nothing is planned
 */
export async function planPromotion(
  db: Db,
  plan: PromotionPlan,
  by: { personId: number; today: Day },
  key: string
): Promise<Planned> {
  if (plan.terms && plannedBy(plan.terms) !== plan.amountMinor)
    throw new RangeError(`Terms of ${plannedBy(plan.terms)} do not come to ${plan.amountMinor}.`);
  const content = JSON.stringify([
    'plan',
    plan.accountCode,
    plan.fundCode,
    plan.name,
    plan.tactic,
    plan.startsOn,
    plan.endsOn,
    plan.amountMinor,
    plan.reason,
    [...plan.productCodes].sort(),
    ...(plan.terms ? [plan.terms] : []),
    ...(plan.draw ? [plan.draw.amountMinor, plan.draw.window.id] : [])
  ]);
  try {
    const replayed = await findPlanned(db, key, content);
    if (replayed) return replayed;
    return await db.transaction().execute((tx) => planIn(tx, plan, by, key, content));
  } catch (error) {
    if (error instanceof Refused) return { ok: false, refusal: error.refusal };
    const isTaken =
      error instanceof KeyTaken ||
      (error as { constraint?: string }).constraint === 'promotion_decision_idempotency_key';
    if (isTaken)
      return (await findPlanned(db, key, content)) ?? { ok: false, refusal: { why: 'key-reused' } };
    throw error;
  }
}

async function planIn(
  tx: Tx,
  plan: PromotionPlan,
  by: { personId: number; today: Day },
  key: string,
  content: string
): Promise<Planned> {
  const account = await tx
    .selectFrom('account')
    .selectAll()
    .where('code', '=', plan.accountCode)
    .executeTakeFirst();
  if (!account) throw new Refused({ why: 'unknown-account' });
  const fund = await findFundFacts(tx, plan.fundCode);
  if (!fund) throw new Refused({ why: 'unknown-fund' });
  const refusal = planRefusal(plan, fund);
  if (refusal) throw new Refused(refusal);
  const limits = await readLimits(tx, by.personId, { account: plan.accountCode, tactic: plan.tactic });
  const isSubmitted = !isWithin(limits.own, plan.amountMinor);
  const code = await findFreeCode(tx, `${plan.accountCode}-${plan.startsOn}`);
  const { promotion_id } = await tx
    .insertInto('promotion')
    .values({
      account_id: account.account_id,
      fund_id: fund.fundId,
      code,
      name: plan.name,
      tactic: plan.tactic,
      starts_on: plan.startsOn,
      ends_on: plan.endsOn,
      planned_minor: plan.amountMinor,
      reason: plan.reason || null,
      advice: plan.advice === null ? null : JSON.stringify(plan.advice),
      created_on: by.today,
      created_by: by.personId,
      ...(isSubmitted ? { submitted_on: by.today, submitted_by: by.personId } : { approved_on: by.today })
    })
    .returning('promotion_id')
    .executeTakeFirstOrThrow();
  if (await isPlannedTooMuch(tx)) throw new Refused({ why: 'too-much', most: MOST_HELD_MINOR });
  await addBalances(tx, promotion_id);
  await addProducts(tx, promotion_id, plan.productCodes);
  await addTerms(tx, [{ promotionId: promotion_id, terms: plan.terms ?? lumpSum(plan.amountMinor) }]);
  if (isSubmitted) {
    if (plan.draw) throw new Refused({ why: 'draw-waits' });
    const short = await shortOf(tx, fund, plan.amountMinor);
    if (short) throw new Refused(short);
    const form = { key, content, reason: plan.reason };
    await recordDecision(tx, promotion_id, 'submit', plan.amountMinor, by, form);
    return { ok: true, code, isReplay: false, isSubmitted };
  }
  if (plan.draw)
    await drawForWindow(tx, { fund, promotionId: promotion_id, name: plan.name, draw: plan.draw, by, key });
  const booked = await bookMovement(tx, {
    kind: 'commit',
    from: { kind: 'available', fundId: fund.fundId },
    to: { kind: 'committed', promotionId: promotion_id },
    amountMinor: plan.amountMinor,
    bookedOn: by.today,
    reason: plan.name,
    by: { personId: by.personId, via: 'desk' },
    key,
    content
  });
  // The same form came first in another transaction: undo this promotion, and answer as that one was answered.
  if (booked.ok && booked.isReplay) throw new KeyTaken();
  if (booked.ok) return { ok: true, code, isReplay: false, isSubmitted };
  throw new Refused(planWhy(booked.refusal, fund.name));
}

/**
 * What a fund is short of for an amount that moves only once it is approved: nobody is asked about what cannot be paid.
 *
 * @returns null where there is enough now
 */
export async function shortOf(
  tx: Tx,
  fund: { fundId: number; name: string },
  amountMinor: Minor
): Promise<PlanRefusal | null> {
  const balance = await tx
    .selectFrom('balance')
    .select(['amount_minor', 'floor_minor'])
    .where('fund_id', '=', fund.fundId)
    .where('kind', '=', 'available')
    .executeTakeFirstOrThrow();
  const left = balance.amount_minor - (balance.floor_minor ?? 0);
  return amountMinor > left ? { why: 'not-enough', left, asked: amountMinor, fund: fund.name } : null;
}

/** A ledger's refusal as a planner reads it. */
export function planWhy(refusal: Extract<Outcome, { ok: false }>['refusal'], fund: string): PlanRefusal {
  if (refusal.why === 'not-enough') return { ...refusal, fund };
  if (refusal.why === 'too-much') return refusal;
  return { why: refusal.why === 'key-reused' ? 'key-reused' : 'amount-not-positive' };
}

async function findPlanned(db: Db, key: string, content: string): Promise<Planned | null> {
  const submitted = await db
    .selectFrom('promotion_decision')
    .innerJoin('promotion', 'promotion.promotion_id', 'promotion_decision.promotion_id')
    .select(['promotion.code', 'request_hash'])
    .where('idempotency_key', '=', key)
    .executeTakeFirst();
  if (submitted)
    return submitted.request_hash === hashOf(content)
      ? { ok: true, code: submitted.code, isReplay: true, isSubmitted: true }
      : { ok: false, refusal: { why: 'key-reused' } };
  const earlier = await findReplay(db, { key, content } as MovementOrder);
  if (!earlier) return null;
  if (!earlier.ok) return { ok: false, refusal: { why: 'key-reused' } };
  const row = await db
    .selectFrom('movement')
    .innerJoin('balance', 'balance.balance_id', 'movement.to_balance_id')
    .innerJoin('promotion', 'promotion.promotion_id', 'balance.promotion_id')
    .select('promotion.code')
    .where('movement_id', '=', earlier.movementId)
    .executeTakeFirstOrThrow();
  return { ok: true, code: row.code, isReplay: true, isSubmitted: false };
}

/** Makes a promotion's two balances, committed and spent, both at zero. */
export async function addBalances(tx: Tx, promotionId: number): Promise<void> {
  await tx
    .insertInto('balance')
    .values([
      { kind: 'committed', fund_id: null, promotion_id: promotionId },
      { kind: 'spent', fund_id: null, promotion_id: promotionId }
    ])
    .execute();
}

async function addProducts(tx: Tx, promotionId: number, codes: string[]): Promise<void> {
  let products = tx
    .selectFrom('product')
    .innerJoin('brand', 'brand.brand_id', 'product.brand_id')
    .select('product_id')
    .where('is_own', '=', true);
  if (codes.length > 0) products = products.where('code', 'in', codes);
  const found = await products.execute();
  if (codes.length > 0 && found.length !== codes.length) throw new Refused({ why: 'unknown-product' });
  if (found.length === 0) return;
  await tx
    .insertInto('promotion_product')
    .values(found.map(({ product_id }) => ({ promotion_id: promotionId, product_id })))
    .execute();
}

/** The wanted code, or the first of `…-2`, `…-3` that is free; others that want the same one wait for this transaction. */
async function findFreeCode(tx: Tx, wanted: string): Promise<string> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`promotion code ${wanted}`}, 0))`.execute(tx);
  const rows = await tx
    .selectFrom('promotion')
    .select('code')
    .where('code', 'like', `${wanted.replace(/[%_\\]/g, '\\$&')}%`)
    .execute();
  const taken = new Set(rows.map(({ code }) => code));
  return freeCode(wanted, taken);
}
