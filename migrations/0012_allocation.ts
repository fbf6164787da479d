import { type Kysely, sql } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  // How long a fund lasts, as a rule: the columns in which money is allocated. `month` is a fiscal period, which in a
  // week-based year has four or five weeks.
  await sql`
    alter table organisation
      add column fund_period text not null default 'year',
      add constraint organisation_fund_period_known check (fund_period in ('year', 'quarter', 'month'))`.execute(
    db
  );

  // What a person allocated in one go: its movements are booked together or not at all, and undone together. The money
  // comes from the source fund, or is new where there is none.
  await sql`
    create table allocation_batch (
      allocation_batch_id bigint generated always as identity,
      made_by bigint not null,
      made_on date not null,
      made_at timestamptz not null default now(),
      reason text not null,
      source_fund_id bigint,
      idempotency_key text not null,
      request_hash text not null,
      undoes_batch_id bigint,
      constraint allocation_batch_pk primary key (allocation_batch_id),
      constraint allocation_batch_idempotency_key unique (idempotency_key),
      constraint allocation_batch_undone_once unique (undoes_batch_id),
      constraint allocation_batch_reason_given check (reason <> ''),
      constraint allocation_batch_made_by_fk foreign key (made_by) references person,
      constraint allocation_batch_source_fund_fk foreign key (source_fund_id) references fund,
      constraint allocation_batch_undoes_fk foreign key (undoes_batch_id) references allocation_batch
    )`.execute(db);
  await sql`
    create function allocation_batch_is_append_only() returns trigger language plpgsql as $$
    begin
      raise exception 'An allocation cannot be changed or deleted; save a reversing one instead.'
        using errcode = 'restrict_violation';
    end $$`.execute(db);
  await sql`
    create trigger allocation_batch_append_only before update or delete on allocation_batch
    for each row execute function allocation_batch_is_append_only()`.execute(db);
  await sql`
    create trigger allocation_batch_no_truncate before truncate on allocation_batch
    for each statement execute function allocation_batch_is_append_only()`.execute(db);

  // `return` takes money out of a fund, back to where deposits come from.
  await sql`
    alter table movement
      add column allocation_batch_id bigint,
      add constraint movement_allocation_batch_fk foreign key (allocation_batch_id) references allocation_batch,
      drop constraint movement_kind_known,
      add constraint movement_kind_known check (kind in
        ('opening', 'deposit', 'return', 'accrue', 'move', 'hold', 'release', 'commit', 'settle', 'free', 'reverse'))`.execute(
    db
  );
  await sql`
    create index movement_allocation_batch_idx on movement (allocation_batch_id)
      where allocation_batch_id is not null`.execute(db);
}
