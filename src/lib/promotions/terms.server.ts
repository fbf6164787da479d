import type { Db, Tx } from '$lib/db/connect.server';
import type { PromotionTerms } from './terms';

/** Keeps what was agreed for promotions that have just been made. */
export async function addTerms(
  tx: Tx,
  promotions: readonly { promotionId: number; terms: PromotionTerms }[]
): Promise<void> {
  if (promotions.length === 0) return;
  await tx
    .insertInto('promotion_terms')
    .values(
      promotions.map(({ promotionId, terms }) => ({
        promotion_id: promotionId,
        basis: terms.basis,
        unit: terms.unit,
        rate: terms.rate,
        volume: terms.volume,
        fixed_minor: terms.fixedMinor,
        threshold: terms.threshold,
        stores: terms.stores,
        stock: terms.stock,
        shelf_price_minor: terms.shelfPriceMinor,
        agreed: terms.agreed
      }))
    )
    .execute();
}

/** What was agreed, by promotion; one that came from a file has none. @param promotionIds null for all */
export async function readTermsOf(
  db: Db | Tx,
  promotionIds: readonly number[] | null
): Promise<Map<number, PromotionTerms>> {
  let query = db.selectFrom('promotion_terms').selectAll();
  if (promotionIds) query = query.where('promotion_id', 'in', promotionIds.length > 0 ? promotionIds : [0]);
  const rows = await query.execute();
  return new Map(
    rows.map((row) => [
      row.promotion_id,
      {
        basis: row.basis,
        unit: row.unit,
        rate: row.rate,
        volume: row.volume,
        fixedMinor: row.fixed_minor,
        threshold: row.threshold,
        stores: row.stores,
        stock: row.stock,
        shelfPriceMinor: row.shelf_price_minor,
        agreed: row.agreed
      }
    ])
  );
}
