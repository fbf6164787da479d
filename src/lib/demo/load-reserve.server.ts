import { sql } from 'kysely';
import type { Day } from '$lib/calendar/day';
import type { Tx } from '$lib/db/connect.server';

/** In per cent: what stays of a reserve, and how sure a window has to be. */
const [FLOOR_SHARE, LEAST_CONFIDENCE] = [20, 40];
const WINDOW_SHARE = 60;

/** One rule in the demo market: the largest reserve that is held now keeps a fifth, and gives a window three fifths. */
export async function loadReserveRule(tx: Tx, finance: number, today: Day): Promise<void> {
  await sql`
    with largest as (
      select f.fund_id, b.balance_id, b.amount_minor from balance b join fund f using (fund_id)
      where b.kind = 'reserve' and b.amount_minor > 0 and ${today}::date between f.period_start and f.period_end
      order by b.amount_minor desc, f.code limit 1),
    ruled as (
      insert into reserve_rule (fund_id, floor_minor, kinds, least_confidence, window_limit_minor, is_by_hand, reason,
        made_by, made_on, idempotency_key, request_hash)
      select fund_id, amount_minor * ${FLOOR_SHARE}::bigint / 100, array['stock-out', 'exhaustion', 'both'],
        ${LEAST_CONFIDENCE}::smallint, amount_minor * ${WINDOW_SHARE}::bigint / 100, false, 'Saved for the weeks in which nobody can answer',
        ${finance}::bigint, ${today}::date - 60, 'demo:reserve-rule', ''
      from largest returning fund_id, floor_minor)
    update balance set floor_minor = ruled.floor_minor from ruled join largest using (fund_id)
    where balance.balance_id = largest.balance_id`.execute(tx);
}
