import type { Generated } from 'kysely';
import type { Day } from '$lib/calendar/day';

export interface AccountTable {
  account_id: Generated<number>;
  code: string;
  name: string;
  region: string | null;
  channel: string | null;
}

export interface StoreTable {
  store_id: Generated<number>;
  account_id: number;
  code: string;
  name: string;
  city: string | null;
  format: string | null;
}

export interface KeyDateTable {
  key_date_id: Generated<number>;
  account_id: number | null;
  name: string;
  falls_on: Day;
}
