import type { Db, Tx } from '$lib/db/connect.server';
import type { Product } from './product';

/** Every product with its brand, by brand and name. */
export async function readProducts(db: Db | Tx): Promise<Product[]> {
  const rows = await db
    .selectFrom('product')
    .innerJoin('brand', 'brand.brand_id', 'product.brand_id')
    .select([
      'product_id',
      'product.code',
      'product.name',
      'price_band',
      'brand.brand_id',
      'brand.name as brandName',
      'is_own'
    ])
    .orderBy('brand.name')
    .orderBy('product.name')
    .execute();
  return rows.map((row) => ({
    productId: row.product_id,
    code: row.code,
    name: row.name,
    priceBand: row.price_band,
    brand: { brandId: row.brand_id, name: row.brandName, isOwn: row.is_own }
  }));
}
