import { sql } from 'kysely';
import { createHash } from 'node:crypto';
import type { Day } from '$lib/calendar/day';
import type { Db, Tx } from '$lib/db/connect.server';
import { bookInBulk } from '$lib/funds/bulk.server';
import type { MovementOrder } from '$lib/funds/ledger';
import { rebuildSellThroughWeeks } from '$lib/sell-through/roll-up.server';
import { COMPETITORS, OWN_BRAND, OWN_PRODUCTS, PEOPLE } from './cast';
import { loadApprovals } from './load-approvals.server';
import { loadClaims } from './load-claims.server';
import { loadMoney, loadSharedFund } from './load-money.server';
import { loadReserveRule } from './load-reserve.server';
import { type DemoAccount, type DemoStory, tellStory } from './story';
import { DEMO_CALENDAR } from './timetable';

const CURRENCY = 'CNY';

interface Ids {
  own: number[];
  brands: number[];
  products: number[][];
  people: Map<string, number>;
}

/**
 * Fills an empty database with the demo market, in one transaction.
 *
 * @param seed the same seed and day give the same data
 */
export async function loadDemo(db: Db, { seed, today }: { seed: number; today: Day }): Promise<void> {
  const story = tellStory(seed, today);
  await db.transaction().execute(async (tx) => {
    await tx
      .updateTable('organisation')
      .set({
        name: 'Aster Mobile',
        currency: CURRENCY,
        fiscal_kind: DEMO_CALENDAR.kind,
        fiscal_year_start_month: DEMO_CALENDAR.yearStartMonth,
        demo_seed: seed
      })
      .execute();
    const ids = await loadCast(tx, story);
    const orders: MovementOrder[] = [];
    for (const account of story.accounts)
      orders.push(...(await loadAccount(tx, account, ids, { seed, today })));
    orders.push(...(await loadSharedFund(tx, story)));
    orders.sort((a, b) => (a.bookedOn < b.bookedOn ? -1 : a.bookedOn > b.bookedOn ? 1 : 0));
    const refusals = await bookInBulk(tx, orders);
    const first = refusals[0];
    if (first)
      throw new Error(`The demo's books do not close: ${JSON.stringify([first, orders[first.index]])}`);
    await loadApprovals(tx, ids.people.get('manager')!);
    await loadReserveRule(tx, ids.people.get('finance')!, today);
    await loadClaims(tx, ids.people.get('finance')!, today);
    await rebuildSellThroughWeeks(tx);
  });
  await sql`analyze`.execute(db);
}

async function loadCast(tx: Tx, story: DemoStory): Promise<Ids> {
  const brand = async (name: string, is_own: boolean) =>
    (await tx.insertInto('brand').values({ name, is_own }).returning('brand_id').executeTakeFirstOrThrow())
      .brand_id;
  const product = async (
    brand_id: number,
    values: { code: string; name: string; band: string; marginMinor?: number }
  ) =>
    (
      await tx
        .insertInto('product')
        .values({
          brand_id,
          code: values.code,
          name: values.name,
          price_band: values.band,
          unit_margin_minor: values.marginMinor ?? null
        })
        .returning('product_id')
        .executeTakeFirstOrThrow()
    ).product_id;
  const ids: Ids = { own: [], brands: [], products: [], people: new Map() };
  const ownBrand = await brand(OWN_BRAND, true);
  for (const own of OWN_PRODUCTS) ids.own.push(await product(ownBrand, own));
  for (const competitor of COMPETITORS) {
    const brandId = await brand(competitor.name, false);
    ids.brands.push(brandId);
    const products: number[] = [];
    for (const theirs of competitor.products) products.push(await product(brandId, theirs));
    ids.products.push(products);
  }
  for (const person of PEOPLE) {
    const { person_id } = await tx
      .insertInto('person')
      .values({ ...person, password_hash: null, language: null, theme: null, is_demo: true })
      .returning('person_id')
      .executeTakeFirstOrThrow();
    ids.people.set(person.role, person_id);
  }
  await tx
    .insertInto('key_date')
    .values(story.keyDates.map(({ name, on }) => ({ name, falls_on: on, account_id: null })))
    .execute();
  return ids;
}

async function loadAccount(
  tx: Tx,
  account: DemoAccount,
  ids: Ids,
  { seed, today }: { seed: number; today: Day }
): Promise<MovementOrder[]> {
  const { account_id } = await tx
    .insertInto('account')
    .values({ code: account.code, name: account.name, region: account.region, channel: account.channel })
    .returning('account_id')
    .executeTakeFirstOrThrow();
  const stores = await tx
    .insertInto('store')
    .values(account.stores.map((store) => ({ ...store, account_id, format: null })))
    .returning('store_id')
    .execute();
  const storeIds = stores.map(({ store_id }) => store_id);
  await loadSales(tx, account, account_id, storeIds, ids);
  await loadField(tx, account, account_id, storeIds, ids, seed);
  return loadMoney(tx, account, account_id, { ...ids, today });
}

async function loadSales(
  tx: Tx,
  account: DemoAccount,
  accountId: number,
  stores: number[],
  ids: Ids
): Promise<void> {
  const orders = account.orders.map(({ code, product, orderedOn, units, netValueMinor }) => [
    code,
    ids.own[product],
    orderedOn,
    units,
    netValueMinor
  ]);
  await sql`
    insert into sell_in (account_id, order_code, product_id, ordered_on, units, net_value_minor)
    select ${accountId}, r->>0, (r->>1)::bigint, (r->>2)::date, (r->>3)::bigint, (r->>4)::bigint
    from jsonb_array_elements(${JSON.stringify(orders)}::jsonb) r`.execute(tx);
  const sales = account.sales.map(({ store, product, week, units, stockOnHand }) => [
    stores[store],
    ids.own[product],
    week,
    units,
    stockOnHand
  ]);
  await sql`
    insert into sell_through (account_id, store_id, product_id, week, units, stock_on_hand)
    select ${accountId}, (r->>0)::bigint, (r->>1)::bigint, (r->>2)::date, (r->>3)::bigint, (r->>4)::bigint
    from jsonb_array_elements(${JSON.stringify(sales)}::jsonb) r`.execute(tx);
}

async function loadField(
  tx: Tx,
  account: DemoAccount,
  accountId: number,
  stores: number[],
  ids: Ids,
  seed: number
): Promise<void> {
  const person = ids.people.get('field')!;
  const visits = account.visits.map(({ store, visitedOn, receivedOn }, i) => [
    uuidOf(`${seed} visit ${account.code} ${i}`),
    stores[store],
    visitedOn,
    receivedOn
  ]);
  await sql`
    insert into visit (visit_id, account_id, store_id, visited_on, received_on, person_id)
    select (r->>0)::uuid, ${accountId}, (r->>1)::bigint, (r->>2)::date, (r->>3)::date, ${person}
    from jsonb_array_elements(${JSON.stringify(visits)}::jsonb) r`.execute(tx);
  const observations = account.observations.map((seen, i) => ({
    observation_id: uuidOf(`${seed} observation ${account.code} ${i}`),
    store_id: stores[seen.store],
    brand_id: ids.brands[seen.competitor],
    product_id: seen.product === null ? null : ids.products[seen.competitor]![seen.product],
    kind: seen.kind,
    tactic: seen.tactic,
    seen_on: seen.seenOn,
    received_on: seen.receivedOn,
    starts_on: seen.startsOn,
    starts_latest_on: seen.startsLatestOn,
    ends_on: seen.endsOn,
    amount_low_minor: seen.lowMinor,
    amount_high_minor: seen.highMinor,
    sureness: seen.sureness
  }));
  await sql`
    insert into observation (observation_id, account_id, store_id, brand_id, product_id, kind, tactic, seen_on, logged_at,
      received_on, starts_on, starts_latest_on, ends_on, amount_low_minor, amount_high_minor, source, sureness, person_id)
    select observation_id, ${accountId}, store_id, brand_id, product_id, kind, tactic, seen_on, seen_on,
      received_on, starts_on, starts_latest_on, ends_on, amount_low_minor, amount_high_minor, 'store', sureness, ${person}
    from jsonb_to_recordset(${JSON.stringify(observations)}::jsonb) as r(observation_id uuid, store_id bigint, brand_id bigint,
      product_id bigint, kind text, tactic text, seen_on date, received_on date, starts_on date, starts_latest_on date,
      ends_on date, amount_low_minor bigint, amount_high_minor bigint, sureness text)`.execute(tx);
}

/** A UUID out of a name, so that the same seed gives the same ids. */
function uuidOf(name: string): string {
  const hex = createHash('sha256').update(name).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-9${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
