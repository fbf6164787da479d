import type { Day } from '$lib/calendar/day';
import type { Db, Tx } from '$lib/db/connect.server';
import type { Minor } from '$lib/money/money';
import { freeCode } from '$lib/text/free-code';
import { AccrualRefused, addRate, lockOrders, trueUpAccruals } from './accrual.server';
import { createFund, findFundFacts, lockFundCodes } from './fund.server';
import type { MovementOrder, Refusal } from './ledger';
import { bookMovement, findReplay, KeyTaken } from './ledger.server';

export interface FundOpening {
  name: string;
  /** Empty for a shared fund. */
  accountCode: string;
  from: Day;
  to: Day;
  amountMinor: Minor;
  /** Code of the fund that the money comes from; empty for new money. */
  sourceCode: string;
  /** At which it accrues from its first day on; left out for a fund that does not. It may then begin with nothing. */
  accrualBasisPoints?: number;
}

type Opened =
  | { ok: true; code: string }
  | { ok: false; refusal: Refusal | { why: 'unknown-account' | 'unknown-source' } };

class Refused extends Error {
  constructor(readonly refusal: Extract<Opened, { ok: false }>['refusal']) {
    super(refusal.why);
  }
}

/** Makes a fund and puts its first money in, both or neither; the same key opens one fund. */
export async function openFund(
  db: Db,
  opening: FundOpening,
  by: { personId: number; today: Day },
  key: string
): Promise<Opened> {
  const content = JSON.stringify(['open', opening]);
  try {
    return await db.transaction().execute((tx) => openIn(tx, opening, by, key, content));
  } catch (error) {
    if (error instanceof Refused) return { ok: false, refusal: error.refusal };
    if (error instanceof AccrualRefused && error.refusal.why === 'too-much')
      return { ok: false, refusal: error.refusal };
    // The same form was sent in the same moment and came first: answer as it was answered.
    if (error instanceof KeyTaken) return openFund(db, opening, by, key);
    throw error;
  }
}

async function openIn(
  tx: Tx,
  opening: FundOpening,
  by: { personId: number; today: Day },
  key: string,
  content: string
): Promise<Opened> {
  const earlier = await findReplay(tx, { key, content } as MovementOrder);
  if (earlier) {
    if (!earlier.ok) throw new Refused(earlier.refusal);
    return { ok: true, code: await codeOf(tx, earlier.movementId) };
  }
  const isAccruing = opening.accrualBasisPoints !== undefined;
  if (isAccruing) {
    await lockOrders(tx);
    const before = await findAccruing(tx, key);
    if (before) return { ok: true, code: before };
  }
  const account = opening.accountCode
    ? await tx.selectFrom('account').selectAll().where('code', '=', opening.accountCode).executeTakeFirst()
    : null;
  if (account === undefined) throw new Refused({ why: 'unknown-account' });
  const source = opening.sourceCode ? await findFundFacts(tx, opening.sourceCode) : null;
  if (opening.sourceCode && !source) throw new Refused({ why: 'unknown-source' });
  const code = await findFreeCode(tx, `${opening.accountCode || 'shared'}-${opening.from.slice(0, 4)}`);
  const fundId = await createFund(tx, {
    code,
    name: opening.name,
    accountId: account?.account_id ?? null,
    periodStart: opening.from,
    periodEnd: opening.to
  });
  if (isAccruing) {
    const terms = {
      fundCode: code,
      productCode: '',
      basisPoints: opening.accrualBasisPoints!,
      fromOn: opening.from,
      reason: opening.name
    };
    await addRate(tx, fundId, terms, by, key);
    const via = { personId: by.personId, via: 'desk' as const };
    await trueUpAccruals(tx, [fundId], { today: by.today, by: via, reason: opening.name, key });
    if (opening.amountMinor === 0) return { ok: true, code };
  }
  const booked = await bookMovement(tx, {
    kind: source ? 'move' : 'deposit',
    from: source ? { kind: 'available', fundId: source.fundId } : { kind: 'source' },
    to: { kind: 'available', fundId },
    amountMinor: opening.amountMinor,
    bookedOn: by.today,
    reason: opening.name,
    by: { personId: by.personId, via: 'desk' },
    key,
    content
  });
  if (!booked.ok) throw new Refused(booked.refusal);
  // Another transaction booked under this key since we looked: undo this fund, and answer as that one was answered.
  if (booked.isReplay) throw new KeyTaken();
  return { ok: true, code };
}

/** Code of the fund that a form has opened which put no money in. */
async function findAccruing(tx: Tx, key: string): Promise<string | null> {
  const row = await tx
    .selectFrom('accrual_rate')
    .innerJoin('fund', 'fund.fund_id', 'accrual_rate.fund_id')
    .select('fund.code')
    .where('idempotency_key', '=', key)
    .executeTakeFirst();
  return row?.code ?? null;
}

async function codeOf(tx: Tx, movementId: number): Promise<string> {
  const row = await tx
    .selectFrom('movement')
    .innerJoin('balance', 'balance.balance_id', 'movement.to_balance_id')
    .innerJoin('fund', 'fund.fund_id', 'balance.fund_id')
    .select('fund.code')
    .where('movement_id', '=', movementId)
    .executeTakeFirstOrThrow();
  return row.code;
}

/** The wanted code, or the first of `…-2`, `…-3` that is free; others that look for one wait for this transaction. */
async function findFreeCode(tx: Tx, wanted: string): Promise<string> {
  await lockFundCodes(tx);
  const taken = new Set((await tx.selectFrom('fund').select('code').execute()).map(({ code }) => code));
  return freeCode(wanted, taken);
}
