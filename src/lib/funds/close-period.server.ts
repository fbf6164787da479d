import { sql } from 'kysely';
import type { DayRange } from '$lib/calendar/day';
import type { Db, Tx } from '$lib/db/connect.server';
import type { Minor } from '$lib/money/money';
import { freeCode } from '$lib/text/free-code';
import { type Allocated, type Allocator, findBatch } from './allocate.server';
import { bookInBulk, lockBalances } from './bulk.server';
import { createFunds, lockFundCodes } from './fund.server';
import type { MovementOrder, Refusal } from './ledger';
import { hashOf } from './ledger.server';
import type { CarryOver } from './period-close';

/** A fund to close, as the person saw it. */
export interface FundToClose {
  code: string;
  rule: CarryOver;
  left: Minor;
  next: DayRange;
}

export type CloseRefusal =
  | Refusal
  | { why: 'nothing-chosen' | 'not-over' }
  /** The fund's money has moved since the person saw it. */
  | { why: 'moved-meanwhile'; fund: string; left: Minor };

export type Closed = { ok: true; batchId: number } | { ok: false; refusal: CloseRefusal };

class Refused extends Error {
  constructor(readonly refusal: CloseRefusal) {
    super(refusal.why);
  }
}

interface HeldFund {
  fundId: number;
  accountId: number | null;
  accountCode: string | null;
  code: string;
  name: string;
  left: Minor;
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
): Promise<Closed> {
  const hash = hashOf(JSON.stringify(['close', funds, reason]));
  const before = (found: Allocated | null): Closed | null =>
    found && (found.ok ? found : { ok: false, refusal: { why: 'key-reused' } });
  try {
    return await db.transaction().execute(async (tx): Promise<Closed> => {
      const earlier = before(await findBatch(tx, key, hash));
      if (earlier) return earlier;
      return { ok: true, batchId: await closeIn(tx, funds, reason, nameOf, by, { key, hash }) };
    });
  } catch (error) {
    // What was refused may be what this very close, sent twice at once, has just moved.
    if (error instanceof Refused)
      return before(await findBatch(db, key, hash)) ?? { ok: false, refusal: error.refusal };
    if ((error as { constraint?: string }).constraint !== 'allocation_batch_idempotency_key') throw error;
    return closePeriod(db, funds, reason, nameOf, by, key);
  }
}

async function closeIn(
  tx: Tx,
  funds: readonly FundToClose[],
  reason: string,
  nameOf: (code: string) => string,
  by: Allocator,
  { key, hash }: { key: string; hash: string }
): Promise<number> {
  if (funds.length === 0) throw new Refused({ why: 'nothing-chosen' });
  await lockFundCodes(tx);
  const held = await holdFunds(tx, funds, by);
  const nextIds = await nextFunds(tx, funds, held, nameOf);
  const { allocation_batch_id: batchId } = await tx
    .insertInto('allocation_batch')
    .values({
      kind: 'close',
      made_by: by.personId,
      made_on: by.today,
      reason,
      source_fund_id: null,
      idempotency_key: key,
      request_hash: hash,
      undoes_batch_id: null
    })
    .returning('allocation_batch_id')
    .executeTakeFirstOrThrow();
  const orders = funds.flatMap(({ code, rule, left }): MovementOrder[] => {
    const from = { kind: 'available', fundId: held.get(code)!.fundId } as const;
    const order = {
      amountMinor: left,
      bookedOn: by.today,
      reason,
      by: { personId: by.personId, via: 'desk' },
      allocationBatch: batchId
    } as const;
    const first = { ...order, from, key: `${key}/${code}` };
    if (rule === 'return') return [{ ...first, kind: 'return', to: { kind: 'source' } }];
    const next = { kind: 'available', fundId: nextIds.get(code)! } as const;
    const moved: MovementOrder = { ...first, kind: 'move', to: next };
    if (rule === 'carry') return [moved];
    const reserve = { kind: 'reserve', fundId: next.fundId } as const;
    return [moved, { ...order, kind: 'hold', from: next, to: reserve, key: `${key}/${code}/hold` }];
  });
  const [refused] = await bookInBulk(tx, orders);
  if (refused) throw new Refused(refused.refusal);
  for (const { code, rule } of funds)
    await tx.updateTable('fund').set({ carry_over: rule }).where('code', '=', code).execute();
  return batchId;
}

/** Locks the funds, and asks whether each still has what the person saw. */
async function holdFunds(
  tx: Tx,
  funds: readonly FundToClose[],
  by: Allocator
): Promise<Map<string, HeldFund>> {
  const codes = funds.map(({ code }) => code);
  const known = await tx
    .selectFrom('fund')
    .select(['fund_id', 'period_end'])
    .where('code', 'in', codes)
    .execute();
  if (known.length !== new Set(codes).size || known.length !== codes.length)
    throw new Refused({ why: 'nothing-chosen' });
  if (known.some(({ period_end }) => period_end >= by.today)) throw new Refused({ why: 'not-over' });
  await lockBalances(
    tx,
    known.map(({ fund_id }) => ({ kind: 'available', fundId: fund_id }))
  );
  const { rows } = await sql<HeldFund>`
    select f.fund_id as "fundId", f.account_id as "accountId", a.code as "accountCode", f.code, f.name,
      b.amount_minor as left
    from fund f join balance b on b.fund_id = f.fund_id and b.kind = 'available'
      left join account a on a.account_id = f.account_id
    where f.code = any(${codes}::text[])`.execute(tx);
  const held = new Map(rows.map((row) => [row.code, row]));
  for (const { code, left } of funds) {
    const fund = held.get(code)!;
    if (fund.left !== left || left <= 0)
      throw new Refused({ why: 'moved-meanwhile', fund: fund.name, left: fund.left });
  }
  return held;
}

/** The next fund of each whose money goes on, made where there is none. @returns ids by code of the closed fund */
async function nextFunds(
  tx: Tx,
  funds: readonly FundToClose[],
  held: ReadonlyMap<string, HeldFund>,
  nameOf: (code: string) => string
): Promise<Map<string, number>> {
  const found = new Map<string, number>();
  const taken = new Set((await tx.selectFrom('fund').select('code').execute()).map(({ code }) => code));
  for (const { code, rule, next } of funds) {
    if (rule === 'return') continue;
    const { accountId, accountCode } = held.get(code)!;
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
