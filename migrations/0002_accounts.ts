import { type Kysely, sql } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table account (
      account_id bigint generated always as identity,
      code text not null,
      name text not null,
      region text,
      channel text,
      constraint account_pk primary key (account_id),
      constraint account_code_key unique (code)
    )`.execute(db);

  await sql`
    create table store (
      store_id bigint generated always as identity,
      account_id bigint not null,
      code text not null,
      name text not null,
      city text,
      format text,
      constraint store_pk primary key (store_id),
      constraint store_code_key unique (code),
      constraint store_account_key unique (account_id, store_id),
      constraint store_account_fk foreign key (account_id) references account
    )`.execute(db);

  // A day that many people plan around; without an account it concerns all of them.
  await sql`
    create table key_date (
      key_date_id bigint generated always as identity,
      account_id bigint,
      name text not null,
      falls_on date not null,
      constraint key_date_pk primary key (key_date_id),
      constraint key_date_key unique nulls not distinct (account_id, name, falls_on),
      constraint key_date_account_fk foreign key (account_id) references account
    )`.execute(db);

  await sql`
    create table brand (
      brand_id bigint generated always as identity,
      name text not null,
      is_own boolean not null,
      constraint brand_pk primary key (brand_id),
      constraint brand_name_key unique (name)
    )`.execute(db);

  await sql`
    create table product (
      product_id bigint generated always as identity,
      brand_id bigint not null,
      code text not null,
      name text not null,
      price_band text,
      unit_margin_minor bigint,
      constraint product_pk primary key (product_id),
      constraint product_code_key unique (code),
      constraint product_brand_fk foreign key (brand_id) references brand
    )`.execute(db);
  await sql`create index product_brand_idx on product (brand_id)`.execute(db);
}
