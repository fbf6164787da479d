import { sql } from 'kysely';
import type { Day } from '$lib/calendar/day';
import type { Db } from '$lib/db/connect.server';
import type { Minor } from '$lib/money/money';
import type { OverdrawRefusal } from './accrual';
import { lockBalances } from './bulk.server';
import { findFundFacts } from './fund.server';
import { overdrawFloor, refKey } from './ledger';
import { hashOf } from './ledger.server';

/**
 * Sets by how many per cent of its budget a fund may be overdrawn. The allowance follows the budget from then on.
 *
 * @param percent 0 to 100, whole
 * @param key made by the client: the same form sent twice sets it once
 */
export async function setOverdraw(
  db: Db,
  fundCode: string,
  percent: number,
  reason: string,
  by: { personId: number; today: Day },
  key: string
): Promise<{ ok: true } | { ok: false; refusal: OverdrawRefusal }> {
  const hash = hashOf(JSON.stringify(['overdraw', fundCode, percent, reason]));
  return db.transaction().execute(async (tx) => {
    const fund = await findFundFacts(tx, fundCode);
    if (!fund) return { ok: false, refusal: { why: 'unknown' } };
    const available = { kind: 'available', fundId: fund.fundId } as const;
    const state = (await lockBalances(tx, [available])).get(refKey(available))!;
    const earlier = await tx
      .selectFrom('fund_overdraw')
      .select('request_hash')
      .where('idempotency_key', '=', key)
      .executeTakeFirst();
    if (earlier)
      return earlier.request_hash === hash ? { ok: true } : { ok: false, refusal: { why: 'key-reused' } };
    const { rows } = await sql<{ budget: Minor; isFlagged: boolean }>`
      select sum(amount_minor)::bigint as budget,
        bool_or(kind = 'available' and floor_minor < allowance_minor) as "isFlagged"
      from balance where fund_id = ${fund.fundId}::bigint or promotion_id in (select promotion_id from promotion where fund_id = ${fund.fundId}::bigint)`.execute(
      tx
    );
    const { budget, isFlagged } = rows[0]!;
    const allowance = overdrawFloor(budget, percent);
    // A fund that is flagged stands below its allowance already; another one changes nothing of that.
    if (state.amountMinor < allowance && !isFlagged)
      return { ok: false, refusal: { why: 'used', used: -state.amountMinor, allowed: -allowance } };
    await tx
      .insertInto('fund_overdraw')
      .values({
        fund_id: fund.fundId,
        kind: 'allowance',
        percent,
        floor_minor: allowance,
        reason,
        made_by: by.personId,
        made_on: by.today,
        idempotency_key: key,
        request_hash: hash
      })
      .execute();
    await tx
      .updateTable('fund')
      .set({ overdraw_percent: percent })
      .where('fund_id', '=', fund.fundId)
      .execute();
    await tx
      .updateTable('balance')
      .set({ allowance_minor: allowance, floor_minor: Math.min(allowance, state.amountMinor) })
      .where('balance_id', '=', state.balanceId)
      .execute();
    return { ok: true };
  });
}

/** What was decided, and what happened, about how far a fund may be overdrawn; the newest first. */
export interface OverdrawEntry {
  kind: 'allowance' | 'accrual';
  percent: number | null;
  floorMinor: Minor;
  reason: string;
  on: Day;
  by: string | null;
}

export async function readOverdraws(db: Db, fundId: number): Promise<OverdrawEntry[]> {
  return db
    .selectFrom('fund_overdraw')
    .leftJoin('person', 'person.person_id', 'fund_overdraw.made_by')
    .select(['kind', 'percent', 'floor_minor as floorMinor', 'reason', 'made_on as on', 'person.name as by'])
    .where('fund_id', '=', fundId)
    .orderBy('fund_overdraw_id', 'desc')
    .execute();
}
