import { sql } from 'kysely';
import type { Db } from './connect.server';

export interface Finding {
  /** The invariant, as a sentence. */
  rule: string;
  /** What breaks it; empty where it holds. */
  broken: string[];
}

/** The invariants that the database can be asked about; each query returns a line of text per breach. */
const CHECKS: { rule: string; query: ReturnType<typeof sql<{ broken: string }>> }[] = [
  {
    rule: 'Every balance is the sum of its movements.',
    query: sql`
      with sums as (
        select balance_id, sum(amount)::bigint as amount from (
          select to_balance_id as balance_id, amount_minor as amount from movement
          union all select from_balance_id, -amount_minor from movement) as both_sides
        group by balance_id)
      select format('balance %s (%s) stands at %s, its movements come to %s',
        b.balance_id, b.kind, b.amount_minor, coalesce(s.amount, 0)) as broken
      from balance b left join sums s using (balance_id)
      where b.amount_minor <> coalesce(s.amount, 0)`
  },
  {
    rule: 'All balances together are zero.',
    query: sql`
      select format('the balances come to %s', sum(amount_minor)) as broken
      from balance having coalesce(sum(amount_minor), 0) <> 0`
  },
  {
    rule: 'No balance stands below its floor.',
    query: sql`
      select format('balance %s (%s) stands at %s, its floor is %s', balance_id, kind, amount_minor, floor_minor) as broken
      from balance where amount_minor < floor_minor`
  },
  {
    rule: 'No balance has stood below its floor at any point of its history.',
    // What has to stay in a reserve is set later than what came in before: its history is held to zero. What a fund may be
    // overdrawn by follows its budget: of one that ever might be, where it stands now is asked.
    query: sql`
      with sides as (
        select movement_id, booked_on, to_balance_id as balance_id, amount_minor as amount from movement
        union all select movement_id, booked_on, from_balance_id, -amount_minor from movement),
      after as (
        select balance_id, movement_id, booked_on,
          sum(amount) over (partition by balance_id order by booked_on, movement_id)::bigint as amount from sides)
      select format('balance %s (%s) stood at %s after movement %s of %s, its floor is %s',
        b.balance_id, b.kind, a.amount, a.movement_id, a.booked_on, least(b.floor_minor, 0)) as broken
      from after a join balance b using (balance_id)
      where b.floor_minor is not null and a.amount < least(b.floor_minor, 0)
        and not (b.kind = 'available' and b.fund_id in (
          select fund_id from fund where overdraw_percent > 0 union all select fund_id from fund_overdraw))
      union all
      select format('balance %s (%s) stands at %s, its floor is %s', balance_id, kind, amount_minor, floor_minor)
      from balance where amount_minor < floor_minor`
  },
  {
    rule: 'A file on record is what was put there.',
    query: sql`
      select format('file %s has another content than was put there: restore it from a backup', sha256) as broken
      from file where sha256 <> encode(sha256(content), 'hex') or size_bytes <> octet_length(content)`
  },
  {
    rule: 'An idempotency key is used once.',
    query: sql`
      select format('key %s is used %s times', idempotency_key, count(*)) as broken
      from movement group by idempotency_key having count(*) > 1`
  },
  {
    rule: 'A reversal undoes exactly what it names.',
    query: sql`
      select format('movement %s does not mirror movement %s', r.movement_id, m.movement_id) as broken
      from movement r join movement m on m.movement_id = r.reverses_movement_id
      where r.amount_minor <> m.amount_minor or r.from_balance_id <> m.to_balance_id or r.to_balance_id <> m.from_balance_id`
  },
  {
    rule: 'A correction moves money between the balances of the movement that it names.',
    query: sql`
      select format('movement %s corrects movement %s, and moves between other balances', c.movement_id, m.movement_id) as broken
      from movement c join movement m on m.movement_id = c.corrects_movement_id
      where c.movement_id <= m.movement_id or not (
        (c.from_balance_id, c.to_balance_id) in ((m.from_balance_id, m.to_balance_id), (m.to_balance_id, m.from_balance_id)))`
  },
  {
    rule: 'No movement is dated before the day on which it was made, unless it is a first booking of history.',
    // History comes in once, with the run that brings its promotion or its fund: whose first movement is of another run,
    // or of the desk, was on file already.
    query: sql`
      with owned as (
        select m.movement_id, m.booked_on, m.made_on, m.import_run_id, b.promotion_id, b.fund_id
        from movement m join balance b on b.balance_id in (m.from_balance_id, m.to_balance_id)
        where b.promotion_id is not null or (b.fund_id is not null and not exists (
          select from balance o where o.balance_id in (m.from_balance_id, m.to_balance_id) and o.promotion_id is not null))),
      placed as (
        select *, first_value(movement_id) over first as first_id, first_value(import_run_id) over first as first_run
        from owned window first as (partition by promotion_id, fund_id order by movement_id))
      select distinct format('movement %s is dated %s and was made on %s, when movement %s was there already',
        movement_id, booked_on, made_on, first_id) as broken
      from placed where booked_on < made_on and import_run_id is distinct from first_run
      union all
      select format('movement %s is dated %s, was made on %s, and no import made it', movement_id, booked_on, made_on)
      from movement where booked_on < made_on and import_run_id is null`
  },
  {
    rule: 'An allocation that is undone is undone whole.',
    query: sql`
      select format('allocation %s undoes allocation %s, and not its movement %s',
        u.allocation_batch_id, u.undoes_batch_id, m.movement_id) as broken
      from allocation_batch u join movement m on m.allocation_batch_id = u.undoes_batch_id
      where not exists (
        select from movement r where r.reverses_movement_id = m.movement_id
          and r.allocation_batch_id = u.allocation_batch_id)`
  },
  {
    rule: 'No fund stands below what it may be overdrawn by, unless it is flagged and can promise nothing more.',
    query: sql`
      select format('fund %s stands at %s and may be overdrawn to %s; its floor is %s',
        f.code, b.amount_minor, b.allowance_minor, b.floor_minor) as broken
      from balance b join fund f using (fund_id)
      where b.kind = 'available' and (b.floor_minor > b.allowance_minor or (b.floor_minor < b.allowance_minor and (
        b.floor_minor <> b.amount_minor
        or not exists (select from fund_overdraw o where o.fund_id = b.fund_id))))`
  },
  {
    rule: 'A fund that accrues has accrued what its orders make due.',
    query: sql`
      with due as (
        select r.fund_id, coalesce(sum(round(s.net_value_minor::numeric * coalesce((
            select x.basis_points from accrual_rate x
            where x.fund_id = r.fund_id and x.from_on <= s.ordered_on and (x.product_id is null or x.product_id = s.product_id)
            order by x.product_id is null, x.from_on desc, x.accrual_rate_id desc limit 1), 0) / 10000)), 0)::bigint as minor
        from (select distinct fund_id from accrual_rate) r join fund f using (fund_id)
        left join sell_in s on s.account_id = f.account_id and s.ordered_on between f.period_start and f.period_end
        group by r.fund_id),
      accrued as (
        select b.fund_id, coalesce(sum(case when m.to_balance_id = b.balance_id then m.amount_minor else -m.amount_minor end), 0)::bigint as minor
        from balance b left join movement m on m.kind = 'accrue' and b.balance_id in (m.to_balance_id, m.from_balance_id)
        where b.kind = 'available' group by b.fund_id)
      select format('fund %s has accrued %s, and its orders make %s due', f.code, a.minor, d.minor) as broken
      from due d join accrued a using (fund_id) join fund f using (fund_id) where a.minor <> d.minor`
  },
  {
    rule: 'What was drawn on a reserve is a release of the fund that paid for the promotion.',
    query: sql`
      select format('movement %s is no release of the reserve of fund %s', d.movement_id, f.code) as broken
      from reserve_draw d join fund f using (fund_id) join movement m using (movement_id)
      join balance b on b.balance_id = m.from_balance_id
      where m.kind <> 'release' or b.kind <> 'reserve' or b.fund_id <> d.fund_id`
  },
  {
    rule: 'Every fund and every promotion has its two balances.',
    query: sql`
      select format('fund %s has %s balances', f.code, count(b.balance_id)) as broken
      from fund f left join balance b using (fund_id) group by f.fund_id, f.code having count(b.balance_id) <> 2
      union all
      select format('promotion %s has %s balances', p.code, count(b.balance_id))
      from promotion p left join balance b using (promotion_id) group by p.promotion_id, p.code having count(b.balance_id) <> 2`
  },
  {
    rule: 'The weekly sell-through equals the rows under it.',
    query: sql`
      with raw as (
        select account_id, product_id, week,
          case when bool_or(store_id is null) then sum(units) filter (where store_id is null) else sum(units) end as units,
          case when bool_or(store_id is null) then sum(stock_on_hand) filter (where store_id is null)
            else sum(stock_on_hand) end as stock_on_hand
        from sell_through group by account_id, product_id, week)
      select format('account %s, product %s, week %s: %s units on file, %s in the roll-up',
        account_id, product_id, week, r.units, w.units) as broken
      from raw r full join sell_through_week w using (account_id, product_id, week)
      where r.units is distinct from w.units or r.stock_on_hand is distinct from w.stock_on_hand`
  }
];

/** Asks the database about every invariant, in one snapshot. */
export async function examine(db: Db): Promise<Finding[]> {
  return db
    .transaction()
    .setIsolationLevel('repeatable read')
    .setAccessMode('read only')
    .execute(async (tx) => {
      const findings: Finding[] = [];
      for (const { rule, query } of CHECKS) {
        findings.push({ rule, broken: (await query.execute(tx)).rows.map((row) => row.broken) });
      }
      return findings;
    });
}
