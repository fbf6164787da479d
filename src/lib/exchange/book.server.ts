import { sql } from 'kysely';
import type { Day } from '$lib/calendar/day';
import type { Tx } from '$lib/db/connect.server';
import { bookInBulk } from '$lib/funds/bulk.server';
import {
  type BalanceRef,
  MOST_HELD_MINOR,
  type MovementKind,
  type MovementOrder,
  type Mover,
  type Refusal
} from '$lib/funds/ledger';
import { toDecimal } from '$lib/money/money';
import { isPlannedTooMuch } from '$lib/promotions/promotion.server';
import { DEPOSITED } from './merge.server';
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
}

/**
 * Books what staged funds and promotions say of money, and reports rows that the books refuse. What is taken back goes
 * first, then the funds, then what promotions need by their start: the order of a file's rows cannot make it fail.
 *
 * @returns movements made
 */
export async function bookStages(tx: Tx, context: BookingContext, errors: ErrorList): Promise<number> {
  if (await isPlannedTooMuch(tx)) {
    await reportTooMuchPlanned(tx, context, errors);
    return 0;
  }
  await addMissingBalances(tx);
  await lockBalances(tx);
  const promotions = (await readPromotionRows(tx)).map((row) => ({ row, ...movementsOf(row, context) }));
  for (const { row } of promotions.filter(({ row }) => row.cancelled_on !== null && row.actual !== null)) {
    errors.add(row.file_no, {
      line: row.line_no,
      column: 'actual_spend',
      value: toDecimal(row.actual!, context.currency),
      expected: `nothing: ${row.code} was cancelled on ${row.cancelled_on}; leave it empty, or give the promotion a new code`
    });
    errors.reject(row.file_no, 1);
  }
  if (errors.count > 0) return 0;
  await closeSettled(tx, context.today);
  const funds = await fundMovements(tx, context);
  const [less, more] = [
    funds.filter(({ order }) => order.kind === 'reverse'),
    funds.filter(({ order }) => order.kind !== 'reverse')
  ];
  const booked = [
    ...more,
    ...promotions.flatMap(({ undone }) => undone),
    ...promotions.flatMap(({ made }) => made),
    // Last, so that the fund's own row is the one that is wrong where the rest needs its money.
    ...less
  ];
  const refusals = await bookInBulk(
    tx,
    booked.map(({ order }) => order)
  );
  const told = new Set<string>();
  for (const { index, refusal } of refusals) {
    const { fileNo, line, column, value, order } = booked[index]!;
    // What a row books further on lacks the money that it was refused before.
    if (told.has(`${fileNo}:${line}`)) continue;
    told.add(`${fileNo}:${line}`);
    errors.reject(fileNo, 1);
    errors.add(fileNo, { line, column, value, expected: lacking(refusal, order, context.currency) });
  }
  return booked.length;
}

function lacking(refusal: Refusal, order: MovementOrder, currency: string): string {
  const amount = (minor: number) => `${toDecimal(minor, currency)} ${currency}`;
  if (refusal.why === 'too-much')
    return `an amount with which all funds together hold at most ${amount(refusal.most)}; correct it, or an amount above it`;
  if (refusal.why !== 'not-enough') return 'an amount that the books can take';
  return order.kind === 'reverse'
    ? `an amount higher by ${amount(refusal.asked - refusal.left)} at least: so much of it is committed or spent; raise it, or free money first`
    : `at most what is left in the fund, ${amount(Math.max(0, refusal.left))}; deposit ${amount(refusal.asked - refusal.left)} more, or correct the amount`;
}

/** The largest plan of the call is the one to look at first. */
async function reportTooMuchPlanned(tx: Tx, { currency }: BookingContext, errors: ErrorList): Promise<void> {
  const { rows } = await sql<{ file_no: number; line_no: number; planned: number }>`
    select file_no, line_no, planned_spend as planned from stage_promotions
    where planned_spend is not null order by planned_spend desc, file_no, line_no limit 1`.execute(tx);
  const row = rows[0];
  errors.reject(row?.file_no ?? 0, 1);
  errors.add(row?.file_no ?? 0, {
    line: row?.line_no ?? null,
    column: 'planned_spend',
    value: row ? toDecimal(row.planned, currency) : null,
    expected: `plans that come to at most ${toDecimal(MOST_HELD_MINOR, currency)} ${currency} all together; correct the largest`
  });
}

/** What is read next must not move before it is booked. */
async function lockBalances(tx: Tx): Promise<void> {
  await sql`
    select from balance where fund_id in (select fund_id from fund where code in (select fund from stage_funds))
      or promotion_id in (select promotion_id from promotion where code in (select promotion from stage_promotions))
    order by balance_id for update`.execute(tx);
}

/** A promotion whose actual spend is known is settled. */
async function closeSettled(tx: Tx, today: Day): Promise<void> {
  await sql`
    update promotion p set settled_on = least(p.ends_on, ${today}::date)
    from stage_promotions s where p.code = s.promotion and s.actual_spend is not null and p.settled_on is null`.execute(
    tx
  );
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
    select s.file_no, s.line_no, f.fund_id, f.code, f.period_start, s.amount as wanted, ${sql.raw(DEPOSITED('f.fund_id'))} as held
    from stage_funds s join fund f on f.code = s.fund
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
  cancelled_on: Day | null;
  /** Whether it had been settled before, here or at the desk. */
  is_settled: boolean;
  planned: number | null;
  actual: number | null;
  committed: number;
  spent: number;
  /** The fund that the commitment came from; null where there was none. */
  committed_from: number | null;
  spent_from_source: boolean | null;
}

async function readPromotionRows(tx: Tx): Promise<PromotionRow[]> {
  const { rows } = await sql<PromotionRow>`
    select s.file_no, s.line_no, p.promotion_id, p.code, p.fund_id, p.starts_on, p.ends_on, p.cancelled_on, p.settled_on is not null as is_settled,
      s.planned_spend as planned, s.actual_spend as actual, c.amount_minor as committed, sp.amount_minor as spent,
      (select f.fund_id from movement m join balance f on f.balance_id = m.from_balance_id
        where m.to_balance_id = c.balance_id and m.kind = 'commit' order by m.movement_id desc limit 1) as committed_from,
      (select m.kind = 'opening' from movement m where m.to_balance_id = sp.balance_id order by m.movement_id desc limit 1) as spent_from_source
    from stage_promotions s join promotion p on p.code = s.promotion
    join balance c on c.promotion_id = p.promotion_id and c.kind = 'committed'
    join balance sp on sp.promotion_id = p.promotion_id and sp.kind = 'spent'
    order by p.starts_on, p.code`.execute(tx);
  return rows;
}

/** What a promotion's row books: what was there before is taken back as a whole and stays readable as such. */
function movementsOf(row: PromotionRow, context: BookingContext): { undone: Booked[]; made: Booked[] } {
  const wanted = wantedOf(row);
  const isSame =
    row.committed === wanted.committed &&
    row.spent === wanted.spent &&
    (row.committed_from === null || row.committed_from === row.fund_id) &&
    (row.spent === 0 || row.spent_from_source === (row.fund_id === null));
  if (isSame) return { undone: [], made: [] };
  const committed = { kind: 'committed', promotionId: row.promotion_id } as const;
  const spent = { kind: 'spent', promotionId: row.promotion_id } as const;
  const source = { kind: 'source' } as const;
  const on = (day: Day) => (day < context.today ? day : context.today);
  const isActual = row.actual !== null;
  const amount = row.actual ?? row.planned;
  let count = 0;
  const booked = (
    kind: MovementKind,
    from: BalanceRef,
    to: BalanceRef,
    amountMinor: number,
    bookedOn: Day,
    reason: string
  ): Booked[] =>
    amountMinor === 0
      ? []
      : [
          {
            fileNo: row.file_no,
            line: row.line_no,
            column: isActual ? 'actual_spend' : 'planned_spend',
            value: amount === null ? null : toDecimal(amount, context.currency),
            order: {
              kind,
              from,
              to,
              amountMinor,
              bookedOn,
              reason,
              by: context.by,
              key: `import:${context.runId}:promotion:${row.code}:${count++}`
            }
          }
        ];
  const [start, end] = [on(row.starts_on), on(row.ends_on)];
  const corrected = `Import: ${row.code} corrected`;
  const held = row.committed + (row.spent_from_source ? 0 : row.spent);
  const undone = [
    ...booked('reverse', spent, row.spent_from_source ? source : committed, row.spent, end, corrected),
    ...(row.committed_from === null
      ? []
      : booked('free', committed, { kind: 'available', fundId: row.committed_from }, held, end, corrected))
  ];
  const reason = `Import of promotion ${row.code}`;
  if (row.fund_id === null)
    return { undone, made: booked('opening', source, spent, wanted.spent, end, reason) };
  const available = { kind: 'available', fundId: row.fund_id } as const;
  const commitment = wanted.committed > 0 ? wanted.committed : Math.max(row.planned ?? 0, wanted.spent);
  const rest = commitment - wanted.committed - wanted.spent;
  return {
    undone,
    made: [
      ...booked('commit', available, committed, commitment, start, reason),
      ...booked('settle', committed, spent, wanted.spent, end, reason),
      ...booked('free', committed, available, rest, end, reason)
    ]
  };
}

/**
 * What a promotion's balances should hold: settled once its actual spend is known, else committed as planned. An empty
 * actual spend leaves a settlement as it is, and a cancelled promotion stays cancelled.
 */
function wantedOf(row: PromotionRow): { committed: number; spent: number } {
  if (row.actual !== null) return { committed: 0, spent: row.actual };
  if (row.is_settled) return { committed: row.committed, spent: row.spent };
  if (row.cancelled_on !== null || row.fund_id === null) return { committed: 0, spent: 0 };
  return { committed: row.planned ?? 0, spent: 0 };
}
