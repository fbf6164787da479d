import { type Kysely, sql } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  // Who decided what on a promotion, when and why: a promotion keeps only the day of its last decision, and one that
  // moves no money would be nobody's.
  await sql`
    create table promotion_decision (
      promotion_decision_id bigint generated always as identity,
      promotion_id bigint not null,
      kind text not null,
      decided_on date not null,
      made_at timestamptz not null default now(),
      made_by bigint not null,
      reason text,
      amount_minor bigint not null,
      idempotency_key text not null,
      request_hash text not null,
      constraint promotion_decision_pk primary key (promotion_decision_id),
      constraint promotion_decision_idempotency_key unique (idempotency_key),
      constraint promotion_decision_kind_known check (kind in ('approve', 'cancel', 'settle', 'unsettle')),
      constraint promotion_decision_amount_not_negative check (amount_minor >= 0),
      constraint promotion_decision_promotion_fk foreign key (promotion_id) references promotion,
      constraint promotion_decision_made_by_fk foreign key (made_by) references person
    )`.execute(db);
  await sql`create index promotion_decision_promotion_idx on promotion_decision (promotion_id, promotion_decision_id)`.execute(
    db
  );
  await sql`
    create function promotion_decision_is_append_only() returns trigger language plpgsql as $$
    begin
      raise exception 'A decision cannot be changed or deleted; take another one instead.'
        using errcode = 'restrict_violation';
    end $$`.execute(db);
  await sql`
    create trigger promotion_decision_append_only before update or delete on promotion_decision
    for each row execute function promotion_decision_is_append_only()`.execute(db);
  await sql`
    create trigger promotion_decision_no_truncate before truncate on promotion_decision
    for each statement execute function promotion_decision_is_append_only()`.execute(db);
}
