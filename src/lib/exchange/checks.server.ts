import { sql } from 'kysely';
import type { Tx } from '$lib/db/connect.server';
import { FORMATS, KINDS, type Kind } from './formats';
import type { ErrorList } from './report';
import { stageOf } from './stage.server';

interface Found {
  file_no: number;
  line_no: number;
  column: string | null;
  value: string | null;
  expected: string;
}

interface Reference {
  kind: Kind;
  column: string;
  /** A query of all codes that are known, on file or in this call. */
  known: string;
  what: string;
}

const ACCOUNTS = 'select code from account union select account from stage_accounts';
const PRODUCTS = 'select code from product union select product from stage_products';
const BRANDS = 'select name from brand union select brand from stage_products';
const FUNDS = 'select code from fund union select fund from stage_funds';
const STORES = 'select code from store union select store from stage_stores';

const REFERENCES: Reference[] = [
  ...(['stores', 'promotions', 'sell_in', 'sell_through', 'observations'] as const).map((kind) => ({
    kind,
    column: 'account',
    known: ACCOUNTS,
    what: 'account'
  })),
  ...(['sell_in', 'sell_through', 'observations'] as const).map((kind) => ({
    kind,
    column: 'product',
    known: PRODUCTS,
    what: 'product'
  })),
  ...(['sell_through', 'observations'] as const).map((kind) => ({
    kind,
    column: 'store',
    known: STORES,
    what: 'store'
  })),
  { kind: 'observations', column: 'brand', known: BRANDS, what: 'brand' },
  { kind: 'promotions', column: 'fund', known: FUNDS, what: 'fund' }
];

/** Everything that only the database and the other files of the call can say, set by set. */
export async function checkStages(tx: Tx, files: string[], errors: ErrorList): Promise<void> {
  const report = async (query: string) => {
    const { rows } = await sql.raw<Found>(query).execute(tx);
    for (const { file_no, line_no, column, value, expected } of rows) {
      errors.add({ file: files[file_no]!, line: line_no, column, value, expected });
    }
  };
  for (const kind of KINDS) await report(duplicates(kind));
  for (const { kind, column, known, what } of REFERENCES) {
    await report(`
      select file_no, line_no, '${column}' as column, "${column}" as value,
        'the code of a known ${what}; import it first, or correct the code' as expected
      from ${stageOf(kind)} where "${column}" is not null and "${column}" not in (${known}) order by file_no, line_no`);
  }
  await report(`
    select file_no, line_no, 'products' as column, p as value,
      'codes of known products, parted by ;' as expected
    from stage_promotions, unnest(string_to_array(products, ';')) p
    where trim(p) not in (${PRODUCTS}) order by file_no, line_no`);
  await report(BRAND_OWNERS);
  for (const kind of ['sell_through', 'observations']) {
    await report(`
      select s.file_no, s.line_no, 'store' as column, s.store as value,
        'a store of ' || s.account || '; this one belongs to ' || known.account as expected
      from stage_${kind} s
      join (select store.code as store, account.code as account from store join account using (account_id)
        where store.code not in (select store from stage_stores)
        union select store, account from stage_stores) known using (store)
      where known.account <> s.account order by 1, 2`);
  }
  await report(`
    select s.file_no, s.line_no, 'account' as column, s.account as value,
      'account ' || account.code || '; store ' || s.store || ' has sales or visits there already' as expected
    from stage_stores s join store on store.code = s.store join account using (account_id)
    where account.code <> s.account and (exists (select from sell_through t where t.store_id = store.store_id)
      or exists (select from visit v where v.store_id = store.store_id) or exists (select from observation o where o.store_id = store.store_id))
    order by 1, 2`);
}

/** A key that stands twice in one call: the later row is the error, and it names the earlier. */
function duplicates(kind: Kind): string {
  const key = FORMATS[kind].key.map((name) => `"${name}"`);
  return `
    select file_no, line_no, null as column, concat_ws(' + ', ${key.map((name) => `${name}::text`).join(', ')}) as value,
      'each key once; the same ${FORMATS[kind].key.join(' + ')} stands in line ' || first_line
        || case when first_file = file_no then '' else ' of another file of this call' end as expected
    from (select *, row_number() over same as nth, first_value(line_no) over same as first_line, first_value(file_no) over same as first_file
      from ${stageOf(kind)} window same as (partition by ${key.join(', ')} order by file_no, line_no)) s
    where nth > 1 order by file_no, line_no`;
}

const BRAND_OWNERS = `
  with claims as (
    select brand, owner = 'own' as is_own, file_no, line_no from stage_products
  ), settled as (
    select brand.name as brand, is_own, 'on file' as place from brand
    where exists (select from product where product.brand_id = brand.brand_id
      and product.code not in (select product from stage_products))
    union all
    (select distinct on (brand) brand, is_own, 'in line ' || line_no from claims
    where brand not in (select name from brand where exists (select from product where product.brand_id = brand.brand_id
      and product.code not in (select product from stage_products)))
    order by brand, file_no, line_no))
  select c.file_no, c.line_no, 'owner' as column, case when c.is_own then 'own' else 'competitor' end as value,
    'one owner for all products of ' || c.brand || '; ' || s.place || ' it is ' || case when s.is_own then 'own' else 'competitor' end as expected
  from claims c join settled s using (brand) where c.is_own <> s.is_own order by 1, 2`;
