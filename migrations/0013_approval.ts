import { type Kysely, sql } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  // Submitted is what waits for somebody's approval: a plan that moves no money yet, or the change of an approved one,
  // which stays as it was approved until the change is decided. What is declined is cancelled too.
  await sql`
    alter table promotion
      add column submitted_on date,
      add column submitted_by bigint,
      add column declined_on date,
      add column reopened_on date,
      add column wanted_starts_on date,
      add column wanted_ends_on date,
      add column wanted_planned_minor bigint,
      add constraint promotion_submitted_by_fk foreign key (submitted_by) references person,
      add constraint promotion_declined_is_cancelled check (declined_on is null or cancelled_on is not null),
      add constraint promotion_wanted_runs_forward check (wanted_starts_on <= wanted_ends_on),
      add constraint promotion_wanted_while_reopened check ((reopened_on is null) = (wanted_starts_on is null)
        and (wanted_starts_on is null) = (wanted_ends_on is null))`.execute(db);
  await sql`
    alter table promotion_decision
      drop constraint promotion_decision_kind_known,
      add constraint promotion_decision_kind_known check (kind in
        ('approve', 'cancel', 'settle', 'unsettle', 'submit', 'decline', 'withdraw'))`.execute(db);
  // Promotions that overlap in days are found by this, not one beside the other.
  await sql`create index promotion_days_idx on promotion using gist (daterange(starts_on, ends_on, '[]'))`.execute(
    db
  );
  // The inbox, and how many lie in it, are asked for with every page.
  await sql`
    create index promotion_waiting_idx on promotion (promotion_id)
      where cancelled_on is null and settled_on is null
        and (reopened_on is not null or (submitted_on is not null and approved_on is null))`.execute(db);

  // Up to how much a role commits by itself, and approves of others'. The newest row of a role, account and tactic counts,
  // and the most specific one that fits; a limit that is null is none.
  await sql`
    create table approval_rule (
      approval_rule_id bigint generated always as identity,
      role text not null,
      account_id bigint,
      tactic text,
      own_limit_minor bigint,
      approve_limit_minor bigint,
      is_withdrawn boolean not null default false,
      made_by bigint,
      made_at timestamptz not null default now(),
      constraint approval_rule_pk primary key (approval_rule_id),
      constraint approval_rule_role_known check (role in ('manager', 'finance', 'admin')),
      constraint approval_rule_limits_not_negative check (own_limit_minor >= 0 and approve_limit_minor >= 0),
      constraint approval_rule_account_fk foreign key (account_id) references account,
      constraint approval_rule_made_by_fk foreign key (made_by) references person
    )`.execute(db);
  await sql`
    create function approval_rule_is_append_only() returns trigger language plpgsql as $$
    begin
      raise exception 'A rule cannot be changed or deleted; add another one instead.'
        using errcode = 'restrict_violation';
    end $$`.execute(db);
  await sql`
    create trigger approval_rule_append_only before update or delete on approval_rule
    for each row execute function approval_rule_is_append_only()`.execute(db);
  await sql`
    create trigger approval_rule_no_truncate before truncate on approval_rule
    for each statement execute function approval_rule_is_append_only()`.execute(db);
}
