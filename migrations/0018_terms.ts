import { type Kysely, sql } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  // What was agreed that a promotion pays: a sum, or a rate on a volume. Written with the plan and never changed, so that
  // what it comes to later is reckoned by the rate that was promised.
  await sql`
    create table promotion_terms (
      promotion_id bigint not null,
      basis text not null,
      unit text,
      rate bigint not null,
      volume bigint not null,
      fixed_minor bigint not null,
      threshold bigint,
      stores integer,
      stock bigint,
      shelf_price_minor bigint,
      agreed text,
      constraint promotion_terms_pk primary key (promotion_id),
      constraint promotion_terms_basis_known check (basis in ('lump', 'sold', 'ordered', 'order_value', 'logged')),
      constraint promotion_terms_unit_known check (unit in
        ('units', 'store_weeks', 'promoter_days', 'gifts', 'listings', 'weeks', 'money')),
      constraint promotion_terms_lump_has_no_volume check ((basis = 'lump') = (unit is null)
        and (basis <> 'lump' or (rate = 0 and volume = 0))),
      constraint promotion_terms_not_negative check (rate >= 0 and volume >= 0 and fixed_minor >= 0
        and threshold > 0 and stores > 0 and stock >= 0 and shelf_price_minor > 0),
      constraint promotion_terms_promotion_fk foreign key (promotion_id) references promotion
    )`.execute(db);
  await sql`
    create function promotion_terms_are_frozen() returns trigger language plpgsql as $$
    begin
      raise exception 'What was agreed cannot be changed; cancel the promotion and plan it again.'
        using errcode = 'restrict_violation';
    end $$`.execute(db);
  await sql`
    create trigger promotion_terms_frozen before update or delete on promotion_terms
    for each row execute function promotion_terms_are_frozen()`.execute(db);
  await sql`
    create trigger promotion_terms_no_truncate before truncate on promotion_terms
    for each statement execute function promotion_terms_are_frozen()`.execute(db);

  // What was done of it, where no order and no sale tells: days that promoters stood, gifts handed out. What was wrong is
  // taken back by another row, which names it.
  await sql`
    create table promotion_progress (
      promotion_progress_id bigint generated always as identity,
      promotion_id bigint not null,
      done_on date not null,
      volume bigint not null,
      units_sold bigint,
      note text,
      made_by bigint,
      made_at timestamptz not null default now(),
      made_on date not null,
      takes_back_id bigint,
      idempotency_key text not null,
      request_hash text not null,
      constraint promotion_progress_pk primary key (promotion_progress_id),
      constraint promotion_progress_idempotency_key unique (idempotency_key),
      constraint promotion_progress_taken_back_once unique (takes_back_id),
      constraint promotion_progress_not_negative check (volume >= 0 and units_sold >= 0),
      constraint promotion_progress_promotion_fk foreign key (promotion_id) references promotion,
      constraint promotion_progress_takes_back_fk foreign key (takes_back_id) references promotion_progress,
      constraint promotion_progress_made_by_fk foreign key (made_by) references person
    )`.execute(db);
  await sql`create index promotion_progress_promotion_idx on promotion_progress (promotion_id)`.execute(db);
  await sql`
    create function promotion_progress_is_append_only() returns trigger language plpgsql as $$
    begin
      raise exception 'What was logged cannot be changed or deleted; take it back instead.'
        using errcode = 'restrict_violation';
    end $$`.execute(db);
  await sql`
    create trigger promotion_progress_append_only before update or delete on promotion_progress
    for each row execute function promotion_progress_is_append_only()`.execute(db);
  await sql`
    create trigger promotion_progress_no_truncate before truncate on promotion_progress
    for each statement execute function promotion_progress_is_append_only()`.execute(db);
}
