import { type Kysely, sql } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  // One row: the organisation that runs this installation.
  await sql`
    create table organisation (
      organisation_id smallint not null default 1,
      name text not null,
      currency char(3) not null,
      fiscal_kind text not null,
      fiscal_year_start_month smallint not null,
      demo_seed integer,
      setup_code_hash text,
      created_at timestamptz not null default now(),
      constraint organisation_pk primary key (organisation_id),
      constraint organisation_only_one check (organisation_id = 1),
      constraint organisation_currency_iso check (currency ~ '^[A-Z]{3}$'),
      constraint organisation_fiscal_kind_known check (fiscal_kind in ('iso', '4-4-5', '4-5-4', '5-4-4', 'month')),
      constraint organisation_fiscal_month check (fiscal_year_start_month between 1 and 12)
    )`.execute(db);
  await sql`
    insert into organisation (name, currency, fiscal_kind, fiscal_year_start_month)
    values ('Our company', 'USD', '4-4-5', 1)`.execute(db);

  await sql`
    create table person (
      person_id bigint generated always as identity,
      name text not null,
      email text not null,
      role text not null,
      password_hash text,
      language text,
      theme text,
      is_demo boolean not null default false,
      disabled_at timestamptz,
      created_at timestamptz not null default now(),
      constraint person_pk primary key (person_id),
      constraint person_role_known check (role in ('manager', 'field', 'finance', 'admin')),
      constraint person_language_known check (language in ('en', 'zh-Hans', 'zh-Hant')),
      constraint person_theme_known check (theme in ('light', 'dark'))
    )`.execute(db);
  await sql`create unique index person_email_key on person (lower(email))`.execute(db);

  // Only the SHA-256 of a session token is stored: a copy of this table opens no session.
  await sql`
    create table session (
      token_hash text not null,
      person_id bigint not null,
      expires_at timestamptz not null,
      created_at timestamptz not null default now(),
      constraint session_pk primary key (token_hash),
      constraint session_person_fk foreign key (person_id) references person on delete cascade
    )`.execute(db);
  await sql`create index session_person_idx on session (person_id)`.execute(db);
}
