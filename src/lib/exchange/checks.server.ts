import { sql } from 'kysely';
import type { Tx } from '$lib/db/connect.server';
import { FORMATS, KINDS, type Kind } from './formats';
import { type ErrorList, MOST_ERRORS } from './report';
import { stageOf } from './stage.server';

type Known = 'accounts' | 'products' | 'brands' | 'stores' | 'funds';

/** Every code that a row may name: on file, in this call, or in a row of it that is wrong for another reason. */
const KNOWN: Record<Known, { what: string; codes: string }> = {
  accounts: {
    what: 'an account',
    codes: 'select code from account union select account from stage_accounts'
  },
  products: { what: 'a product', codes: 'select code from product union select product from stage_products' },
  brands: {
    what: 'a brand, which comes with its products',
    codes: 'select name from brand union select brand from stage_products'
  },
  stores: { what: 'a store', codes: 'select code from store union select store from stage_stores' },
  funds: { what: 'a fund', codes: 'select code from fund union select fund from stage_funds' }
};

const REFERENCES: { kind: Kind; column: string; to: Known }[] = [
  ...(['stores', 'promotions', 'sell_in', 'sell_through', 'observations'] as const).map((kind) => ({
    kind,
    column: 'account',
    to: 'accounts' as const
  })),
  ...(['sell_in', 'sell_through', 'observations'] as const).map((kind) => ({
    kind,
    column: 'product',
    to: 'products' as const
  })),
  ...(['sell_through', 'observations'] as const).map((kind) => ({
    kind,
    column: 'store',
    to: 'stores' as const
  })),
  { kind: 'observations', column: 'brand', to: 'brands' },
  { kind: 'promotions', column: 'fund', to: 'funds' }
];

/**
 * Everything that only the database and the other files of the call can say, set by set.
 *
 * @param kinds that have rows
 * @param unread kinds of which a file could not be read: what refers to them is not called unknown
 */
export async function checkStages(
  tx: Tx,
  kinds: ReadonlySet<Kind>,
  unread: ReadonlySet<Kind>,
  errors: ErrorList
): Promise<void> {
  const find = (query: string) => sql.raw(`insert into stage_fault ${query}`).execute(tx);
  await collectKnown(tx);
  for (const kind of kinds) await find(duplicates(kind));
  for (const { kind, column, to } of REFERENCES) {
    if (kinds.has(kind) && !isUnread(to, unread)) await find(unknownCodes(kind, column, to));
  }
  if (kinds.has('promotions') && !unread.has('products')) await find(UNKNOWN_PROMOTION_PRODUCTS);
  if (kinds.has('promotions')) await find(FUND_OF_OTHERS);
  if (kinds.has('promotions')) await find(PROMOTION_MOVES);
  if (kinds.has('products')) await find(BRAND_OWNERS);
  if (kinds.has('observations')) await find(PRODUCT_OF_OTHER_BRAND);
  if (kinds.has('observations')) await find(FILLED_ENDS);
  for (const kind of ['sell_through', 'observations'] as const) {
    if (kinds.has(kind)) await find(storesOfOthers(kind));
  }
  if (kinds.has('stores')) await find(STORE_MOVES);
  await report(tx, errors);
}

const isUnread = (known: Known, unread: ReadonlySet<Kind>) =>
  unread.has(known === 'brands' ? 'products' : known);

async function collectKnown(tx: Tx): Promise<void> {
  const all = Object.entries(KNOWN).map(
    ([kind, { codes }]) => `select '${kind}' as kind, code from (${codes}) c(code)`
  );
  await sql
    .raw(
      `create temporary table stage_known on commit drop as ${all.join(' union all ')} union all select kind, code from stage_claim`
    )
    .execute(tx);
  await sql
    .raw([...KINDS.map((kind) => `analyze ${stageOf(kind)}`), 'analyze stage_known'].join('; '))
    .execute(tx);
}

async function report(tx: Tx, errors: ErrorList): Promise<void> {
  const { rows: counts } = await sql<{ file_no: number; faults: number; lines: number }>`
    select file_no, count(*) as faults, count(distinct line_no) as lines from stage_fault group by file_no`.execute(
    tx
  );
  if (counts.length === 0) return;
  const { rows } = await sql<{
    file_no: number;
    line_no: number;
    column: string | null;
    value: string | null;
    expected: string;
  }>`
    select * from stage_fault order by file_no, line_no, "column" limit ${MOST_ERRORS}`.execute(tx);
  for (const { file_no, line_no, column, value, expected } of rows)
    errors.add(file_no, { line: line_no, column, value, expected });
  errors.addUnkept(counts.reduce((sum, { faults }) => sum + faults, 0) - rows.length);
  for (const { file_no, lines } of counts) errors.reject(file_no, lines);
}

function unknownCodes(kind: Kind, column: string, to: Known): string {
  const { what } = KNOWN[to];
  return `
    select file_no, line_no, '${column}', "${column}",
      'the code of ${what} that is known; correct it, or put its row into ${to === 'brands' ? 'products' : to}.csv in the same call'
    from ${stageOf(kind)} s where "${column}" is not null
      and not exists (select from stage_known k where k.kind = '${to}' and k.code = s."${column}")`;
}

/** A key that stands twice in one call: the later row is the error, and it names the earlier. */
function duplicates(kind: Kind): string {
  const names = FORMATS[kind].key;
  const key = names.map((name) => `"${name}"`).join(', ');
  // A store alone may be empty in a key, and only plain equality can be hashed.
  const plain = (side: string, name: string) =>
    name === 'store' ? `coalesce(${side}.store, '')` : `${side}."${name}"`;
  const same = names.map((name) => `${plain('d', name)} = ${plain('s', name)}`).join(' and ');
  // Grouping finds the few that are double faster than sorting all.
  return `
    with doubled as materialized (select ${key} from ${stageOf(kind)} group by ${key} having count(*) > 1)
    select n.file_no, n.line_no, null, n.value,
      '${names.join(' + ')} once in a call; it stands in line ' || n.first_line
        || case when n.first_file = n.file_no then '' else ' of ' || f.name end || ' already; remove one of the two'
    from (select file_no, line_no, row_number() over same as nth, first_value(line_no) over same as first_line,
        first_value(file_no) over same as first_file, concat_ws(' + ', ${names.map((name) => `s."${name}"::text`).join(', ')}) as value
      from ${stageOf(kind)} s where exists (select from doubled d where ${same})
      window same as (partition by ${names.map((name) => `s."${name}"`).join(', ')} order by file_no, line_no)) n
    join stage_file f on f.file_no = n.first_file where nth > 1`;
}

const UNKNOWN_PROMOTION_PRODUCTS = `
  select file_no, line_no, 'products', trim(named), 'codes of known products, parted by ";"; correct it, or put its row into products.csv in the same call'
  from stage_promotions, unnest(string_to_array(products, ';')) named
  where not exists (select from stage_known k where k.kind = 'products' and k.code = trim(named))`;

/** The same rule as for a promotion that is planned at the desk. */
const FUND_OF_OTHERS = `
  select s.file_no, s.line_no, 'fund', s.fund,
    case when a.code <> s.account then 'a fund of ' || s.account || ', or a shared one; this one belongs to ' || a.code
      else 'a fund whose period has the start, ' || s.start || '; this one runs from ' || f.period_start || ' to ' || f.period_end end
      || '; name another, or leave it empty'
  from stage_promotions s
  join (select fund.code, account_id, coalesce(n.period_start, fund.period_start) as period_start, coalesce(n.period_end, fund.period_end) as period_end
      from fund left join stage_funds n on n.fund = fund.code
    union all select fund, null, period_start, period_end from stage_funds where fund not in (select code from fund)) f on f.code = s.fund
  left join account a on a.account_id = f.account_id
  where a.code <> s.account or s.start not between f.period_start and f.period_end`;

/** What was agreed and paid at an account belongs to it for good. */
const PROMOTION_MOVES = `
  select s.file_no, s.line_no, 'account', s.account,
    'account ' || account.code || ', where the promotion is on file; give the promotion a new code at ' || s.account
  from stage_promotions s join promotion p on p.code = s.promotion join account using (account_id)
  where account.code <> s.account`;

/** A row may contradict what the books know for a cell that it leaves empty. */
const FILLED_ENDS = `
  select file_no, line_no, 'start', start::text, 'a day up to the end that is on file, ' || "end" || '; give the end as well'
  from stage_observations where start > "end"
  union all
  select file_no, line_no, 'amount_low', null, 'an amount_low up to the amount_high that is on file, or the other way round; give both'
  from stage_observations where amount_low > amount_high`;

const PRODUCT_OF_OTHER_BRAND = `
  with known as (
    select p.code, b.name as brand from product p join brand b using (brand_id) where p.code not in (select product from stage_products)
    union all select distinct product, brand from stage_products)
  select s.file_no, s.line_no, 'product', s.product, 'a product of ' || s.brand || '; this one is of ' || known.brand || '; correct one of the two'
  from stage_observations s join known on known.code = s.product where known.brand <> s.brand`;

function storesOfOthers(kind: 'sell_through' | 'observations'): string {
  return `
    with known as (
      select store.code as store, account.code as account from store join account using (account_id)
      where store.code not in (select store from stage_stores)
      union select store, account from stage_stores)
    select s.file_no, s.line_no, 'store', s.store, 'a store of ' || s.account || '; this one belongs to ' || known.account || '; correct one of the two'
    from ${stageOf(kind)} s join known on known.store = s.store where known.account <> s.account`;
}

/** What was sold or seen in a store belongs to its account for good. */
const STORE_MOVES = `
  select s.file_no, s.line_no, 'account', s.account,
    'account ' || account.code || ', where the store has sales or visits; give the store a new code at ' || s.account
  from stage_stores s join store on store.code = s.store join account using (account_id)
  where account.code <> s.account and (exists (select from sell_through t where t.store_id = store.store_id)
    or exists (select from visit v where v.store_id = store.store_id)
    or exists (select from observation o where o.store_id = store.store_id))`;

/** A brand is ours or a competitor's as a whole. What products outside this call say counts first, then the first row. */
const BRAND_OWNERS = `
  with kept as (
    select brand.name as brand, is_own from brand
    where exists (select from product p where p.brand_id = brand.brand_id and p.code not in (select product from stage_products))
  ), settled as (
    select brand, is_own, 'its products on file are' as place from kept
    union all
    (select distinct on (brand) s.brand, s.owner = 'own', 'in line ' || s.line_no || ' of ' || f.name || ' it is'
    from stage_products s join stage_file f using (file_no) where s.brand not in (select brand from kept)
    order by s.brand, s.file_no, s.line_no)
  )
  select s.file_no, s.line_no, 'owner', s.owner,
    'one owner for all products of ' || s.brand || '; ' || c.place || case when c.is_own then ' own' else ' competitor' end
  from stage_products s join settled c using (brand) where (s.owner = 'own') <> c.is_own`;
