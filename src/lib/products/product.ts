export interface Brand {
  brandId: number;
  name: string;
  isOwn: boolean;
  products: { productId: number; code: string; name: string }[];
}
