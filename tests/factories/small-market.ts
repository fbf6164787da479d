import type { Insertable } from 'kysely';
import { randomUUID } from 'node:crypto';
import type { Day } from '../../src/lib/calendar/day';
import type { Db } from '../../src/lib/db/connect.server';
import type { ObservationTable } from '../../src/lib/field/field.tables';

/** An account with as many stores as asked for. */
export async function account(db: Db, code: string, stores = 0): Promise<{ id: number; stores: number[] }> {
  const { account_id: id } = await db
    .insertInto('account')
    .values({ code, name: code, region: null, channel: null })
    .returning('account_id')
    .executeTakeFirstOrThrow();
  const ids: number[] = [];
  for (let n = 1; n <= stores; n++) {
    const { store_id } = await db
      .insertInto('store')
      .values({ account_id: id, code: `${code}-${n}`, name: `${code} ${n}`, city: null, format: null })
      .returning('store_id')
      .executeTakeFirstOrThrow();
    ids.push(store_id);
  }
  return { id, stores: ids };
}

/** A brand with as many products as asked for. */
export async function brand(
  db: Db,
  name: string,
  isOwn: boolean,
  products = 1
): Promise<{ id: number; products: number[] }> {
  const { brand_id: id } = await db
    .insertInto('brand')
    .values({ name, is_own: isOwn })
    .returning('brand_id')
    .executeTakeFirstOrThrow();
  const ids: number[] = [];
  for (let n = 1; n <= products; n++) {
    const { product_id } = await db
      .insertInto('product')
      .values({
        brand_id: id,
        code: `${name}-${n}`,
        name: `${name} ${n}`,
        price_band: null,
        unit_margin_minor: null
      })
      .returning('product_id')
      .executeTakeFirstOrThrow();
    ids.push(product_id);
  }
  return { id, products: ids };
}

type Row = Insertable<ObservationTable>;
type Seen = Pick<Row, 'account_id' | 'brand_id' | 'kind' | 'seen_on'> & Partial<Row>;

/** One report, received on the day it was seen unless said otherwise. */
export async function observation(db: Db, seen: Seen): Promise<void> {
  await db
    .insertInto('observation')
    .values({
      observation_id: randomUUID(),
      code: null,
      store_id: null,
      product_id: null,
      tactic: null,
      received_on: seen.seen_on,
      starts_on: null,
      starts_latest_on: null,
      ends_on: null,
      amount_low_minor: null,
      amount_high_minor: null,
      source: seen.store_id ? 'store' : 'public',
      note: null,
      person_id: null,
      ...seen,
      logged_at: undefined,
      sureness: 'saw',
      is_withheld: Boolean(seen.is_withheld)
    })
    .execute();
}

/** Somebody entered a store, whatever was found; received on the same day unless said otherwise. */
export async function visit(db: Db, account: number, store: number, on: Day, receivedOn = on): Promise<void> {
  await db
    .insertInto('visit')
    .values({
      visit_id: randomUUID(),
      account_id: account,
      store_id: store,
      visited_on: on,
      received_on: receivedOn,
      person_id: null
    })
    .execute();
}

export async function promotion(
  db: Db,
  made: {
    account: number;
    code: string;
    from: Day;
    to: Day;
    planned: number | null;
    fund?: number;
    createdOn?: Day;
    window?: string;
  }
): Promise<number> {
  const { promotion_id } = await db
    .insertInto('promotion')
    .values({
      account_id: made.account,
      fund_id: made.fund ?? null,
      code: made.code,
      name: made.code,
      tactic: 'display',
      starts_on: made.from,
      ends_on: made.to,
      planned_minor: made.planned,
      reason: null,
      advice: made.window ? JSON.stringify({ window: made.window }) : null,
      created_on: made.createdOn ?? made.from,
      created_by: null,
      approved_on: made.createdOn ?? made.from,
      cancelled_on: null,
      settled_on: null
    })
    .returning('promotion_id')
    .executeTakeFirstOrThrow();
  return promotion_id;
}
