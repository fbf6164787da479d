import type { Generated } from 'kysely';

export interface BrandTable {
  brand_id: Generated<number>;
  name: string;
  is_own: boolean;
}

export interface ProductTable {
  product_id: Generated<number>;
  brand_id: number;
  code: string;
  name: string;
  price_band: string | null;
  unit_margin_minor: number | null;
}
