import { sql } from 'kysely';
import type { Day } from '$lib/calendar/day';
import type { Db, Tx } from '$lib/db/connect.server';
import type { Minor } from '$lib/money/money';
import { lockBalances } from './bulk.server';
import { findFundFacts } from './fund.server';
import { type MovementOrder, type Outcome, refKey } from './ledger';
import { bookMovement, hashOf } from './ledger.server';
import { NO_RULE, type ReserveRule, type WindowKind } from './reserve';

/** A rule with who set it, when and why. */
export interface KeptRule extends ReserveRule {
  by: string;
  on: Day;
  reason: string;
}

/** Money that a promotion drew for a window. */
export interface ReserveDraw {
  movementId: number;
  on: Day;
  by: string | null;
  amountMinor: Minor;
  /** `isCancelled`: it was, or the draw was taken back by hand; the money went back. */
  promotion: { code: string; name: string; isCancelled: boolean };
  window: { kind: WindowKind; from: Day; to: Day; confidence: number };
}

/** What a fund's reserve has gone through. */
export interface ReserveBooks {
  fundId: number;
  /** Into the reserve, negative out of it, by day, the oldest first. */
  changes: { on: Day; change: Minor }[];
  draws: ReserveDraw[];
  rule: KeptRule | null;
}

export type RuleRefusal = { why: 'unknown' | 'key-reused' } | { why: 'floor-above-held'; held: Minor };

/**
 * Sets what has to stay in a fund's reserve and what may draw on it. The floor is the reserve's own from then on: the
 * ledger refuses what would go below it.
 *
 * @param key made by the client: the same form sent twice sets it once
 */
export async function setReserveRule(
  db: Db,
  fundCode: string,
  rule: ReserveRule,
  reason: string,
  by: { personId: number; today: Day },
  key: string
): Promise<{ ok: true } | { ok: false; refusal: RuleRefusal }> {
  const hash = hashOf(JSON.stringify(['reserve rule', fundCode, rule, reason]));
  const replayed = async (on: Db | Tx) => {
    const earlier = await on
      .selectFrom('reserve_rule')
      .select('request_hash')
      .where('idempotency_key', '=', key)
      .executeTakeFirst();
    if (!earlier) return null;
    return earlier.request_hash === hash
      ? ({ ok: true } as const)
      : ({ ok: false, refusal: { why: 'key-reused' } } as const);
  };
  return db.transaction().execute(async (tx) => {
    const fund = await findFundFacts(tx, fundCode);
    if (!fund) return { ok: false, refusal: { why: 'unknown' } };
    const reserve = { kind: 'reserve', fundId: fund.fundId } as const;
    const { balanceId, amountMinor } = (await lockBalances(tx, [reserve])).get(refKey(reserve))!;
    // Whoever sent the same form in the same moment has waited for the lock.
    const earlier = await replayed(tx);
    if (earlier) return earlier;
    if (rule.floorMinor > amountMinor)
      return { ok: false, refusal: { why: 'floor-above-held', held: amountMinor } };
    await tx
      .insertInto('reserve_rule')
      .values({
        fund_id: fund.fundId,
        floor_minor: rule.floorMinor,
        kinds: [...rule.kinds],
        least_confidence: rule.leastConfidence,
        window_limit_minor: rule.windowLimitMinor,
        is_by_hand: rule.isByHand,
        reason,
        made_by: by.personId,
        made_on: by.today,
        idempotency_key: key,
        request_hash: hash
      })
      .execute();
    await tx
      .updateTable('balance')
      .set({ floor_minor: rule.floorMinor })
      .where('balance_id', '=', balanceId)
      .execute();
    return { ok: true };
  });
}

/** The rule of a fund's reserve that is in force. */
export async function readRule(db: Db | Tx, fundId: number): Promise<ReserveRule> {
  const rule = await db
    .selectFrom('reserve_rule')
    .select(['floor_minor', 'kinds', 'least_confidence', 'window_limit_minor', 'is_by_hand'])
    .where('fund_id', '=', fundId)
    .orderBy('reserve_rule_id', 'desc')
    .executeTakeFirst();
  if (!rule) return NO_RULE;
  return {
    floorMinor: rule.floor_minor,
    kinds: rule.kinds,
    leastConfidence: rule.least_confidence,
    windowLimitMinor: rule.window_limit_minor,
    isByHand: rule.is_by_hand
  };
}

/** What every reserve that ever held money, or has a rule, has gone through; by fund. */
export async function readReserveBooks(db: Db): Promise<Map<number, ReserveBooks>> {
  const { rows } = await sql<{
    fundId: number;
    changes: [Day, Minor][] | null;
    draws: ReserveDraw[] | null;
    rule: KeptRule | null;
  }>`
    select b.fund_id as "fundId",
      (select json_agg(json_build_array(booked_on, change) order by booked_on, movement_id) from (
        select movement_id, booked_on,
          case when to_balance_id = b.balance_id then amount_minor else -amount_minor end as change
        from movement where b.balance_id in (to_balance_id, from_balance_id)) moves) as changes,
      (select json_agg(json_build_object('movementId', m.movement_id, 'on', m.booked_on, 'by', person.name,
          'amountMinor', m.amount_minor,
          'promotion', json_build_object('code', p.code, 'name', p.name, 'isCancelled', p.cancelled_on is not null or r.movement_id is not null),
          'window', json_build_object('kind', d.window_kind, 'from', d.window_from, 'to', d.window_to,
            'confidence', d.confidence)) order by m.movement_id desc)
        from reserve_draw d join movement m using (movement_id) join promotion p using (promotion_id)
        left join person on person.person_id = m.made_by
        left join movement r on r.reverses_movement_id = m.movement_id where d.fund_id = b.fund_id) as draws,
      (select json_build_object('floorMinor', r.floor_minor, 'kinds', r.kinds, 'leastConfidence', r.least_confidence,
          'windowLimitMinor', r.window_limit_minor, 'isByHand', r.is_by_hand, 'by', person.name, 'on', r.made_on,
          'reason', r.reason)
        from reserve_rule r join person on person.person_id = r.made_by
        where r.fund_id = b.fund_id order by r.reserve_rule_id desc limit 1) as rule
    from balance b where b.kind = 'reserve' and (b.amount_minor <> 0
      or exists (select from movement m where m.to_balance_id = b.balance_id)
      or exists (select from reserve_rule r where r.fund_id = b.fund_id))`.execute(db);
  return new Map(
    rows.map(({ fundId, changes, draws, rule }) => [
      fundId,
      { fundId, changes: (changes ?? []).map(([on, change]) => ({ on, change })), draws: draws ?? [], rule }
    ])
  );
}

/** What promotions of a window have drawn on a fund's reserve; what was cancelled went back and does not count. */
export async function readDrawn(db: Db | Tx, fundId: number, windowId: string): Promise<Minor> {
  const { rows } = await sql<{ drawn: Minor }>`
    select coalesce(sum(m.amount_minor), 0)::bigint as drawn
    from reserve_draw d join movement m using (movement_id) join promotion p using (promotion_id)
    where d.fund_id = ${fundId}::bigint and d.window_id = ${windowId} and p.cancelled_on is null
      and not exists (select from movement r where r.reverses_movement_id = d.movement_id)`.execute(db);
  return rows[0]!.drawn;
}

/** Releases money by hand; refused where the fund's rule leaves that to windows. */
export async function releaseByHand(
  db: Db,
  fundId: number,
  order: MovementOrder
): Promise<Outcome | { ok: false; refusal: { why: 'windows-only' } }> {
  const { isByHand } = await readRule(db, fundId);
  return isByHand ? bookMovement(db, order) : { ok: false, refusal: { why: 'windows-only' } };
}
