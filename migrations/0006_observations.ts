import { type Kysely, sql } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  // Somebody stood in a store and looked. Without visits, "saw nothing" and "nobody looked" are the same.
  await sql`
    create table visit (
      visit_id uuid not null,
      account_id bigint not null,
      store_id bigint not null,
      visited_on date not null,
      received_on date not null,
      person_id bigint,
      constraint visit_pk primary key (visit_id),
      constraint visit_not_received_before check (received_on >= visited_on),
      constraint visit_store_fk foreign key (account_id, store_id) references store (account_id, store_id),
      constraint visit_person_fk foreign key (person_id) references person
    )`.execute(db);
  await sql`create index visit_account_idx on visit (account_id, visited_on) include (store_id, received_on)`.execute(
    db
  );

  // A correction is a row of its own that names the one it replaces; that one is kept, and withheld from estimates.
  // starts_on and ends_on are what was reported; starts_latest_on makes "earlier, not sure when" an interval.
  await sql`
    create table observation (
      observation_id uuid not null,
      code text,
      account_id bigint not null,
      store_id bigint,
      brand_id bigint not null,
      product_id bigint,
      kind text not null,
      tactic text,
      seen_on date not null,
      logged_at timestamptz not null default now(),
      received_on date not null,
      starts_on date,
      starts_latest_on date,
      ends_on date,
      amount_low_minor bigint,
      amount_high_minor bigint,
      source text not null,
      sureness text not null default 'saw',
      note text,
      person_id bigint,
      is_withheld boolean not null default false,
      corrects_id uuid,
      constraint observation_pk primary key (observation_id),
      constraint observation_corrected_once unique (corrects_id),
      constraint observation_corrects_another check (corrects_id <> observation_id),
      constraint observation_corrects_fk foreign key (corrects_id) references observation,
      constraint observation_code_key unique (code),
      constraint observation_kind_known check (kind in ('spend', 'stock_out', 'restock', 'price', 'display', 'promoter')),
      constraint observation_source_known check (source in ('store', 'public', 'account')),
      constraint observation_sureness_known check (sureness in ('saw', 'told', 'estimate')),
      constraint observation_runs_forward check (starts_on <= ends_on),
      constraint observation_start_interval check (starts_on <= starts_latest_on),
      constraint observation_amount_range check (amount_low_minor <= amount_high_minor and amount_low_minor >= 0),
      constraint observation_not_received_before check (received_on >= seen_on),
      constraint observation_account_fk foreign key (account_id) references account,
      constraint observation_store_fk foreign key (account_id, store_id) references store (account_id, store_id),
      constraint observation_brand_fk foreign key (brand_id) references brand,
      constraint observation_product_fk foreign key (product_id) references product,
      constraint observation_person_fk foreign key (person_id) references person
    )`.execute(db);
  await sql`create index observation_account_idx on observation (account_id, kind, seen_on)`.execute(db);
  await sql`create index observation_person_idx on observation (person_id, received_on)`.execute(db);

  // One row a call of the import: what was read and what came of it.
  await sql`
    create table import_run (
      import_run_id bigint generated always as identity,
      started_at timestamptz not null default now(),
      person_id bigint,
      files jsonb not null,
      summary jsonb not null,
      constraint import_run_pk primary key (import_run_id),
      constraint import_run_person_fk foreign key (person_id) references person
    )`.execute(db);
}
