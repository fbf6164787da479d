import { sql } from 'kysely';
import type { Day } from '$lib/calendar/day';
import type { Db, Tx } from '$lib/db/connect.server';
import type { Mover } from '$lib/funds/ledger';
import { hashOf } from '$lib/funds/ledger.server';
import type { Minor } from '$lib/money/money';
import type { Closed, Promotion } from './promotion';

/** A decision on a promotion, as a person reads it. */
export interface Decision {
  kind: 'approve' | 'cancel' | 'settle' | 'unsettle' | 'submit' | 'decline' | 'withdraw';
  on: Day;
  at: Date;
  /** Null where a file or the demo market decided. */
  by: string | null;
  via: Mover['via'];
  reason: string | null;
  /** Committed, freed, settled, taken back or asked for, by the kind. */
  amount: Minor;
}

/**
 * Every decision on a promotion, the oldest first. What was decided by a plan, by a file, or before decisions were
 * recorded is told by the movements of its money.
 */
export async function readDecisions(db: Db | Tx, promotionId: number): Promise<Decision[]> {
  const { rows } = await sql<Decision>`
    select d.kind, d.decided_on as "on", d.made_at as "at", person.name as "by", 'desk' as via, d.reason,
      d.amount_minor as amount
    from promotion_decision d join person on person.person_id = d.made_by
    where d.promotion_id = ${promotionId}::bigint
    union all (
      select distinct on (told.kind) told.kind, m.booked_on, m.made_at, person.name, m.made_via, null, m.amount_minor
      from promotion p
      join balance b on b.promotion_id = p.promotion_id and b.kind = 'committed'
      join movement m on b.balance_id in (m.from_balance_id, m.to_balance_id)
      left join person on person.person_id = m.made_by
      cross join lateral (select case
        when m.kind = 'commit' and m.booked_on = p.approved_on then 'approve'
        when m.kind = 'settle' and m.booked_on = p.settled_on then 'settle'
        when m.kind = 'free' and m.booked_on = p.cancelled_on then 'cancel' end as kind) told
      where p.promotion_id = ${promotionId}::bigint and told.kind is not null
        and not exists (select from promotion_decision d
          where d.promotion_id = p.promotion_id and d.kind = told.kind)
      order by told.kind, m.movement_id desc)
    order by "at"`.execute(db);
  return rows;
}

/** Keeps who decided, when and why. */
export async function recordDecision(
  tx: Tx,
  promotionId: number,
  kind: Decision['kind'],
  amountMinor: Minor,
  by: { personId: number; today: Day },
  { key, content, reason }: { key: string; content: string; reason: string }
): Promise<void> {
  await tx
    .insertInto('promotion_decision')
    .values({
      promotion_id: promotionId,
      kind,
      decided_on: by.today,
      made_by: by.personId,
      reason: reason || null,
      amount_minor: amountMinor,
      idempotency_key: key,
      request_hash: hashOf(content)
    })
    .execute();
}

/** The newest decision that was taken at the desk, with its form's key; null where there is none. */
export async function lastDecision(tx: Tx, promotionId: number) {
  const row = await tx
    .selectFrom('promotion_decision')
    .select(['kind', 'idempotency_key as key'])
    .where('promotion_id', '=', promotionId)
    .orderBy('promotion_decision_id', 'desc')
    .executeTakeFirst();
  return row ?? null;
}

/** A refusal because the promotion is closed says who closed it, when and at how much. */
export async function withDecider<R extends { why: string }>(
  tx: Tx,
  { promotionId }: Pick<Promotion, 'promotionId'>,
  refusal: R
): Promise<R> {
  if (refusal.why !== 'cancelled' && refusal.why !== 'settled') return refusal;
  const kinds = refusal.why === 'cancelled' ? ['cancel', 'decline'] : ['settle'];
  const last = (await readDecisions(tx, promotionId)).findLast(({ kind }) => kinds.includes(kind));
  if (!last) return refusal;
  const by: Closed['by'] = { name: last.by, at: last.at, amount: last.amount };
  return { ...refusal, by };
}
