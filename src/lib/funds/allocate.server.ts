import { sql } from 'kysely';
import type { Db, Tx } from '$lib/db/connect.server';
import type { Minor } from '$lib/money/money';
import { freeCode } from '$lib/text/free-code';
import {
  type AllocationConflict,
  type AllocationEdit,
  type AllotmentFault,
  allotmentFault,
  missingFrom,
  takenBy
} from './allocation';
import {
  addBatch,
  type Allocator,
  type BatchForm,
  BatchRefused,
  type Saved,
  savingBatch
} from './allocation-batch.server';
import { bookInBulk, lockBalances } from './bulk.server';
import { createFunds, findFundFacts, lockFundCodes } from './fund.server';
import type { BalanceRef, MovementOrder, Refusal } from './ledger';

export interface Allocation {
  edits: readonly AllocationEdit[];
  /** Code of the fund that the money comes from and goes back to; empty for new money. */
  sourceCode: string;
  reason: string;
}

export type AllocationRefusal =
  | Refusal
  | { why: 'unknown-account' | 'unknown-fund' | 'unknown-source' | 'nothing-changes' | 'twice' }
  | { why: 'changed-meanwhile'; conflicts: AllocationConflict[] }
  | { why: 'cells'; faults: { index: number; fault: AllotmentFault }[] }
  | { why: 'source-short'; missing: Minor; left: Minor };

class Refused extends BatchRefused<AllocationRefusal> {}

/**
 * Books the changed cells of an allocation grid, all or none, as one batch: funds that are not there yet are made, and
 * what a cell gains or loses comes from and goes back to one place.
 *
 * @param names what a fund is called that an edit makes, by index of the edit
 * @param key made by the client: the same batch sent twice is booked once and answered alike
 */
export async function allocate(
  db: Db,
  allocation: Allocation,
  names: readonly string[],
  by: Allocator,
  key: string
): Promise<Saved<AllocationRefusal>> {
  const { edits, sourceCode, reason } = allocation;
  return savingBatch(db, key, ['allocate', sourceCode, reason, edits], (tx, form) =>
    allocateIn(tx, allocation, names, by, form)
  );
}

async function allocateIn(
  tx: Tx,
  { edits, sourceCode, reason }: Allocation,
  names: readonly string[],
  by: Allocator,
  form: BatchForm
): Promise<number> {
  const cells = new Set(
    edits.map(({ fund, account, from, to }) => fund ?? JSON.stringify([account, from, to]))
  );
  // Two new funds for one account and period are two lines of the grid, and only one can be the first.
  if (cells.size !== edits.length) throw new Refused({ why: 'twice' });
  if (edits.every(({ was, now }) => was === now)) throw new Refused({ why: 'nothing-changes' });
  const source = sourceCode ? await findFundFacts(tx, sourceCode) : null;
  if (sourceCode && !source) throw new Refused({ why: 'unknown-source' });
  if (edits.some(({ fund }) => fund === null)) await lockFundCodes(tx);
  const held = await holdCells(tx, edits, source?.fundId ?? null);
  refuseConflicts(edits, held);
  const faults = edits.flatMap(({ now }, index) => {
    const fault = allotmentFault(held.cells[index]!, now);
    return fault ? [{ index, fault }] : [];
  });
  if (faults.length > 0) throw new Refused({ why: 'cells', faults });
  const missing = missingFrom(held.sourceLeft, takenBy(edits));
  if (missing > 0) throw new Refused({ why: 'source-short', missing, left: held.sourceLeft! });

  const sourceFundId = source?.fundId ?? null;
  const batchId = await addBatch(tx, { kind: 'allocate', reason, sourceFundId, undoes: null }, by, form);
  const fundIds = await makeFunds(tx, edits, held.cells, names);
  const from: BalanceRef = source ? { kind: 'available', fundId: source.fundId } : { kind: 'source' };
  const orders = edits.flatMap(({ was, now }, index): MovementOrder[] => {
    if (was === now) return [];
    const fund: BalanceRef = { kind: 'available', fundId: fundIds[index]! };
    const isGiven = now > was;
    return [
      {
        kind: source ? 'move' : isGiven ? 'deposit' : 'return',
        from: isGiven ? from : fund,
        to: isGiven ? fund : from,
        amountMinor: Math.abs(now - was),
        bookedOn: by.today,
        reason,
        by: { personId: by.personId, via: 'desk' },
        key: `${form.key}/${index}`,
        allocationBatch: batchId
      }
    ];
  });
  // What is given back comes first, so that it can be given on in the same breath.
  orders.sort((a, b) => Number(a.from === from) - Number(b.from === from));
  const [refused] = await bookInBulk(tx, orders);
  if (refused) throw new Refused(refused.refusal);
  return batchId;
}

interface HeldCell {
  fundId: number | null;
  accountId: number | null;
  code: string | null;
  total: Minor;
  left: Minor;
  reserve: Minor;
  who: string | null;
  madeAt: Date | null;
}

/**
 * Locks the balances of every fund that the edits change, and of the one that the money comes from, then reads what
 * they hold: nobody can change a budget from here to the end of the transaction.
 */
async function holdCells(
  tx: Tx,
  edits: readonly AllocationEdit[],
  sourceId: number | null
): Promise<{ cells: HeldCell[]; sourceLeft: Minor | null }> {
  const found = await findCells(tx, edits);
  found.forEach((cell, index) => {
    if (edits[index]!.account && cell.accountId === null) throw new Refused({ why: 'unknown-account' });
    // The money of a fund cannot come from that fund.
    if (edits[index]!.fund !== null && (cell.fundId === null || cell.fundId === sourceId))
      throw new Refused({ why: 'unknown-fund' });
  });
  const ids = [...found.flatMap(({ fundId }) => fundId ?? []), ...(sourceId === null ? [] : [sourceId])];
  await lockBalances(
    tx,
    ids.map((fundId) => ({ kind: 'available', fundId }))
  );
  const { rows } = await sql<{
    fundId: number;
    total: Minor;
    left: Minor;
    reserve: Minor;
    who: string | null;
    madeAt: Date | null;
  }>`
    with own as (
      select f.fund_id, a.balance_id, a.amount_minor as left, r.amount_minor as reserve,
        coalesce((select sum(b.amount_minor) from promotion p join balance b using (promotion_id)
          where p.fund_id = f.fund_id), 0) as used
      from fund f join balance a on a.fund_id = f.fund_id and a.kind = 'available'
        join balance r on r.fund_id = f.fund_id and r.kind = 'reserve'
      where f.fund_id = any(${ids}::bigint[]))
    select own.fund_id as "fundId", (own.left + own.reserve + own.used)::bigint as total, own.left, own.reserve,
      person.name as who, last.made_at as "madeAt"
    from own left join lateral (
      select made_by, made_at from movement m
      where own.balance_id in (m.from_balance_id, m.to_balance_id) and m.kind not in ('commit', 'free')
      order by movement_id desc limit 1) last on true
    left join person on person.person_id = last.made_by`.execute(tx);
  const byFund = new Map(rows.map((row) => [row.fundId, row]));
  return {
    cells: found.map((cell) => ({
      ...cell,
      ...(byFund.get(cell.fundId ?? -1) ?? { total: 0, left: 0, reserve: 0, who: null, madeAt: null })
    })),
    sourceLeft: sourceId === null ? null : byFund.get(sourceId)!.left
  };
}

/** The account and the fund of each edit; where it names none, the first fund that is there for its account and period. */
async function findCells(
  tx: Tx,
  edits: readonly AllocationEdit[]
): Promise<Pick<HeldCell, 'fundId' | 'accountId' | 'code'>[]> {
  const asked = edits.map(({ account, fund, from, to }, index) => ({ index, account, fund, from, to }));
  const { rows } = await sql<Pick<HeldCell, 'fundId' | 'accountId' | 'code'>>`
    select a.account_id as "accountId", f.fund_id as "fundId", f.code
    from jsonb_to_recordset(${JSON.stringify(asked)}::jsonb) as e(index int, account text, fund text, "from" date, "to" date)
    left join account a on a.code = e.account
    left join lateral (
      select fund_id, code from fund
      where case when e.fund is not null then fund.code = e.fund
        else fund.account_id is not distinct from a.account_id and period_start = e."from" and period_end = e."to" end
      order by code limit 1) f on true
    order by e.index`.execute(tx);
  return rows;
}

function refuseConflicts(edits: readonly AllocationEdit[], { cells }: { cells: HeldCell[] }): void {
  const conflicts = cells.flatMap(({ total, code, who, madeAt }, index) => {
    const { was, fund } = edits[index]!;
    // An amount for a fund that somebody has made meanwhile is a change of what they gave it.
    return total === was && code === fund ? [] : [{ index, theirs: total, fund: code, who, madeAt }];
  });
  if (conflicts.length > 0) throw new Refused({ why: 'changed-meanwhile', conflicts });
}

/** Makes the funds that are not there yet. @returns the fund of each edit */
async function makeFunds(
  tx: Tx,
  edits: readonly AllocationEdit[],
  cells: readonly HeldCell[],
  names: readonly string[]
): Promise<number[]> {
  const missing = cells.flatMap(({ fundId }, index) => (fundId === null ? [index] : []));
  if (missing.length === 0) return cells.map(({ fundId }) => fundId!);
  const taken = new Set((await tx.selectFrom('fund').select('code').execute()).map(({ code }) => code));
  const made = await createFunds(
    tx,
    missing.map((index) => {
      const { account, from, to } = edits[index]!;
      const code = freeCode(`${account || 'shared'}-${from.slice(0, 7)}`, taken);
      taken.add(code);
      const { accountId } = cells[index]!;
      return { code, name: names[index]!, accountId, periodStart: from, periodEnd: to };
    })
  );
  const madeFor = new Map(missing.map((index, i) => [index, made[i]!]));
  return cells.map(({ fundId }, index) => fundId ?? madeFor.get(index)!);
}
