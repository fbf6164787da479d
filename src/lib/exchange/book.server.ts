import { sql } from 'kysely';
import { type Day, minDay } from '$lib/calendar/day';
import type { Tx } from '$lib/db/connect.server';
import { bookInBulk } from '$lib/funds/bulk.server';
import { MOST_HELD_MINOR, type MovementOrder, type Refusal } from '$lib/funds/ledger';
import { type Minor, toDecimal } from '$lib/money/money';
import { isPlannedTooMuch } from '$lib/promotions/promotion.server';
import { fundMovements } from './book-funds.server';
import { type Booked, type BookingContext, reasonOf } from './booking';
import { addChange, daysToBook, type FundHistory } from './history';
import { correctedMoney, firstMoney, type Move, type PromotionRow, wantedOf } from './promotion-money';
import type { ErrorList } from './report';

/** A row of a promotions file with what the books hold. */
type StagedPromotion = PromotionRow & { fileNo: number; line: number; isFirst: boolean };

/**
 * Books what staged funds and promotions say of money, and reports rows that the books refuse. A fund or a promotion
 * that comes in for the first time brings its history, which is booked on the days of the facts; what corrects the
 * books is booked today, so that no earlier day changes. Money that comes into funds goes first, then what
 * corrections give back, what they need, and history by its start; what a fund's row takes back goes last. So the order
 * of a file's rows cannot make it fail.
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
  const promotions = await readPromotionRows(tx);
  for (const row of promotions.filter((one) => one.cancelledOn !== null && one.actual !== null)) {
    errors.add(row.fileNo, {
      line: row.line,
      column: 'actual_spend',
      value: toDecimal(row.actual!, context.currency),
      expected: `nothing: ${row.code} was cancelled on ${row.cancelledOn}; leave it empty, or give the promotion a new code`
    });
    errors.reject(row.fileNo, 1);
  }
  if (errors.count > 0) return 0;
  const funds = await fundMovements(tx, context);
  const corrected = promotions
    .filter((row) => !row.isFirst)
    .map((row) => ({ row, ...correctionOf(row, context) }));
  const sooner = [
    ...funds.filter(({ order }) => order.kind !== 'reverse'),
    ...corrected.flatMap(({ less }) => less),
    ...corrected.flatMap(({ more }) => more)
  ];
  const first = historyOf(
    promotions.filter((row) => row.isFirst),
    await readHistories(tx, sooner),
    context
  );
  const booked = [
    ...sooner,
    ...first.booked,
    // Last, so that the fund's own row is the one that is wrong where the rest needs its money.
    ...funds.filter(({ order }) => order.kind === 'reverse')
  ];
  const refusals = await bookInBulk(
    tx,
    booked.map(({ order }) => order)
  );
  tellRefused(refusals, booked, context, errors);
  const settledToday = promotions.filter((row) => !row.isFirst && row.actual !== null && !row.isSettled);
  await closeSettled(tx, [
    ...first.settled,
    ...settledToday.map(({ promotionId }) => ({ promotionId, on: context.today }))
  ]);
  await approvePaid(tx, context.today);
  return booked.length;
}

function tellRefused(
  refusals: { index: number; refusal: Refusal }[],
  booked: Booked[],
  { currency }: BookingContext,
  errors: ErrorList
): void {
  const told = new Set<string>();
  for (const { index, refusal } of refusals) {
    const { fileNo, line, column, value, order } = booked[index]!;
    // What a row books further on lacks the money that it was refused before.
    if (told.has(`${fileNo}:${line}`)) continue;
    told.add(`${fileNo}:${line}`);
    errors.reject(fileNo, 1);
    errors.add(fileNo, { line, column, value, expected: lacking(refusal, order, currency) });
  }
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
      or fund_id in (select fund_id from promotion where code in (select promotion from stage_promotions))
      -- What its orders make due is booked after all of it.
      or fund_id in (select fund_id from accrual_rate)
    order by balance_id for update`.execute(tx);
}

/** A promotion whose actual spend is known is settled, on the day on which that was booked. */
async function closeSettled(tx: Tx, settled: { promotionId: number; on: Day }[]): Promise<void> {
  await sql`
    update promotion p set settled_on = r.on
    from jsonb_to_recordset(${JSON.stringify(settled)}::jsonb) as r("promotionId" bigint, "on" date)
    where p.promotion_id = r."promotionId" and p.settled_on is null`.execute(tx);
}

/** A draft that a file gives money to is one no more. */
async function approvePaid(tx: Tx, today: Day): Promise<void> {
  await sql`
    update promotion p set approved_on = ${today}::date
    from stage_promotions s where p.code = s.promotion and p.approved_on is null
      and exists (select from balance b where b.promotion_id = p.promotion_id and b.amount_minor > 0)`.execute(
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

async function readPromotionRows(tx: Tx): Promise<StagedPromotion[]> {
  const { rows } = await sql<StagedPromotion>`
    select s.file_no as "fileNo", s.line_no as "line", p.promotion_id as "promotionId", p.code, p.fund_id as "fundId",
      p.starts_on as "startsOn", p.ends_on as "endsOn", p.cancelled_on as "cancelledOn", p.settled_on is not null as "isSettled",
      s.planned_spend as planned, s.actual_spend as actual, c.amount_minor as committed, sp.amount_minor as spent,
      exists (select from stage_first where kind = 'promotion' and code = p.code) as "isFirst",
      (select f.fund_id from movement m join balance f on f.balance_id = m.from_balance_id
        where m.to_balance_id = c.balance_id and m.kind = 'commit' order by m.movement_id desc limit 1) as "committedFrom",
      last.kind = 'opening' as "isSpentFromSource",
      case when last.amount_minor = sp.amount_minor and not exists (
        select from movement r where r.reverses_movement_id = last.movement_id) then last.movement_id end as "spentBy"
    from stage_promotions s join promotion p on p.code = s.promotion
    join balance c on c.promotion_id = p.promotion_id and c.kind = 'committed'
    join balance sp on sp.promotion_id = p.promotion_id and sp.kind = 'spent'
    left join lateral (select m.movement_id, m.kind, m.amount_minor from movement m
      where m.to_balance_id = sp.balance_id order by m.movement_id desc limit 1) last on sp.amount_minor > 0
    order by p.starts_on, p.code`.execute(tx);
  return rows;
}

/** Makes movements of a row: each with its place, its key and its reason. */
function booker(row: StagedPromotion, context: BookingContext, what = '') {
  const isActual = row.actual !== null;
  const amount = row.actual ?? row.planned;
  let count = 0;
  return (moves: Move[], bookedOn: Day): Booked[] =>
    moves.map((move) => ({
      fileNo: row.fileNo,
      line: row.line,
      column: isActual ? 'actual_spend' : 'planned_spend',
      value: amount === null ? null : toDecimal(amount, context.currency),
      order: {
        ...move,
        bookedOn,
        madeOn: context.today,
        importRun: context.runId,
        reason: reasonOf(context, row.fileNo, row.line, what),
        by: context.by,
        key: `import:${context.runId}:promotion:${row.code}:${count++}`
      }
    }));
}

function correctionOf(row: StagedPromotion, context: BookingContext): { less: Booked[]; more: Booked[] } {
  const { less, more } = correctedMoney(row);
  const book = booker(row, context, correctionName(row, context.currency));
  return { less: book(less, context.today), more: book(more, context.today) };
}

/** What of a promotion's money is other than it was, by the column that says it. */
function correctionName(row: StagedPromotion, currency: string): string {
  const wanted = wantedOf(row);
  const amount = (minor: Minor) => toDecimal(minor, currency);
  if (row.actual !== null && row.actual !== row.spent)
    return row.isSettled
      ? `actual_spend ${amount(row.spent)} → ${amount(row.actual)}`
      : `actual_spend ${amount(row.actual)}`;
  if (row.committed !== wanted.committed)
    return `planned_spend ${amount(row.committed)} → ${amount(wanted.committed)}`;
  return 'fund changed';
}

/** History that comes in for the first time, by the start of its promotions. */
function historyOf(
  rows: StagedPromotion[],
  histories: Map<number, FundHistory>,
  context: BookingContext
): { booked: Booked[]; settled: { promotionId: number; on: Day }[] } {
  const booked: Booked[] = [];
  const settled: { promotionId: number; on: Day }[] = [];
  for (const row of rows) {
    const { begun, closed, committed } = firstMoney(row);
    const wanted = wantedOf(row);
    const kept = wanted.committed + wanted.spent;
    const history = row.fundId === null ? null : histories.get(row.fundId)!;
    const { commitOn, closeOn } = history
      ? daysToBook(history, { ...row, committed, spent: kept }, context.today)
      : { commitOn: context.today, closeOn: minDay(row.endsOn, context.today) };
    if (history) {
      addChange(history, commitOn, -committed);
      addChange(history, closeOn, committed - kept);
    }
    const book = booker(row, context);
    booked.push(...book(begun, commitOn), ...book(closed, closeOn));
    if (row.actual !== null) settled.push({ promotionId: row.promotionId, on: closeOn });
  }
  return { booked, settled };
}

/** What the funds of promotions that come in have had left by day, with what is booked before them. */
async function readHistories(tx: Tx, sooner: Booked[]): Promise<Map<number, FundHistory>> {
  const { rows } = await sql<{ fund_id: number; floor: number; changes: [Day, number][] | null }>`
    select b.fund_id, b.floor_minor as floor, (
      select json_agg(json_build_array(booked_on, amount)) from (
        select booked_on, sum(case when m.to_balance_id = b.balance_id then m.amount_minor else -m.amount_minor end) as amount
        from movement m where b.balance_id in (m.from_balance_id, m.to_balance_id) group by 1) by_day) as changes
    from balance b where b.kind = 'available' and b.fund_id in (
      select p.fund_id from promotion p where p.code in (select code from stage_first where kind = 'promotion'))`.execute(
    tx
  );
  const histories = new Map(
    rows.map(({ fund_id, floor, changes }) => [fund_id, { floor, changes: new Map(changes) }])
  );
  for (const { order } of sooner) {
    for (const [ref, sign] of [
      [order.from, -1],
      [order.to, 1]
    ] as const) {
      const history = 'fundId' in ref ? histories.get(ref.fundId) : undefined;
      if (history) addChange(history, order.bookedOn, sign * order.amountMinor);
    }
  }
  return histories;
}
