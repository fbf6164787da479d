import { sql } from 'kysely';
import { addDays, type Day } from '$lib/calendar/day';
import type { Tx } from '$lib/db/connect.server';

const MOST_CLAIMS = 4;

/** What accounts have billed for promotions that are over and not settled: nobody has looked at it yet. */
export async function loadClaims(tx: Tx, finance: number, today: Day): Promise<void> {
  await sql`
    insert into claim (account_id, reference, kind, amount_minor, issued_on, received_on, note, made_by,
      idempotency_key, request_hash)
    select p.account_id, 'INV-' || (40110 + 7 * n), case when n % 2 = 0 then 'deduction' else 'invoice' end,
      -- Never more than was promised: what accounts ask for beyond it is another story.
      (b.amount_minor * (100 - 6 * n) / 100 / 100) * 100, least(p.ends_on + 3, ${today}::date),
      least(greatest(${addDays(today, -30)}::date + 8 * n::int, p.ends_on + 3), ${today}::date),
      case when n % 2 = 1 then p.name end, ${finance}::bigint, 'demo:claim:' || n, 'demo'
    from (
      select *, row_number() over (order by ends_on, code) as n from promotion
      where approved_on is not null and cancelled_on is null and settled_on is null and ends_on < ${today}::date) p
    join balance b on b.promotion_id = p.promotion_id and b.kind = 'committed' and b.amount_minor > 100
    where n <= ${MOST_CLAIMS}`.execute(tx);
}
