/** A brand with its products, for a choice in two steps. */
export interface BrandWithProducts {
  brandId: number;
  name: string;
  isOwn: boolean;
  products: { productId: number; code: string; name: string }[];
}
