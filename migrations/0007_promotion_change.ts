import { type Kysely, sql } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  // What a promotion was before it was changed: the past can be seen as it was known then, and nobody changes it silently.
  await sql`
    create table promotion_change (
      promotion_change_id bigint generated always as identity,
      promotion_id bigint not null,
      changed_on date not null,
      made_at timestamptz not null default now(),
      made_by bigint,
      made_via text not null,
      reason text,
      was_starts_on date not null,
      was_ends_on date not null,
      was_planned_minor bigint,
      starts_on date not null,
      ends_on date not null,
      planned_minor bigint,
      idempotency_key text,
      request_hash text,
      constraint promotion_change_pk primary key (promotion_change_id),
      constraint promotion_change_idempotency_key unique (idempotency_key),
      constraint promotion_change_key_has_hash check ((idempotency_key is null) = (request_hash is null)),
      constraint promotion_change_via_known check (made_via in ('desk', 'import')),
      constraint promotion_change_desk_has_person check (made_via <> 'desk' or made_by is not null),
      constraint promotion_change_promotion_fk foreign key (promotion_id) references promotion,
      constraint promotion_change_made_by_fk foreign key (made_by) references person
    )`.execute(db);
  await sql`create index promotion_change_promotion_idx on promotion_change (promotion_id, changed_on)`.execute(
    db
  );
  await sql`
    create function promotion_change_is_append_only() returns trigger language plpgsql as $$
    begin
      raise exception 'What a promotion was before cannot be changed or deleted; change the promotion again instead.'
        using errcode = 'restrict_violation';
    end $$`.execute(db);
  await sql`
    create trigger promotion_change_append_only before update or delete on promotion_change
    for each row execute function promotion_change_is_append_only()`.execute(db);
  await sql`
    create trigger promotion_change_no_truncate before truncate on promotion_change
    for each statement execute function promotion_change_is_append_only()`.execute(db);
}
