/** Something that is sold, by us or by a competitor. */
export interface Product {
  productId: number;
  code: string;
  name: string;
  priceBand: string | null;
  brand: { brandId: number; name: string; isOwn: boolean };
}

/** A brand with its products, for a choice in two steps. */
export interface BrandWithProducts {
  brandId: number;
  name: string;
  isOwn: boolean;
  products: { productId: number; code: string; name: string }[];
}
