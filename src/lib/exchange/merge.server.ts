import { sql } from 'kysely';
import type { Day } from '$lib/calendar/day';
import type { Tx } from '$lib/db/connect.server';
import type { Kind } from './formats';

export interface Counts {
  new: number;
  changed: number;
  same: number;
}

interface Target {
  table: string;
  constraint: string;
  key: string[];
  values: string[];
  /** The staged rows as rows of the table, with `file_no`; joins are outer where a row may come in the same call. */
  rows: string;
  /** Of `values`, those that may be empty and then leave what is there; other kinds have been filled by now. */
  open?: string[];
  /** What a row says besides its table's columns: a condition on `t`, the table's row, and `s`, for being changed. */
  orElse?: string;
}

/**
 * What a fund's file answers for: what imports have put in less what they took back, and what the fund was opened
 * with, here or at the desk. Money that somebody at the desk put in, moved or took back later is not the file's.
 */
export const FILED = (fund: string): string => `(
  select coalesce(sum(case when m.to_balance_id = b.balance_id then m.amount_minor else -m.amount_minor end), 0)::bigint
  from balance b join movement m on b.balance_id in (m.from_balance_id, m.to_balance_id)
  join balance o on o.balance_id = case when m.to_balance_id = b.balance_id then m.from_balance_id else m.to_balance_id end
  where b.fund_id = ${fund}.fund_id and b.kind = 'available' and (
    (o.kind = 'source' and m.made_via <> 'desk')
    or (not ${fund}.is_imported and m.movement_id = (select min(movement_id) from movement f where f.to_balance_id = b.balance_id))))`;

/** A call of the import, as what it changes remembers it. */
export interface Run {
  runId: number;
  today: Day;
  personId: number | null;
}

/** How a staged kind becomes rows of its table. Codes are ids by now: the checks have passed. */
const TARGETS: Record<Kind, Target> = {
  accounts: {
    table: 'account',
    constraint: 'account_code_key',
    key: ['code'],
    values: ['name', 'region', 'channel'],
    rows: 'select file_no, account as code, name, region, channel from stage_accounts'
  },
  stores: {
    table: 'store',
    constraint: 'store_code_key',
    key: ['code'],
    values: ['account_id', 'name', 'city', 'format'],
    rows: 'select s.file_no, s.store as code, a.account_id, s.name, s.city, s.format from stage_stores s join account a on a.code = s.account'
  },
  products: {
    table: 'product',
    constraint: 'product_code_key',
    key: ['code'],
    values: ['brand_id', 'name', 'price_band', 'unit_margin_minor'],
    rows: `select s.file_no, s.product as code, b.brand_id, s.name, s.price_band, s.unit_margin as unit_margin_minor, s.owner
      from stage_products s left join brand b on b.name = s.brand`,
    orElse: `(s.owner = 'own') <> (select is_own from brand where brand.brand_id = t.brand_id)`
  },
  funds: {
    table: 'fund',
    constraint: 'fund_code_key',
    key: ['code'],
    values: ['name', 'period_start', 'period_end'],
    rows: 'select file_no, fund as code, name, period_start, period_end, amount from stage_funds',
    orElse: `s.amount <> ${FILED('t')}`
  },
  promotions: {
    table: 'promotion',
    constraint: 'promotion_code_key',
    key: ['code'],
    values: ['account_id', 'fund_id', 'tactic', 'starts_on', 'ends_on', 'planned_minor'],
    rows: `select s.file_no, s.promotion as code, a.account_id, f.fund_id, s.tactic, s.start as starts_on, s.end as ends_on, s.planned_spend as planned_minor,
        s.actual_spend, s.products
      from stage_promotions s join account a on a.code = s.account left join fund f on f.code = s.fund`,
    // An empty actual spend is not known: it takes nothing back that has been settled.
    orElse: `(s.actual_spend is not null and (t.settled_on is null
        or s.actual_spend <> (select amount_minor from balance b where b.promotion_id = t.promotion_id and b.kind = 'spent')))
      or (select array_agg(distinct trim(n) order by trim(n)) from unnest(string_to_array(s.products, ';')) n)
        is distinct from (select array_agg(p.code order by p.code) from promotion_product pp join product p using (product_id) where pp.promotion_id = t.promotion_id)`
  },
  sell_in: {
    table: 'sell_in',
    constraint: 'sell_in_key',
    key: ['order_code', 'product_id'],
    values: ['account_id', 'ordered_on', 'units', 'net_value_minor'],
    open: ['net_value_minor'],
    rows: `select s.file_no, s.order as order_code, p.product_id, a.account_id, s.ordered_on, s.units, s.net_value as net_value_minor
      from stage_sell_in s join account a on a.code = s.account join product p on p.code = s.product`
  },
  sell_through: {
    table: 'sell_through',
    constraint: 'sell_through_key',
    key: ['account_id', 'store_id', 'product_id', 'week'],
    values: ['units', 'stock_on_hand', 'unit_price', 'display_share'],
    open: ['units', 'stock_on_hand', 'unit_price', 'display_share'],
    rows: `select s.file_no, a.account_id, st.store_id, p.product_id, s.week, s.units, s.stock_on_hand, s.price as unit_price, s.display as display_share
      from stage_sell_through s join account a on a.code = s.account join product p on p.code = s.product left join store st on st.code = s.store`
  },
  observations: {
    table: 'observation',
    constraint: 'observation_code_key',
    key: ['code'],
    values: [
      'account_id',
      'store_id',
      'brand_id',
      'product_id',
      'kind',
      'tactic',
      'seen_on',
      'received_on',
      'starts_on',
      'ends_on',
      'amount_low_minor',
      'amount_high_minor',
      'source',
      'note'
    ],
    // The file does not say when it was received: it counts as received on the day it was seen.
    rows: `select s.file_no, s.observation as code, a.account_id, st.store_id, b.brand_id, p.product_id, s.kind, s.tactic, s.seen_on,
        s.seen_on as received_on, s.start as starts_on, s.end as ends_on, s.amount_low as amount_low_minor, s.amount_high as amount_high_minor, s.source, s.note
      from stage_observations s join account a on a.code = s.account join brand b on b.name = s.brand
      left join product p on p.code = s.product left join store st on st.code = s.store`
  }
};

/** What a new row has besides what its file says. A plan counts as known since its start, as the file has no other day. */
const EXTRA: Partial<Record<Kind, (today: Day) => { columns: string; values: string }>> = {
  promotions: (today) => ({
    columns: 'name, created_on, approved_on',
    values: `initcap(replace(tactic, '_', ' ')) || ' ' || starts_on, least(starts_on, date '${today}'), least(starts_on, date '${today}')`
  }),
  funds: () => ({ columns: 'is_imported', values: 'true' }),
  // The same code is the same observation, on whichever machine it is imported.
  observations: () => ({ columns: 'observation_id', values: `md5('observation:' || code)::uuid` })
};

/** Counts what a kind would change, by the number of its file; asked before anything of it is written. */
export async function countChanges(tx: Tx, kind: Kind): Promise<Map<number, Counts>> {
  const { table, key, rows, orElse } = TARGETS[kind];
  const differs = `${differsFrom(kind, 's')}${orElse ? ` or ${orElse}` : ''}`;
  const { rows: counted } = await sql
    .raw<Counts & { file_no: number }>(
      `
    select file_no, count(*) filter (where is_new) as new, count(*) filter (where not is_new and differs) as changed,
      count(*) filter (where not is_new and not differs) as same
    from (select s.file_no, t.${key[0]} is null as is_new, case when t.${key[0]} is null then false else ${differs} end as differs
      from (${rows}) s left join ${table} t on ${sameKey(kind)}) c group by file_no`
    )
    .execute(tx);
  return new Map(counted.map(({ file_no, ...counts }) => [file_no, counts]));
}

/** Writes a kind's staged rows: new ones are added, changed ones replaced, the same left alone. */
export async function mergeKind(tx: Tx, kind: Kind, today: Day): Promise<void> {
  const { table, constraint, key, values, rows } = TARGETS[kind];
  const extra = EXTRA[kind]?.(today);
  const columns = [...key, ...values];
  await sql
    .raw(
      `
    insert into ${table} as t (${columns.join(', ')}${extra ? `, ${extra.columns}` : ''})
    select ${columns.join(', ')}${extra ? `, ${extra.values}` : ''} from (${rows}) s
    on conflict on constraint ${constraint} do update set ${values.map((column) => `${column} = ${merged(kind, 'excluded', column)}`).join(', ')}
    where ${differsFrom(kind, 'excluded')}`
    )
    .execute(tx);
}

/** Keeps what promotions were before a file changes anything of them; asked before they are merged. */
export async function keepChangedPromotions(tx: Tx, run: Run): Promise<void> {
  await sql`
    insert into promotion_change (promotion_id, changed_on, made_by, made_via, import_run_id, was_starts_on, was_ends_on,
      was_planned_minor, starts_on, ends_on, planned_minor, was_fund_id, fund_id, was_tactic, tactic, was_products, products,
      was_spent_minor, spent_minor)
    select p.promotion_id, ${run.today}::date, ${run.personId}::bigint, 'import', ${run.runId}::bigint, p.starts_on, p.ends_on,
      p.planned_minor, s.start, s.end, s.planned_spend, p.fund_id, f.fund_id, p.tactic, s.tactic, was.products, named.products,
      spent.was, coalesce(s.actual_spend, spent.was)
    from stage_promotions s join promotion p on p.code = s.promotion
    left join fund f on f.code = s.fund
    cross join lateral (select coalesce(array_agg(code order by code), '{}') as products
      from promotion_product join product using (product_id) where promotion_product.promotion_id = p.promotion_id) was
    cross join lateral (select coalesce(array_agg(distinct trim(n) order by trim(n)), '{}') as products
      from unnest(string_to_array(s.products, ';')) n) named
    -- What is settled for the first time is no change; its movement says it.
    cross join lateral (select case when p.settled_on is not null then (select amount_minor from balance b
      where b.promotion_id = p.promotion_id and b.kind = 'spent') end as was) spent
    where (p.starts_on, p.ends_on, p.planned_minor, p.fund_id, p.tactic, was.products)
        is distinct from (s.start, s.end, s.planned_spend, f.fund_id, s.tactic, named.products)
      or spent.was <> s.actual_spend`.execute(tx);
}

/** Keeps what orders said before a file corrects them, so that an earlier day still shows it; asked before they are merged. */
export async function keepCorrectedOrders(tx: Tx, { today, runId }: Run): Promise<void> {
  await sql`
    insert into sell_in_revision (order_code, product_id, account_id, ordered_on, units, net_value_minor, replaced_on, import_run_id)
    select t.order_code, t.product_id, t.account_id, t.ordered_on, t.units, t.net_value_minor, ${today}::date, ${runId}::bigint
    from (${sql.raw(TARGETS.sell_in.rows)}) s join sell_in t on ${sql.raw(sameKey('sell_in'))}
    where ${sql.raw(differsFrom('sell_in', 's'))}`.execute(tx);
}

/** Brands come with products. */
export async function mergeBrands(tx: Tx): Promise<void> {
  await sql`
    insert into brand (name, is_own) select distinct on (brand) brand, owner = 'own' from stage_products order by brand
    on conflict on constraint brand_name_key do update set is_own = excluded.is_own where brand.is_own <> excluded.is_own`.execute(
    tx
  );
}

/** A promotion's products are what its file says. */
export async function mergePromotionProducts(tx: Tx): Promise<void> {
  await sql`
    with wanted as (
      select p.promotion_id, product.product_id from stage_promotions s join promotion p on p.code = s.promotion
      cross join unnest(string_to_array(s.products, ';')) named join product on product.code = trim(named)
    ), gone as (
      delete from promotion_product where promotion_id in (select p.promotion_id from stage_promotions s join promotion p on p.code = s.promotion)
        and (promotion_id, product_id) not in (select promotion_id, product_id from wanted))
    insert into promotion_product (promotion_id, product_id) select distinct promotion_id, product_id from wanted
    on conflict do nothing`.execute(tx);
}

const list = (side: string, columns: string[]) => columns.map((column) => `${side}.${column}`).join(', ');

function sameKey(kind: Kind): string {
  const plain = (side: string, column: string) =>
    column === 'store_id' ? `coalesce(${side}.store_id, 0)` : `${side}.${column}`;
  return TARGETS[kind].key.map((column) => `${plain('t', column)} = ${plain('s', column)}`).join(' and ');
}

/** What the table's row holds after the merge: an empty cell leaves it as it is. */
function merged(kind: Kind, side: string, column: string): string {
  return TARGETS[kind].open?.includes(column)
    ? `coalesce(${side}.${column}, t.${column})`
    : `${side}.${column}`;
}

function differsFrom(kind: Kind, side: string): string {
  const { values } = TARGETS[kind];
  return `(${list('t', values)}) is distinct from (${values.map((column) => merged(kind, side, column)).join(', ')})`;
}
