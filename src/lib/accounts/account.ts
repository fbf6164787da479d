/** A retail chain that we sell to: a key account. */
export interface Account {
  accountId: number;
  code: string;
  name: string;
  region: string | null;
  channel: string | null;
}

export interface Store {
  storeId: number;
  code: string;
  name: string;
  city: string | null;
  account: { code: string; name: string };
}
