import { sql } from 'kysely';
import type { Day } from '$lib/calendar/day';
import type { Tx } from '$lib/db/connect.server';
import { bookInBulk } from '$lib/funds/bulk.server';
import type { MovementOrder, Mover } from '$lib/funds/ledger';
import { toDecimal } from '$lib/money/money';
import type { ErrorList } from './report';

/** A movement that a row of a file brings about. */
interface Booked {
  fileNo: number;
  line: number;
  column: string;
  value: string | null;
  order: MovementOrder;
}

export interface BookingContext {
  today: Day;
  by: Mover;
  /** Makes the keys of this call its own. */
  runId: number;
  currency: string;
  files: string[];
}

/** Books what staged funds and promotions say of money, and reports rows that the books refuse. @returns movements made */
export async function bookStages(tx: Tx, context: BookingContext, errors: ErrorList): Promise<number> {
  await addMissingBalances(tx);
  const booked = [...(await fundMovements(tx, context)), ...(await promotionMovements(tx, context))];
  const refusals = await bookInBulk(
    tx,
    booked.map(({ order }) => order)
  );
  for (const { index, refusal } of refusals) {
    const { fileNo, line, column, value } = booked[index]!;
    const left = refusal.why === 'not-enough' ? toDecimal(Math.max(0, refusal.left), context.currency) : '0';
    errors.add({
      file: context.files[fileNo]!,
      line,
      column,
      value,
      expected: `at most what is left for it, ${left} ${context.currency}; deposit more, or correct the amount`
    });
  }
  return booked.length;
}

async function addMissingBalances(tx: Tx): Promise<void> {
  await sql`
    insert into balance (kind, fund_id) select kind, fund_id from fund cross join (values ('available'), ('reserve')) k(kind)
    where code in (select fund from stage_funds) on conflict do nothing`.execute(tx);
  await sql`
    insert into balance (kind, promotion_id) select kind, promotion_id from promotion cross join (values ('committed'), ('spent')) k(kind)
    where code in (select promotion from stage_promotions) on conflict do nothing`.execute(tx);
}

/** A fund's amount is what has come into it from the source; a changed one is made up by the difference. */
async function fundMovements(tx: Tx, context: BookingContext): Promise<Booked[]> {
  const { rows } = await sql<{
    file_no: number;
    line_no: number;
    fund_id: number;
    code: string;
    period_start: Day;
    wanted: number;
    held: number;
  }>`
    select s.file_no, s.line_no, f.fund_id, f.code, f.period_start, s.amount as wanted,
      (select coalesce(sum(case when m.to_balance_id = b.balance_id then m.amount_minor else -m.amount_minor end), 0)::bigint
        from movement m join balance src on src.kind = 'source' and src.balance_id in (m.from_balance_id, m.to_balance_id)
        where b.balance_id in (m.from_balance_id, m.to_balance_id)) as held
    from stage_funds s join fund f on f.code = s.fund join balance b on b.fund_id = f.fund_id and b.kind = 'available'
    order by s.file_no, s.line_no`.execute(tx);
  return rows
    .filter(({ wanted, held }) => wanted !== held)
    .map(({ file_no, line_no, fund_id, code, period_start, wanted, held }) => {
      const [source, available] = [
        { kind: 'source' } as const,
        { kind: 'available', fundId: fund_id } as const
      ];
      const isMore = wanted > held;
      return {
        fileNo: file_no,
        line: line_no,
        column: 'amount',
        value: toDecimal(wanted, context.currency),
        order: {
          kind: isMore ? 'deposit' : 'reverse',
          from: isMore ? source : available,
          to: isMore ? available : source,
          amountMinor: Math.abs(wanted - held),
          bookedOn: period_start < context.today ? period_start : context.today,
          reason: held === 0 ? `Import of fund ${code}` : `Import: amount of ${code} corrected`,
          by: context.by,
          key: `import:${context.runId}:fund:${code}`
        }
      };
    });
}

interface PromotionRow {
  file_no: number;
  line_no: number;
  promotion_id: number;
  code: string;
  fund_id: number | null;
  starts_on: Day;
  ends_on: Day;
  planned: number | null;
  actual: number | null;
  committed: number;
  spent: number;
  /** The fund that the commitment came from, and the movements to undo if the figures have changed. */
  committed_from: number | null;
  spent_from_source: boolean | null;
}

async function promotionMovements(tx: Tx, context: BookingContext): Promise<Booked[]> {
  const { rows } = await sql<PromotionRow>`
    select s.file_no, s.line_no, p.promotion_id, p.code, p.fund_id, p.starts_on, p.ends_on, s.planned_spend as planned, s.actual_spend as actual,
      c.amount_minor as committed, sp.amount_minor as spent,
      (select f.fund_id from movement m join balance f on f.balance_id = m.from_balance_id
        where m.to_balance_id = c.balance_id and m.kind = 'commit' order by m.movement_id desc limit 1) as committed_from,
      (select m.kind = 'opening' from movement m where m.to_balance_id = sp.balance_id order by m.movement_id desc limit 1) as spent_from_source
    from stage_promotions s join promotion p on p.code = s.promotion
    join balance c on c.promotion_id = p.promotion_id and c.kind = 'committed'
    join balance sp on sp.promotion_id = p.promotion_id and sp.kind = 'spent'
    order by s.file_no, s.line_no`.execute(tx);
  await sql`
    update promotion p set settled_on = case when s.actual_spend is null then null else least(p.ends_on, ${context.today}::date) end
    from stage_promotions s where p.code = s.promotion and p.cancelled_on is null
      and (p.settled_on is null) <> (s.actual_spend is null)`.execute(tx);
  return rows.flatMap((row) => movementsOf(row, context));
}

function movementsOf(row: PromotionRow, context: BookingContext): Booked[] {
  const wanted = wantedOf(row);
  const isSame =
    row.committed === wanted.committed &&
    row.spent === wanted.spent &&
    (row.committed_from === null || row.committed_from === row.fund_id) &&
    (row.spent === 0 || row.spent_from_source === (row.fund_id === null));
  if (isSame) return [];
  const committed = { kind: 'committed', promotionId: row.promotion_id } as const;
  const spent = { kind: 'spent', promotionId: row.promotion_id } as const;
  const on = (day: Day) => (day < context.today ? day : context.today);
  const found: Booked[] = [];
  const add = (
    order: Pick<MovementOrder, 'kind' | 'from' | 'to' | 'amountMinor' | 'bookedOn' | 'reason'>
  ) => {
    if (order.amountMinor === 0) return;
    const amount = row.actual ?? row.planned;
    found.push({
      fileNo: row.file_no,
      line: row.line_no,
      column: row.actual !== null ? 'actual_spend' : 'planned_spend',
      value: amount === null ? null : toDecimal(amount, context.currency),
      order: {
        ...order,
        by: context.by,
        key: `import:${context.runId}:promotion:${row.code}:${found.length}`
      }
    });
  };
  // What was booked for it before is taken back as a whole, and stays readable as such.
  const undone = { bookedOn: on(row.ends_on), reason: `Import: ${row.code} corrected` };
  if (row.spent > 0)
    add({
      kind: 'reverse',
      from: spent,
      to: row.spent_from_source ? { kind: 'source' } : committed,
      amountMinor: row.spent,
      ...undone
    });
  const held = row.committed + (row.spent_from_source ? 0 : row.spent);
  if (held > 0 && row.committed_from !== null) {
    add({
      kind: 'free',
      from: committed,
      to: { kind: 'available', fundId: row.committed_from },
      amountMinor: held,
      ...undone
    });
  }
  const reason = `Import of promotion ${row.code}`;
  if (row.fund_id === null) {
    add({
      kind: 'opening',
      from: { kind: 'source' },
      to: spent,
      amountMinor: wanted.spent,
      bookedOn: on(row.ends_on),
      reason
    });
    return found;
  }
  const available = { kind: 'available', fundId: row.fund_id } as const;
  const commitment = row.actual === null ? wanted.committed : Math.max(row.planned ?? 0, row.actual);
  add({
    kind: 'commit',
    from: available,
    to: committed,
    amountMinor: commitment,
    bookedOn: on(row.starts_on),
    reason
  });
  add({
    kind: 'settle',
    from: committed,
    to: spent,
    amountMinor: wanted.spent,
    bookedOn: on(row.ends_on),
    reason
  });
  if (row.actual !== null)
    add({
      kind: 'free',
      from: committed,
      to: available,
      amountMinor: commitment - row.actual,
      bookedOn: on(row.ends_on),
      reason
    });
  return found;
}

/** What a promotion's balances should hold: settled once its actual spend is known, else committed as planned. */
function wantedOf({ fund_id, planned, actual }: PromotionRow): { committed: number; spent: number } {
  if (actual !== null) return { committed: 0, spent: actual };
  return { committed: fund_id === null ? 0 : (planned ?? 0), spent: 0 };
}
