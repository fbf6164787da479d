import type { ColumnType, Generated } from 'kysely';

type Instant = ColumnType<Date, Date | string | undefined, Date | string>;

export interface OrganisationTable {
  organisation_id: Generated<number>;
  name: string;
  currency: string;
  fiscal_kind: 'iso' | '4-4-5' | '4-5-4' | '5-4-4' | 'month';
  fiscal_year_start_month: number;
  fund_period: Generated<'year' | 'quarter' | 'month'>;
  demo_seed: number | null;
  setup_code_hash: string | null;
  created_at: Instant;
}

export interface PersonTable {
  person_id: Generated<number>;
  name: string;
  email: string;
  role: 'manager' | 'field' | 'finance' | 'admin';
  password_hash: string | null;
  language: 'en' | 'zh-Hans' | 'zh-Hant' | null;
  theme: 'light' | 'dark' | null;
  is_demo: Generated<boolean>;
  disabled_at: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>;
  created_at: Instant;
}

export interface SessionTable {
  token_hash: string;
  person_id: number;
  expires_at: ColumnType<Date, Date | string, Date | string>;
  created_at: Instant;
}
