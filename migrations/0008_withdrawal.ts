import { type Kysely, sql } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  // From this day on something no longer counts; seen from a day before, it still does, because nobody knew better.
  await sql`alter table observation add column withheld_on date`.execute(db);
  await sql`
    update observation set withheld_on = correction.received_on from observation correction
    where correction.corrects_id = observation.observation_id and observation.is_withheld`.execute(db);
  // looked_at: when somebody said themselves that they looked; null for a visit that is known from a report alone.
  await sql`alter table visit add column withheld_on date, add column looked_at timestamptz`.execute(db);
  await sql`drop index visit_account_idx`.execute(db);
  await sql`
    create index visit_account_idx on visit (account_id, visited_on) include (store_id, received_on, withheld_on)`.execute(
    db
  );

  // "It was not so": who took back what, and when. What was taken back is kept.
  await sql`
    create table withdrawal (
      withdrawal_id bigint generated always as identity,
      observation_id uuid,
      visit_id uuid,
      withdrawn_on date not null,
      made_at timestamptz not null default now(),
      person_id bigint not null,
      constraint withdrawal_pk primary key (withdrawal_id),
      constraint withdrawal_observation_once unique (observation_id),
      constraint withdrawal_visit_once unique (visit_id),
      constraint withdrawal_of_one_thing check (num_nonnulls(observation_id, visit_id) = 1),
      constraint withdrawal_observation_fk foreign key (observation_id) references observation,
      constraint withdrawal_visit_fk foreign key (visit_id) references visit,
      constraint withdrawal_person_fk foreign key (person_id) references person
    )`.execute(db);
  await sql`
    create function withdrawal_is_append_only() returns trigger language plpgsql as $$
    begin
      raise exception 'What was withdrawn stays withdrawn; report it again instead.'
        using errcode = 'restrict_violation';
    end $$`.execute(db);
  await sql`
    create trigger withdrawal_append_only before update or delete on withdrawal
    for each row execute function withdrawal_is_append_only()`.execute(db);
  await sql`
    create trigger withdrawal_no_truncate before truncate on withdrawal
    for each statement execute function withdrawal_is_append_only()`.execute(db);
}
