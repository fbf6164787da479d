import { sql } from 'kysely';
import type { Day } from '$lib/calendar/day';
import type { Db, Tx } from '$lib/db/connect.server';
import { MOST_HELD_MINOR, type Mover } from '$lib/funds/ledger';
import type { Minor } from '$lib/money/money';
import { isStorable } from '$lib/text/plain-text';
import type { Advice, Promotion } from './promotion';
import type { Tactic } from './tactic';

interface Row {
  promotionId: number;
  fundId: number | null;
  code: string;
  name: string;
  accountCode: string;
  accountName: string;
  fundCode: string | null;
  fundName: string | null;
  tactic: Tactic;
  products: string[];
  reason: string | null;
  advice: Advice | null;
  startsOn: Day;
  endsOn: Day;
  createdOn: Day;
  createdBy: string | null;
  createdById: number | null;
  submittedOn: Day | null;
  submittedBy: string | null;
  submittedById: number | null;
  declinedOn: Day | null;
  reopenedOn: Day | null;
  wantedStartsOn: Day | null;
  wantedEndsOn: Day | null;
  wantedPlannedMinor: Minor | null;
  approvedOn: Day | null;
  cancelledOn: Day | null;
  settledOn: Day | null;
  plannedMinor: Minor | null;
  committedMinor: Minor;
  spentMinor: Minor;
}

export interface PromotionFilter {
  /** Code of one promotion. */
  code?: string;
  /** Code of the account. */
  account?: string;
  /** Code of the fund. */
  fund?: string;
  /** Only those that wait for somebody's approval, or whose change does. */
  isWaiting?: true;
}

/** Whether a promotion waits for approval, or its change does; the index of those that do is by the same words. */
const IS_WAITING = sql`(p.cancelled_on is null and p.settled_on is null
  and (p.reopened_on is not null or (p.submitted_on is not null and p.approved_on is null)))`;

/** How many promotions wait for somebody's approval. */
export async function countWaiting(db: Db): Promise<number> {
  const { rows } = await sql<{
    n: number;
  }>`select count(*)::int as n from promotion p where ${IS_WAITING}`.execute(db);
  return rows[0]!.n;
}

/** Promotions with their money as it stands now, the latest start first. */
export async function readPromotions(db: Db | Tx, filter: PromotionFilter = {}): Promise<Promotion[]> {
  const { rows } = await sql<Row>`
    select p.promotion_id as "promotionId", p.fund_id as "fundId", p.code, p.name, a.code as "accountCode", a.name as "accountName",
      f.code as "fundCode", f.name as "fundName", p.tactic, p.reason, p.advice, p.starts_on as "startsOn", p.ends_on as "endsOn",
      p.created_on as "createdOn", person.name as "createdBy", p.created_by as "createdById",
      p.submitted_on as "submittedOn", sender.name as "submittedBy", p.submitted_by as "submittedById",
      p.declined_on as "declinedOn", p.reopened_on as "reopenedOn", p.wanted_starts_on as "wantedStartsOn",
      p.wanted_ends_on as "wantedEndsOn", p.wanted_planned_minor as "wantedPlannedMinor", p.approved_on as "approvedOn",
      p.cancelled_on as "cancelledOn", p.settled_on as "settledOn", p.planned_minor as "plannedMinor",
      c.amount_minor as "committedMinor", s.amount_minor as "spentMinor",
      coalesce((select array_agg(product.name order by product.name) from promotion_product
        join product using (product_id) where promotion_product.promotion_id = p.promotion_id), '{}') as products
    from promotion p
    join account a using (account_id)
    left join fund f on f.fund_id = p.fund_id
    left join person on person.person_id = p.created_by
    left join person sender on sender.person_id = p.submitted_by
    join balance c on c.promotion_id = p.promotion_id and c.kind = 'committed'
    join balance s on s.promotion_id = p.promotion_id and s.kind = 'spent'
    where (${filter.code ?? null}::text is null or p.code = ${filter.code ?? null})
      and (${filter.account ?? null}::text is null or a.code = ${filter.account ?? null})
      and (${filter.fund ?? null}::text is null or f.code = ${filter.fund ?? null})
      and (${filter.isWaiting ?? false} is false or ${IS_WAITING})
    order by p.starts_on desc, p.code`.execute(db);
  return rows.map(
    ({
      accountCode,
      accountName,
      fundCode,
      fundName,
      wantedStartsOn,
      wantedEndsOn,
      wantedPlannedMinor,
      ...row
    }) => ({
      ...row,
      wanted:
        wantedStartsOn && wantedEndsOn
          ? { startsOn: wantedStartsOn, endsOn: wantedEndsOn, plannedMinor: wantedPlannedMinor }
          : null,
      account: { code: accountCode, name: accountName },
      fund: fundCode === null ? null : { code: fundCode, name: fundName! }
    })
  );
}

/** The promotion with its money in minor units; null where no promotion has the code. */
export async function findPromotion(db: Db | Tx, code: string): Promise<Promotion | null> {
  if (!isStorable(code)) return null;
  return (await readPromotions(db, { code }))[0] ?? null;
}

/** Whether all plans together, cancelled ones too, come to more than is counted exactly. */
export async function isPlannedTooMuch(tx: Tx): Promise<boolean> {
  const { rows } = await sql<{ is_too_much: boolean }>`
    select coalesce(sum(planned_minor), 0) > ${MOST_HELD_MINOR}::bigint as is_too_much from promotion`.execute(
    tx
  );
  return rows[0]!.is_too_much;
}

/** Holds a promotion until the transaction ends, so that decisions on it come one after the other. @returns whether it is there */
export async function lockPromotion(tx: Tx, code: string): Promise<boolean> {
  if (!isStorable(code)) return false;
  const locked = await tx
    .selectFrom('promotion')
    .select('promotion_id')
    .where('code', '=', code)
    .forUpdate()
    .executeTakeFirst();
  return locked !== undefined;
}

/** A movement of a promotion's money, as a person reads it. */
export interface PromotionMovement {
  movementId: number;
  kind: string;
  /** Into what the promotion has committed; negative out of it. */
  committedChange: Minor;
  /** Into what is settled on it; negative out of it. */
  spentChange: Minor;
  bookedOn: Day;
  madeAt: Date;
  madeBy: string | null;
  madeVia: Mover['via'];
  reason: string;
  /** The day on which it was made, where that is later than the day it is booked on. */
  madeOn: Day | null;
  importRun: number | null;
  reverses: number | null;
}

/** Every movement into or out of a promotion's balances, by number, so that they can be cast. */
export async function readPromotionMovements(db: Db, promotionId: number): Promise<PromotionMovement[]> {
  const { rows } = await sql<PromotionMovement>`
    with own as (select balance_id, kind from balance where promotion_id = ${promotionId}::bigint),
    signed as (
      select m.movement_id,
        coalesce(sum(case when m.to_balance_id = own.balance_id then m.amount_minor else -m.amount_minor end)
          filter (where own.kind = 'committed'), 0)::bigint as committed,
        coalesce(sum(case when m.to_balance_id = own.balance_id then m.amount_minor else -m.amount_minor end)
          filter (where own.kind = 'spent'), 0)::bigint as spent
      from movement m join own on own.balance_id in (m.from_balance_id, m.to_balance_id)
      group by m.movement_id)
    select m.movement_id as "movementId", m.kind, signed.committed as "committedChange", signed.spent as "spentChange",
      m.booked_on as "bookedOn", m.made_at as "madeAt", person.name as "madeBy", m.made_via as "madeVia", m.reason,
      case when m.made_on > m.booked_on then m.made_on end as "madeOn", m.import_run_id as "importRun",
      m.reverses_movement_id as "reverses"
    from signed join movement m using (movement_id) left join person on person.person_id = m.made_by
    order by m.movement_id`.execute(db);
  return rows;
}
