import type { Db, Tx } from '$lib/db/connect.server';
import type { Account, Store } from './account';

/** Every account, by name. */
export async function readAccounts(db: Db | Tx): Promise<Account[]> {
  const rows = await db.selectFrom('account').selectAll().orderBy('name').execute();
  return rows.map((row) => ({
    accountId: row.account_id,
    code: row.code,
    name: row.name,
    region: row.region,
    channel: row.channel
  }));
}

/** Every store, by account and name. */
export async function readStores(db: Db | Tx): Promise<Store[]> {
  const rows = await db
    .selectFrom('store')
    .innerJoin('account', 'account.account_id', 'store.account_id')
    .select([
      'store_id',
      'store.code',
      'store.name',
      'city',
      'account.code as accountCode',
      'account.name as accountName'
    ])
    .orderBy('account.name')
    .orderBy('store.name')
    .execute();
  return rows.map((row) => ({
    storeId: row.store_id,
    code: row.code,
    name: row.name,
    city: row.city,
    account: { code: row.accountCode, name: row.accountName }
  }));
}
