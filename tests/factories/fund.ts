import { randomUUID } from 'node:crypto';
import { day } from '../../src/lib/calendar/day';
import type { Db } from '../../src/lib/db/connect.server';
import { createFund, type NewFund } from '../../src/lib/funds/fund.server';
import type { MovementOrder, Mover } from '../../src/lib/funds/ledger';
import { bookMovement } from '../../src/lib/funds/ledger.server';

export const DEMO_MOVER: Mover = { personId: null, via: 'demo' };
export const DAY = day('2026-06-01');

let made = 0;

/** A fund with `depositMinor` in it. */
export async function fund(db: Db, depositMinor: number, values: Partial<NewFund> = {}): Promise<number> {
  const number = ++made;
  const fundId = await db.transaction().execute((tx) =>
    createFund(tx, {
      code: `fund-${number}`,
      name: `Fund ${number}`,
      accountId: null,
      periodStart: day('2026-01-01'),
      periodEnd: day('2026-12-31'),
      budgetMinor: depositMinor,
      ...values
    })
  );
  if (depositMinor > 0) await bookMovement(db, deposit(fundId, depositMinor));
  return fundId;
}

export function deposit(fundId: number, amountMinor: number): MovementOrder {
  return order({ kind: 'deposit', from: { kind: 'source' }, to: { kind: 'available', fundId }, amountMinor });
}

/** An order with what a test does not care about filled in. */
export function order(
  values: Pick<MovementOrder, 'kind' | 'from' | 'to' | 'amountMinor'> & Partial<MovementOrder>
): MovementOrder {
  return { bookedOn: DAY, reason: 'test', by: DEMO_MOVER, key: randomUUID(), ...values };
}

/** An account with a promotion and its two balances, and nothing committed yet. */
export async function promotion(db: Db, fundId: number | null = null): Promise<number> {
  const number = ++made;
  const { account_id } = await db
    .insertInto('account')
    .values({ code: `account-${number}`, name: `Account ${number}` })
    .returning('account_id')
    .executeTakeFirstOrThrow();
  const { promotion_id } = await db
    .insertInto('promotion')
    .values({
      account_id,
      fund_id: fundId,
      code: `promotion-${number}`,
      name: `Promotion ${number}`,
      tactic: 'display',
      starts_on: day('2026-06-01'),
      ends_on: day('2026-06-14'),
      created_on: DAY,
      approved_on: DAY
    })
    .returning('promotion_id')
    .executeTakeFirstOrThrow();
  await db
    .insertInto('balance')
    .values([
      { kind: 'committed', fund_id: null, promotion_id },
      { kind: 'spent', fund_id: null, promotion_id }
    ])
    .execute();
  return promotion_id;
}
