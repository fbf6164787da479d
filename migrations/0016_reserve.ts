import { type Kysely, sql } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  // What has to stay in a fund's reserve, and which windows may draw on the rest. The newest row of a fund counts; its
  // floor is that of the reserve's balance too, so that the ledger itself holds it.
  await sql`
    create table reserve_rule (
      reserve_rule_id bigint generated always as identity,
      fund_id bigint not null,
      floor_minor bigint not null,
      kinds text[] not null,
      least_confidence smallint not null,
      window_limit_minor bigint,
      is_by_hand boolean not null,
      reason text not null,
      made_by bigint not null,
      made_on date not null,
      made_at timestamptz not null default now(),
      idempotency_key text not null,
      request_hash text not null,
      constraint reserve_rule_pk primary key (reserve_rule_id),
      constraint reserve_rule_idempotency_key unique (idempotency_key),
      constraint reserve_rule_kinds_known check (kinds <@ array['stock-out', 'exhaustion', 'both']),
      constraint reserve_rule_figures_fit check (floor_minor >= 0 and window_limit_minor >= 0
        and least_confidence between 0 and 100),
      constraint reserve_rule_reason_given check (reason <> ''),
      constraint reserve_rule_fund_fk foreign key (fund_id) references fund,
      constraint reserve_rule_made_by_fk foreign key (made_by) references person
    )`.execute(db);
  await sql`create index reserve_rule_fund_idx on reserve_rule (fund_id, reserve_rule_id)`.execute(db);

  // What was drawn for which window, and for which promotion: a release of the reserve that a plan made.
  await sql`
    create table reserve_draw (
      movement_id bigint not null,
      fund_id bigint not null,
      promotion_id bigint not null,
      window_id text not null,
      window_kind text not null,
      window_from date not null,
      window_to date not null,
      confidence smallint not null,
      constraint reserve_draw_pk primary key (movement_id),
      constraint reserve_draw_kind_known check (window_kind in ('stock-out', 'exhaustion', 'both')),
      constraint reserve_draw_movement_fk foreign key (movement_id) references movement,
      constraint reserve_draw_fund_fk foreign key (fund_id) references fund,
      constraint reserve_draw_promotion_fk foreign key (promotion_id) references promotion
    )`.execute(db);
  await sql`create index reserve_draw_window_idx on reserve_draw (fund_id, window_id)`.execute(db);
  await sql`create index reserve_draw_promotion_idx on reserve_draw (promotion_id)`.execute(db);

  for (const [table, what] of [
    ['reserve_rule', 'A rule cannot be changed or deleted; add another one instead.'],
    ['reserve_draw', 'What was drawn cannot be changed or deleted.']
  ] as const) {
    await sql`
      create function ${sql.raw(`${table}_is_append_only`)}() returns trigger language plpgsql as $$
      begin
        raise exception ${sql.lit(what)} using errcode = 'restrict_violation';
      end $$`.execute(db);
    await sql`
      create trigger ${sql.raw(`${table}_append_only`)} before update or delete on ${sql.table(table)}
      for each row execute function ${sql.raw(`${table}_is_append_only`)}()`.execute(db);
    await sql`
      create trigger ${sql.raw(`${table}_no_truncate`)} before truncate on ${sql.table(table)}
      for each statement execute function ${sql.raw(`${table}_is_append_only`)}()`.execute(db);
  }
}
