import { sql } from 'kysely';
import type { DayRange } from '$lib/calendar/day';
import type { Db, Tx } from '$lib/db/connect.server';
import type { Minor } from '$lib/money/money';
import { freeCode } from '$lib/text/free-code';
import {
  addBatch,
  type Allocator,
  type BatchForm,
  BatchRefused,
  type Saved,
  savingBatch
} from './allocation-batch.server';
import { bookInBulk, lockBalances } from './bulk.server';
import { createFunds, lockFundCodes } from './fund.server';
import { type MovementOrder, refKey, type Refusal } from './ledger';
import type { CarryOver } from './period-close';

/** A fund to close, as the person saw it. */
export interface FundToClose {
  code: string;
  rule: CarryOver;
  left: Minor;
  reserve: Minor;
  next: DayRange;
}

export type CloseRefusal =
  | Refusal
  | { why: 'nothing-chosen' | 'not-over' }
  /** The fund's money has moved since the person saw it. */
  | { why: 'moved-meanwhile'; fund: string };

class Refused extends BatchRefused<CloseRefusal> {}

interface ClosedFund {
  fundId: number;
  accountId: number | null;
  accountCode: string | null;
  code: string;
  name: string;
}

/**
 * Closes funds whose period is over: what is left in each goes where its rule says, all of it or nothing, as one batch
 * that can be undone. The rule is kept with the fund.
 *
 * @param nameOf what the next fund of a fund is called, where it has to be made
 * @param key made by the client: the same form sent twice closes once
 */
export async function closePeriod(
  db: Db,
  funds: readonly FundToClose[],
  reason: string,
  nameOf: (code: string) => string,
  by: Allocator,
  key: string
): Promise<Saved<CloseRefusal>> {
  return savingBatch(db, key, ['close', funds, reason], (tx, form) =>
    closeIn(tx, funds, reason, nameOf, by, form)
  );
}

async function closeIn(
  tx: Tx,
  funds: readonly FundToClose[],
  reason: string,
  nameOf: (code: string) => string,
  by: Allocator,
  form: BatchForm
): Promise<number> {
  if (funds.length === 0) throw new Refused({ why: 'nothing-chosen' });
  await lockFundCodes(tx);
  const facts = await findFunds(tx, funds, by);
  const nextIds = await nextFunds(tx, funds, facts, nameOf);
  await holdMoney(tx, funds, facts, nextIds);
  const batchId = await addBatch(tx, { kind: 'close', reason, sourceFundId: null, undoes: null }, by, form);
  await liftFloors(tx, [...facts.values()]);
  const orders = funds.flatMap((fund) =>
    closingOrders(fund, facts.get(fund.code)!.fundId, nextIds.get(fund.code) ?? null, {
      bookedOn: by.today,
      reason,
      by: { personId: by.personId, via: 'desk' },
      allocationBatch: batchId,
      key: `${form.key}/${fund.code}`
    })
  );
  const [refused] = await bookInBulk(tx, orders);
  if (refused) throw new Refused(refused.refusal);
  for (const { code, rule } of funds)
    await tx.updateTable('fund').set({ carry_over: rule }).where('code', '=', code).execute();
  return batchId;
}

/**
 * The movements that close a fund. What it holds back is released first, so that all of it goes where the rule says; where
 * it goes on, as much is held back there.
 */
function closingOrders(
  { rule, left, reserve }: FundToClose,
  fundId: number,
  nextId: number | null,
  order: Pick<MovementOrder, 'bookedOn' | 'reason' | 'by' | 'allocationBatch' | 'key'>
): MovementOrder[] {
  const from = { kind: 'available', fundId } as const;
  const all = left + reserve;
  const released: MovementOrder[] =
    reserve === 0
      ? []
      : [
          {
            ...order,
            kind: 'release',
            from: { kind: 'reserve', fundId },
            to: from,
            amountMinor: reserve,
            key: `${order.key}/release`
          }
        ];
  if (rule === 'return' || nextId === null)
    return [...released, { ...order, kind: 'return', from, to: { kind: 'source' }, amountMinor: all }];
  const next = { kind: 'available', fundId: nextId } as const;
  const moved: MovementOrder = { ...order, kind: 'move', from, to: next, amountMinor: all };
  const held = rule === 'reserve' ? all : reserve;
  if (held === 0) return [...released, moved];
  const hold: MovementOrder = {
    ...order,
    kind: 'hold',
    from: next,
    to: { kind: 'reserve', fundId: nextId },
    amountMinor: held,
    key: `${order.key}/hold`
  };
  return [...released, moved, hold];
}

/** What had to stay in a reserve while the period ran may go when it is over. The balances are locked. */
async function liftFloors(tx: Tx, funds: readonly ClosedFund[]): Promise<void> {
  await tx
    .updateTable('balance')
    .set({ floor_minor: 0 })
    .where('kind', '=', 'reserve')
    .where(
      'fund_id',
      'in',
      funds.map(({ fundId }) => fundId)
    )
    .execute();
}

/** What the funds are; each is there once, and its period is over. */
async function findFunds(
  tx: Tx,
  funds: readonly FundToClose[],
  by: Allocator
): Promise<Map<string, ClosedFund>> {
  const codes = [...new Set(funds.map(({ code }) => code))];
  const rows = await tx
    .selectFrom('fund')
    .leftJoin('account', 'account.account_id', 'fund.account_id')
    .select(['fund.fund_id as fundId', 'fund.account_id as accountId', 'account.code as accountCode'])
    .select(['fund.code', 'fund.name', 'fund.period_end as periodEnd'])
    .where('fund.code', 'in', codes)
    .execute();
  if (rows.length !== funds.length) throw new Refused({ why: 'nothing-chosen' });
  if (rows.some(({ periodEnd }) => periodEnd >= by.today)) throw new Refused({ why: 'not-over' });
  return new Map(rows.map((row) => [row.code, row]));
}

/**
 * Locks all that the close moves at once, the funds that come after included, and asks whether each still has what the
 * person saw.
 */
async function holdMoney(
  tx: Tx,
  funds: readonly FundToClose[],
  facts: ReadonlyMap<string, ClosedFund>,
  nextIds: ReadonlyMap<string, number>
): Promise<void> {
  const ids = [...[...facts.values()].map(({ fundId }) => fundId), ...nextIds.values()];
  const balances = await lockBalances(
    tx,
    ids.map((fundId) => ({ kind: 'available', fundId }))
  );
  for (const { code, ...seen } of funds) {
    const { fundId, name } = facts.get(code)!;
    const left = balances.get(refKey({ kind: 'available', fundId }))!.amountMinor;
    const reserve = balances.get(refKey({ kind: 'reserve', fundId }))!.amountMinor;
    const isSeen = left === seen.left && reserve === seen.reserve;
    if (!isSeen || left < 0 || left + reserve <= 0) throw new Refused({ why: 'moved-meanwhile', fund: name });
  }
}

/** The next fund of each whose money goes on, made where there is none. @returns ids by code of the closed fund */
async function nextFunds(
  tx: Tx,
  funds: readonly FundToClose[],
  facts: ReadonlyMap<string, ClosedFund>,
  nameOf: (code: string) => string
): Promise<Map<string, number>> {
  const found = new Map<string, number>();
  const taken = new Set((await tx.selectFrom('fund').select('code').execute()).map(({ code }) => code));
  for (const { code, rule, next } of funds) {
    if (rule === 'return') continue;
    const { accountId, accountCode } = facts.get(code)!;
    const there = await tx
      .selectFrom('fund')
      .select('fund_id')
      .where('period_start', '=', next.from)
      .where('period_end', '=', next.to)
      .where(sql<boolean>`account_id is not distinct from ${accountId}::bigint`)
      .orderBy('code')
      .executeTakeFirst();
    if (there) {
      found.set(code, there.fund_id);
      continue;
    }
    const free = freeCode(`${accountCode ?? 'shared'}-${next.from.slice(0, 7)}`, taken);
    taken.add(free);
    const [made] = await createFunds(tx, [
      { code: free, name: nameOf(code), accountId, periodStart: next.from, periodEnd: next.to }
    ]);
    found.set(code, made!);
  }
  return found;
}
