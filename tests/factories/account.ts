import type { Db } from '../../src/lib/db/connect.server';

let made = 0;

/** An account without stores. */
export async function account(db: Db): Promise<{ accountId: number; code: string }> {
  const code = `chain-${++made}`;
  const { account_id } = await db
    .insertInto('account')
    .values({ code, name: `Chain ${made}` })
    .returning('account_id')
    .executeTakeFirstOrThrow();
  return { accountId: account_id, code };
}

/** A product of ours or of a competitor. */
export async function product(db: Db, isOwn = true): Promise<{ productId: number; code: string }> {
  const number = ++made;
  const { brand_id } = await db
    .insertInto('brand')
    .values({ name: `Brand ${number}`, is_own: isOwn })
    .returning('brand_id')
    .executeTakeFirstOrThrow();
  const { product_id } = await db
    .insertInto('product')
    .values({ brand_id, code: `product-${number}`, name: `Product ${number}` })
    .returning('product_id')
    .executeTakeFirstOrThrow();
  return { productId: product_id, code: `product-${number}` };
}
