import { sql } from 'kysely';
import { type Day, minDay } from '$lib/calendar/day';
import type { Tx } from '$lib/db/connect.server';
import { type Minor, toDecimal } from '$lib/money/money';
import { type Booked, type BookingContext, reasonOf } from './booking';
import { FILED } from './merge.server';

/** A fund's amount is what its files answer for; a changed one is made up by the difference, today. */
export async function fundMovements(tx: Tx, context: BookingContext): Promise<Booked[]> {
  const { rows } = await sql<{
    file_no: number;
    line_no: number;
    fund_id: number;
    code: string;
    period_start: Day;
    wanted: number;
    filed: number;
    is_first: boolean;
    deposit: number | null;
    is_mirror: boolean | null;
  }>`
    select s.file_no, s.line_no, f.fund_id, f.code, f.period_start, s.amount as wanted, d.filed,
      exists (select from stage_first where kind = 'fund' and code = f.code) as is_first,
      last.movement_id as deposit, last.is_mirror
    from stage_funds s join fund f on f.code = s.fund
    cross join lateral (select ${sql.raw(FILED('f'))} as filed) d
    -- The deposit that the difference undoes, or else the last one, of those that files and the fund's opening made.
    left join lateral (
      select m.movement_id,
        m.amount_minor = d.filed - s.amount and not exists (select from movement c where c.corrects_movement_id = m.movement_id) as is_mirror
      from balance b join movement m on m.to_balance_id = b.balance_id
      join balance o on o.balance_id = m.from_balance_id and o.kind = 'source'
      where b.fund_id = f.fund_id and b.kind = 'available' and m.kind <> 'reverse'
        and (m.made_via <> 'desk' or (not f.is_imported
          and m.movement_id = (select min(movement_id) from movement f where f.to_balance_id = b.balance_id)))
        and not exists (select from movement r where r.reverses_movement_id = m.movement_id)
      order by is_mirror desc, m.movement_id desc limit 1) last on true
    order by s.file_no, s.line_no`.execute(tx);
  return rows
    .filter(({ wanted, filed }) => wanted !== filed)
    .map((row) => {
      const [source, available] = [
        { kind: 'source' } as const,
        { kind: 'available', fundId: row.fund_id } as const
      ];
      const difference = row.wanted - row.filed;
      const amount = (minor: Minor) => toDecimal(minor, context.currency);
      const what = row.is_first ? '' : `amount ${amount(row.filed)} → ${amount(row.wanted)}`;
      return {
        fileNo: row.file_no,
        line: row.line_no,
        column: 'amount',
        value: amount(row.wanted),
        order: {
          kind: difference > 0 ? 'deposit' : 'reverse',
          from: difference > 0 ? source : available,
          to: difference > 0 ? available : source,
          amountMinor: Math.abs(difference),
          bookedOn: row.is_first ? minDay(row.period_start, context.today) : context.today,
          madeOn: context.today,
          importRun: context.runId,
          reason: reasonOf(context, row.file_no, row.line_no, what),
          by: context.by,
          key: `import:${context.runId}:fund:${row.code}`,
          // An exact mirror undoes what it names; any other amount sets it right in part.
          ...(row.deposit !== null && (row.is_mirror ? { reverses: row.deposit } : { corrects: row.deposit }))
        }
      };
    });
}
