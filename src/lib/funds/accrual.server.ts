import { sql } from 'kysely';
import type { Day } from '$lib/calendar/day';
import type { Db, Tx } from '$lib/db/connect.server';
import type { Minor } from '$lib/money/money';
import type { AccrualRate, AccrualStanding, RateRefusal } from './accrual';
import { bookInBulk, lockBalances } from './bulk.server';
import { findFundFacts } from './fund.server';
import { type BalanceState, type MovementOrder, type Mover, refKey, type Refusal } from './ledger';
import { hashOf } from './ledger.server';

/** Whoever brings orders or sets a rate waits here for the other, so that neither reckons without what the other brings. */
export async function lockOrders(tx: Tx): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended('orders', 0))`.execute(tx);
}

/** A rate for a fund, for one product or for all without one. */
export interface NewRate {
  fundCode: string;
  /** Empty for all products. */
  productCode: string;
  basisPoints: number;
  fromOn: Day;
  reason: string;
}

/** Undoes the transaction and carries the reason out of it. */
export class AccrualRefused extends Error {
  constructor(readonly refusal: RateRefusal) {
    super(`What orders make due could not be booked: ${refusal.why}.`);
  }
}

/** Who trues up, on which day, and under which keys. */
export interface TrueUp {
  today: Day;
  by: Mover;
  reason: string;
  /** Each movement's key begins with it. */
  key: string;
  importRun?: number;
}

/**
 * Sets the rate at which a fund accrues from a day on, and books at once what that makes due.
 *
 * @param key made by the client: the same form sent twice sets it once
 */
export async function setAccrualRate(
  db: Db,
  rate: NewRate,
  by: { personId: number; today: Day },
  key: string
): Promise<{ ok: true } | { ok: false; refusal: RateRefusal }> {
  try {
    return await db.transaction().execute(async (tx) => {
      const fund = await findFundFacts(tx, rate.fundCode);
      if (!fund) return { ok: false, refusal: { why: 'unknown' } };
      if (!fund.account) return { ok: false, refusal: { why: 'shared-fund' } };
      await lockOrders(tx);
      // Whoever sent the same form in the same moment has waited here.
      await lockBalances(tx, [{ kind: 'available', fundId: fund.fundId }]);
      const earlier = await tx
        .selectFrom('accrual_rate')
        .select('request_hash')
        .where('idempotency_key', '=', key)
        .executeTakeFirst();
      if (earlier)
        return earlier.request_hash === hashOf(contentOf(rate))
          ? { ok: true }
          : { ok: false, refusal: { why: 'key-reused' } };
      await addRate(tx, fund.fundId, rate, by, key);
      const via = { personId: by.personId, via: 'desk' as const };
      await trueUpAccruals(tx, [fund.fundId], { today: by.today, by: via, reason: rate.reason, key });
      return { ok: true };
    });
  } catch (error) {
    if (error instanceof AccrualRefused) return { ok: false, refusal: error.refusal };
    throw error;
  }
}

const contentOf = (rate: NewRate) => JSON.stringify(['accrual rate', rate]);

/** Keeps a rate. @throws AccrualRefused where the product is not known */
export async function addRate(
  tx: Tx,
  fundId: number,
  rate: NewRate,
  by: { personId: number; today: Day },
  key: string
): Promise<void> {
  const product = rate.productCode
    ? await tx
        .selectFrom('product')
        .select('product_id')
        .where('code', '=', rate.productCode)
        .executeTakeFirst()
    : null;
  if (product === undefined) throw new AccrualRefused({ why: 'unknown-product' });
  await tx
    .insertInto('accrual_rate')
    .values({
      fund_id: fundId,
      product_id: product?.product_id ?? null,
      basis_points: rate.basisPoints,
      from_on: rate.fromOn,
      reason: rate.reason,
      made_by: by.personId,
      made_on: by.today,
      idempotency_key: key,
      request_hash: hashOf(contentOf(rate))
    })
    .execute();
}

/** How funds stand; those without a rate are left out. @param fundIds null for all */
export async function readAccruals(
  db: Db | Tx,
  fundIds: readonly number[] | null
): Promise<AccrualStanding[]> {
  const { rows } = await sql<AccrualStanding>`
    with accruing as materialized (
      select f.fund_id, f.account_id, f.period_start, f.period_end from fund f
      where (${fundIds}::bigint[] is null or f.fund_id = any(${fundIds}::bigint[]))
        and exists (select from accrual_rate r where r.fund_id = f.fund_id)),
    ordered as (
      select a.fund_id, s.net_value_minor, coalesce((
        select r.basis_points from accrual_rate r
        where r.fund_id = a.fund_id and r.from_on <= s.ordered_on
          and (r.product_id is null or r.product_id = s.product_id)
        order by r.product_id is null, r.from_on desc, r.accrual_rate_id desc limit 1), 0) as basis_points
      from accruing a join sell_in s on s.account_id = a.account_id and s.ordered_on between a.period_start and a.period_end)
    select a.fund_id as "fundId",
      coalesce((select sum(net_value_minor) from ordered o where o.fund_id = a.fund_id), 0)::bigint as "valueMinor",
      -- As numeric: half away from zero, as the rule in TypeScript has it.
      coalesce((select sum(round(net_value_minor::numeric * basis_points / 10000))
        from ordered o where o.fund_id = a.fund_id), 0)::bigint as "dueMinor",
      coalesce((select sum(case when m.to_balance_id = b.balance_id then m.amount_minor else -m.amount_minor end)
        from balance b join movement m on b.balance_id in (m.to_balance_id, m.from_balance_id)
        where b.fund_id = a.fund_id and b.kind = 'available' and m.kind = 'accrue'), 0)::bigint as "accruedMinor",
      (select count(*) from ordered o where o.fund_id = a.fund_id and net_value_minor is null) as unpriced
    from accruing a order by a.fund_id`.execute(db);
  return rows;
}

/**
 * Books what funds are due beyond what they have accrued, or takes back what they have too much. What is promised stays
 * promised: where too little is left for that, the fund stands below what it may be overdrawn by, and is flagged.
 *
 * @param fundIds null for every fund that accrues
 * @returns movements made
 * @throws AccrualRefused where the books would hold more than they can
 */
export async function trueUpAccruals(
  tx: Tx,
  fundIds: readonly number[] | null,
  { today, by, reason, key, importRun }: TrueUp
): Promise<number> {
  const off = (await readAccruals(tx, fundIds)).filter(
    ({ dueMinor, accruedMinor }) => dueMinor !== accruedMinor
  );
  if (off.length === 0) return 0;
  const balances = await lockBalances(
    tx,
    off.map(({ fundId }) => ({ kind: 'available', fundId }))
  );
  const orders = off.map(({ fundId, dueMinor, accruedMinor }): MovementOrder => {
    const available = { kind: 'available', fundId } as const;
    const difference = dueMinor - accruedMinor;
    return {
      kind: 'accrue',
      from: difference > 0 ? { kind: 'source' } : available,
      to: difference > 0 ? available : { kind: 'source' },
      amountMinor: Math.abs(difference),
      bookedOn: today,
      reason,
      by,
      key: `${key}:accrue:${fundId}`,
      ...(importRun !== undefined && { importRun })
    };
  });
  for (const { fundId, dueMinor, accruedMinor } of off) {
    const state = balances.get(refKey({ kind: 'available', fundId }))!;
    const after = state.amountMinor + dueMinor - accruedMinor;
    if (dueMinor < accruedMinor) await flagWhereShort(tx, fundId, state, after, { today, by, reason });
  }
  const [refused] = await bookInBulk(tx, orders);
  if (refused) throw new AccrualRefused(asRateRefusal(refused.refusal));
  return orders.length;
}

/** Lowers the floor to where the fund will stand, no further, and says so. */
async function flagWhereShort(
  tx: Tx,
  fundId: number,
  state: BalanceState,
  after: Minor,
  { today, by, reason }: Pick<TrueUp, 'today' | 'by' | 'reason'>
): Promise<void> {
  if (state.floorMinor === null || after >= state.floorMinor) return;
  await tx
    .updateTable('balance')
    .set({ floor_minor: after })
    .where('balance_id', '=', state.balanceId)
    .execute();
  await tx
    .insertInto('fund_overdraw')
    .values({
      fund_id: fundId,
      kind: 'accrual',
      percent: null,
      floor_minor: after,
      reason,
      made_by: by.personId,
      made_on: today,
      idempotency_key: null,
      request_hash: null
    })
    .execute();
}

function asRateRefusal(refusal: Refusal): RateRefusal {
  if (refusal.why === 'too-much') return refusal;
  return { why: 'unknown' };
}

/** The rates of a fund, the latest start first. */
export async function readRates(db: Db, fundId: number): Promise<AccrualRate[]> {
  const { rows } = await sql<AccrualRate>`
    select r.accrual_rate_id as "rateId", r.basis_points as "basisPoints", r.from_on as "fromOn", r.reason,
      r.made_on as "madeOn", person.name as "madeBy",
      case when p.product_id is not null then json_build_object('code', p.code, 'name', p.name) end as product
    from accrual_rate r left join product p using (product_id) left join person on person.person_id = r.made_by
    where r.fund_id = ${fundId}::bigint order by r.from_on desc, r.accrual_rate_id desc`.execute(db);
  return rows;
}
