import { sql } from 'kysely';
import type { Day } from '$lib/calendar/day';
import type { Db } from '$lib/db/connect.server';
import type { FundBooks } from './left-lane';
import type { KnownPromotion } from './known-promotion';

type Change = [Day, FundBooks['changes'][number]['kind'], number];

/**
 * The accounts' own funds with the daily changes of their balances and of their promotions', booked by `asOf`. What a
 * promotion held belongs to the fund that paid it then: where a file has given it another one since, each movement is
 * told apart by the commitment before it.
 */
export async function readFundBooks(
  db: Db,
  accounts: number[],
  asOf: Day
): Promise<Map<number, FundBooks[]>> {
  const { rows } = await sql<{
    account_id: number;
    fund_id: number;
    code: string;
    period_start: Day;
    period_end: Day;
    changes: Change[] | null;
  }>`
    with own as (select * from fund where account_id = any(${accounts}::bigint[])),
    given as (
      select distinct promotion_id from promotion_change
      where was_fund_id is distinct from fund_id
        and (was_fund_id in (select fund_id from own) or fund_id in (select fund_id from own))),
    bal as (
      select b.balance_id, b.kind, b.fund_id from balance b join own using (fund_id)
      union all
      select b.balance_id, b.kind, p.fund_id
      from promotion p join own using (fund_id) join balance b on b.promotion_id = p.promotion_id
      where p.promotion_id not in (select promotion_id from given)),
    given_move as (
      select m.*, b.balance_id, b.kind as held, payer.fund_id as payer
      from given join balance b using (promotion_id) join movement m on b.balance_id in (m.from_balance_id, m.to_balance_id)
      cross join lateral (
        select available.fund_id from movement c
        join balance committed on committed.promotion_id = given.promotion_id and committed.kind = 'committed'
        join balance available on available.balance_id = c.from_balance_id and available.kind = 'available'
        where c.to_balance_id = committed.balance_id and c.movement_id <= m.movement_id
        order by c.movement_id desc limit 1) payer
      where m.booked_on <= ${asOf}),
    change as (
      select fund_id, booked_on, kind, sum(amount) as amount from (
        select bal.fund_id, bal.kind, m.booked_on, m.amount_minor as amount
        from bal join movement m on m.to_balance_id = bal.balance_id where m.booked_on <= ${asOf}
        union all
        select bal.fund_id, bal.kind, m.booked_on, -m.amount_minor
        from bal join movement m on m.from_balance_id = bal.balance_id where m.booked_on <= ${asOf}
        union all
        select payer, held, booked_on, case when to_balance_id = balance_id then amount_minor else -amount_minor end
        from given_move) each
      group by 1, 2, 3 having sum(amount) <> 0)
    select own.account_id, own.fund_id, own.code, own.period_start, own.period_end,
      (select json_agg(json_build_array(booked_on, kind, amount) order by booked_on)
       from change where change.fund_id = own.fund_id) as changes
    from own order by own.period_start, own.fund_id`.execute(db);
  return grouped(
    rows.map((row) => [
      row.account_id,
      {
        fund: row.fund_id,
        code: row.code,
        period: { from: row.period_start, to: row.period_end },
        changes: (row.changes ?? []).map(([on, kind, amount]) => ({ on, kind, amount }))
      }
    ])
  );
}

/** Promotions of the accounts as they were known on `asOf`, of those that then ended on `from` or later. */
export async function readKnownPromotions(
  db: Db,
  accounts: number[],
  from: Day,
  asOf: Day
): Promise<Map<number, KnownPromotion[]>> {
  const { rows } = await sql<{ account_id: number; promotions: KnownPromotion[] }>`
    with latest as materialized (
      select * from promotion where account_id = any(${accounts}::bigint[]) and created_on <= ${asOf}),
    -- What the first change after that day says it had been, where there was one.
    been as (
      select distinct on (promotion_id) promotion_id, was_starts_on, was_ends_on, was_planned_minor
      from promotion_change join latest using (promotion_id)
      where changed_on > ${asOf} order by promotion_id, promotion_change_id),
    -- The same of what a change of days does not tell.
    been_paid as (
      select distinct on (promotion_id) promotion_id, was_fund_id, was_tactic
      from promotion_change c join latest using (promotion_id)
      where changed_on > ${asOf} and was_tactic is not null order by promotion_id, promotion_change_id),
    known as (
      select l.promotion_id, l.account_id, case when f.promotion_id is null then l.fund_id else f.was_fund_id end as fund_id,
        l.code, l.name, coalesce(f.was_tactic, l.tactic) as tactic, l.created_on, l.approved_on,
        l.cancelled_on, l.settled_on, l.submitted_on, l.declined_on, l.reopened_on, l.advice, coalesce(b.was_starts_on, l.starts_on) as starts_on,
        coalesce(b.was_ends_on, l.ends_on) as ends_on,
        case when b.promotion_id is null then l.planned_minor else b.was_planned_minor end as planned_minor
      from latest l left join been b using (promotion_id) left join been_paid f using (promotion_id)
      where coalesce(b.was_ends_on, l.ends_on) >= ${from}),
    held as (
      select promotion_id,
        coalesce(sum(amount) filter (where kind = 'committed'), 0) as committed,
        coalesce(sum(amount) filter (where kind = 'spent'), 0) as spent
      from (
        select b.promotion_id, b.kind, m.amount_minor as amount
        from known join balance b using (promotion_id) join movement m on m.to_balance_id = b.balance_id
        where m.booked_on <= ${asOf}
        union all
        select b.promotion_id, b.kind, -m.amount_minor
        from known join balance b using (promotion_id) join movement m on m.from_balance_id = b.balance_id
        where m.booked_on <= ${asOf}) each
      group by promotion_id)
    select account_id, json_agg(json_build_object(
        'promotion', k.promotion_id, 'account', account_id, 'fund', fund_id, 'code', code, 'name', name,
        'tactic', tactic, 'startsOn', starts_on, 'endsOn', ends_on, 'plannedMinor', planned_minor,
        'createdOn', created_on,
        'approvedOn', case when approved_on <= ${asOf} then approved_on end,
        'cancelledOn', case when cancelled_on <= ${asOf} then cancelled_on end,
        'settledOn', case when settled_on <= ${asOf} then settled_on end,
        'submittedOn', case when submitted_on <= ${asOf} then submitted_on end,
        'declinedOn', case when declined_on <= ${asOf} then declined_on end,
        'reopenedOn', case when reopened_on <= ${asOf} then reopened_on end,
        'committed', coalesce(committed, 0), 'spent', coalesce(spent, 0), 'window', advice ->> 'window'
      ) order by starts_on, code) as promotions
    from known k left join held using (promotion_id)
    group by account_id`.execute(db);
  return new Map(rows.map((row) => [row.account_id, row.promotions]));
}

/** Money of funds that belong to no account and run on `asOf`; null where there is no such fund. */
export async function readSharedAvailable(db: Db, asOf: Day): Promise<number | null> {
  const { rows } = await sql<{ available: number | null }>`
    select sum(case when m.to_balance_id = b.balance_id then m.amount_minor else -m.amount_minor end)::bigint as available
    from fund f join balance b on b.fund_id = f.fund_id and b.kind = 'available'
    join movement m on b.balance_id in (m.to_balance_id, m.from_balance_id) and m.booked_on <= ${asOf}
    where f.account_id is null and ${asOf} between f.period_start and f.period_end`.execute(db);
  return rows[0]?.available ?? null;
}

function grouped<T>(pairs: [number, T][]): Map<number, T[]> {
  const found = new Map<number, T[]>();
  for (const [key, value] of pairs) {
    const list = found.get(key);
    if (list) list.push(value);
    else found.set(key, [value]);
  }
  return found;
}
