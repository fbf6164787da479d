import { sql } from 'kysely';
import type { Db, Tx } from '$lib/db/connect.server';
import type { BrandWithProducts, Product } from './product';

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

/** Every brand with its products, our own first; a brand that has none yet is there too. */
export async function readBrands(db: Db | Tx): Promise<BrandWithProducts[]> {
  const { rows } = await sql<BrandWithProducts>`
    select b.brand_id as "brandId", b.name, b.is_own as "isOwn",
      coalesce(jsonb_agg(jsonb_build_object('productId', p.product_id, 'code', p.code, 'name', p.name) order by p.name)
        filter (where p.product_id is not null), '[]') as products
    from brand b left join product p using (brand_id)
    group by b.brand_id order by b.is_own desc, b.name`.execute(db);
  return rows;
}
