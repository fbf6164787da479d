import { sql } from 'kysely';
import type { Db, Tx } from '$lib/db/connect.server';
import type { BrandWithProducts } from './product';

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
