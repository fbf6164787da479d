import { sql } from 'kysely';
import type { Day } from '$lib/calendar/day';
import type { Db, Tx } from '$lib/db/connect.server';
import type { Minor } from '$lib/money/money';
import { isStorable } from '$lib/text/plain-text';
import type { Fund } from './fund';
import { type Mover, overdrawFloor } from './ledger';
import type { CarryOver } from './period-close';

export interface NewFund {
  code: string;
  name: string;
  accountId: number | null;
  periodStart: Day;
  periodEnd: Day;
  overdrawPercent?: number;
  /** What the overdraw allowance is a share of; the first deposit, as a rule. */
  budgetMinor?: Minor;
}

/** Makes a fund with empty balances. @throws a unique violation of `fund_code_key` where the code is taken */
export async function createFund(tx: Tx, fund: NewFund): Promise<number> {
  const [fundId] = await createFunds(tx, [fund]);
  return fundId!;
}

/** As `createFund`, for many at once. @returns their ids, in the same order */
export async function createFunds(tx: Tx, funds: readonly NewFund[]): Promise<number[]> {
  if (funds.length === 0) return [];
  const made = await tx
    .insertInto('fund')
    .values(
      funds.map((fund) => ({
        code: fund.code,
        name: fund.name,
        account_id: fund.accountId,
        period_start: fund.periodStart,
        period_end: fund.periodEnd,
        overdraw_percent: fund.overdrawPercent ?? 0
      }))
    )
    .returning(['fund_id', 'code'])
    .execute();
  const idOf = new Map(made.map(({ fund_id, code }) => [code, fund_id]));
  const ids = funds.map(({ code }) => idOf.get(code)!);
  await tx
    .insertInto('balance')
    .values(
      funds.flatMap((fund, i) => {
        const floor = overdrawFloor(fund.budgetMinor ?? 0, fund.overdrawPercent ?? 0);
        const own = { fund_id: ids[i]!, promotion_id: null };
        return [
          { ...own, kind: 'available' as const, floor_minor: floor, allowance_minor: floor },
          { ...own, kind: 'reserve' as const, floor_minor: 0, allowance_minor: null }
        ];
      })
    )
    .execute();
  return ids;
}

/** Whoever looks for a free code of a fund waits here for the transaction before. */
export async function lockFundCodes(tx: Tx): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended('fund code', 0))`.execute(tx);
}

/**
 * Every fund with its money, ordered by account and period.
 *
 * @param asOf only movements booked by then; null for now, which reads the balances that are kept
 */
export async function readFunds(db: Db | Tx, asOf: Day | null): Promise<Fund[]> {
  const amount =
    asOf === null
      ? sql`b.amount_minor`
      : sql`(select coalesce(sum(amount_minor), 0) from movement where to_balance_id = b.balance_id and booked_on <= ${asOf}::date)
          - (select coalesce(sum(amount_minor), 0) from movement where from_balance_id = b.balance_id and booked_on <= ${asOf}::date)`;
  const { rows } = await sql<{
    fund_id: number;
    code: string;
    name: string;
    account_code: string | null;
    account_name: string | null;
    period_start: Day;
    period_end: Day;
    overdraw_percent: number;
    spent: number;
    committed: number;
    reserve: number;
    left: number;
    floor: number;
    allowance: number;
    is_accruing: boolean;
    is_flagged: boolean;
  }>`
    with owned as (
      select b.balance_id, b.kind, coalesce(b.fund_id, p.fund_id) as fund_id, ${amount} as amount
      from balance b left join promotion p using (promotion_id)
      where b.kind <> 'source' and coalesce(b.fund_id, p.fund_id) is not null
    ), money as (
      select fund_id,
        coalesce(sum(amount) filter (where kind = 'spent'), 0)::bigint as spent,
        coalesce(sum(amount) filter (where kind = 'committed'), 0)::bigint as committed,
        coalesce(sum(amount) filter (where kind = 'reserve'), 0)::bigint as reserve,
        coalesce(sum(amount) filter (where kind = 'available'), 0)::bigint as left
      from owned group by fund_id)
    select f.fund_id, f.code, f.name, a.code as account_code, a.name as account_name, f.period_start, f.period_end,
      f.overdraw_percent, b.floor_minor as floor, b.allowance_minor as allowance, coalesce(b.floor_minor < b.allowance_minor, false) as is_flagged,
      exists (select from accrual_rate r where r.fund_id = f.fund_id) as is_accruing, money.spent, money.committed, money.reserve, money.left
    from fund f join money using (fund_id) join balance b on b.fund_id = f.fund_id and b.kind = 'available'
    left join account a using (account_id)
    order by a.name nulls first, f.period_start, f.code`.execute(db);
  return rows.map((row) => ({
    fundId: row.fund_id,
    code: row.code,
    name: row.name,
    account: row.account_code === null ? null : { code: row.account_code, name: row.account_name! },
    periodStart: row.period_start,
    periodEnd: row.period_end,
    overdrawPercent: row.overdraw_percent,
    spent: row.spent,
    committed: row.committed,
    reserve: row.reserve,
    left: row.left,
    floor: row.floor,
    allowance: row.allowance,
    isAccruing: row.is_accruing,
    isFlagged: row.is_flagged,
    total: row.spent + row.committed + row.reserve + row.left
  }));
}

/** What becomes of what is left in each fund, by its code. */
export async function readCarryOver(db: Db): Promise<Map<string, CarryOver>> {
  const rows = await db.selectFrom('fund').select(['code', 'carry_over']).execute();
  return new Map(rows.map(({ code, carry_over }) => [code, carry_over]));
}

/** What a fund is, without its money: enough to decide whether it may pay for something. */
export async function findFundFacts(
  db: Db | Tx,
  code: string
): Promise<Pick<Fund, 'fundId' | 'code' | 'name' | 'account' | 'periodStart' | 'periodEnd'> | null> {
  if (!isStorable(code)) return null;
  const row = await db
    .selectFrom('fund')
    .leftJoin('account', 'account.account_id', 'fund.account_id')
    .select(['fund_id', 'fund.code', 'fund.name', 'period_start', 'period_end'])
    .select(['account.code as accountCode', 'account.name as accountName'])
    .where('fund.code', '=', code)
    .executeTakeFirst();
  if (!row) return null;
  return {
    fundId: row.fund_id,
    code: row.code,
    name: row.name,
    account: row.accountCode === null ? null : { code: row.accountCode, name: row.accountName! },
    periodStart: row.period_start,
    periodEnd: row.period_end
  };
}

/** A movement as a person reads it, from the side of one fund. */
export interface FundMovement {
  movementId: number;
  kind: string;
  bookedOn: Day;
  madeAt: Date;
  madeBy: string | null;
  madeVia: Mover['via'];
  reason: string;
  /** Into the fund's available balance; negative out of it, zero where only its actual grows. */
  change: Minor;
  /** Into the actual of its promotions; negative out of it. */
  spentChange: Minor;
  /** Available after it. */
  after: Minor;
  promotion: { code: string; name: string } | null;
  otherFund: { code: string; name: string } | null;
  reverses: number | null;
  reversedBy: number | null;
  /** The movement that this one sets right in part. */
  corrects: number | null;
  /** Whether another one has set this one right in part. */
  isCorrected: boolean;
  /** The day on which it was made, where that is later than the day it is booked on. */
  madeOn: Day | null;
  importRun: number | null;
}

/**
 * The movements of a fund's available balance and those that settle its promotions, newest first: what was settled does
 * not change what is left, and is what the fund's actual is made of.
 */
export async function readFundMovements(db: Db, fundId: number): Promise<FundMovement[]> {
  const { rows } = await sql<
    FundMovement & {
      promotion_code: string | null;
      promotion_name: string;
      fund_code: string | null;
      fund_name: string;
    }
  >`
    with own as (
      select balance_id, kind from balance where fund_id = ${fundId}::bigint and kind = 'available'
      union all
      select balance_id, kind from balance join promotion p using (promotion_id)
      where p.fund_id = ${fundId}::bigint and kind = 'spent'),
    moves as (
      select m.*,
        case when own.kind = 'spent' then 0
          when m.to_balance_id = own.balance_id then m.amount_minor else -m.amount_minor end as change,
        case when own.kind = 'available' then 0
          when m.to_balance_id = own.balance_id then m.amount_minor else -m.amount_minor end as spent_change,
        case when own.kind = 'spent' then own.balance_id
          when m.to_balance_id = own.balance_id then m.from_balance_id else m.to_balance_id end as other_id
      from movement m join own on own.balance_id in (m.from_balance_id, m.to_balance_id))
    select m.movement_id as "movementId", m.kind, m.booked_on as "bookedOn", m.made_at as "madeAt", person.name as "madeBy",
      m.made_via as "madeVia", m.reason, m.change, m.spent_change as "spentChange",
      (sum(m.change) over (order by m.booked_on, m.movement_id))::bigint as after,
      p.code as promotion_code, p.name as promotion_name, f.code as fund_code, f.name as fund_name,
      m.reverses_movement_id as "reverses", r.movement_id as "reversedBy",
      m.corrects_movement_id as "corrects", m.import_run_id as "importRun",
      case when m.made_on > m.booked_on then m.made_on end as "madeOn",
      exists (select from movement c where c.corrects_movement_id = m.movement_id) as "isCorrected"
    from moves m
    join balance o on o.balance_id = m.other_id
    left join promotion p on p.promotion_id = o.promotion_id
    -- Its own reserve is no other fund.
    left join fund f on f.fund_id = o.fund_id and f.fund_id <> ${fundId}::bigint
    left join person on person.person_id = m.made_by
    left join movement r on r.reverses_movement_id = m.movement_id
    order by m.booked_on desc, m.movement_id desc`.execute(db);
  return rows.map(({ promotion_code, promotion_name, fund_code, fund_name, ...row }) => ({
    ...row,
    promotion: promotion_code === null ? null : { code: promotion_code, name: promotion_name },
    otherFund: fund_code === null ? null : { code: fund_code, name: fund_name }
  }));
}
