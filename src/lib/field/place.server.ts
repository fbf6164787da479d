import type { Tx } from '$lib/db/connect.server';
import type { Place } from './observation.input';

export interface FoundPlace {
  accountId: number;
  storeId: number | null;
}

export async function findPlace(tx: Tx, place: Place): Promise<FoundPlace | null> {
  if (place.kind === 'account') {
    const row = await tx
      .selectFrom('account')
      .select('account_id')
      .where('code', '=', place.code)
      .executeTakeFirst();
    return row ? { accountId: row.account_id, storeId: null } : null;
  }
  const row = await tx
    .selectFrom('store')
    .select(['account_id', 'store_id'])
    .where('code', '=', place.code)
    .executeTakeFirst();
  return row ? { accountId: row.account_id, storeId: row.store_id } : null;
}
