import { type Kysely, sql } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  // floor_minor is the lowest the balance may stand: 0, below it by a stated overdraw, null for the source.
  await sql`
    create table balance (
      balance_id bigint generated always as identity,
      kind text not null,
      fund_id bigint,
      promotion_id bigint,
      amount_minor bigint not null default 0,
      floor_minor bigint default 0,
      constraint balance_pk primary key (balance_id),
      constraint balance_key unique nulls not distinct (fund_id, promotion_id, kind),
      constraint balance_kind_fits_owner check (
        (kind = 'source' and fund_id is null and promotion_id is null and floor_minor is null)
        or (kind in ('available', 'reserve') and fund_id is not null and promotion_id is null and floor_minor is not null)
        or (kind in ('committed', 'spent') and fund_id is null and promotion_id is not null and floor_minor is not null)),
      constraint balance_not_below_floor check (amount_minor >= floor_minor),
      constraint balance_fund_fk foreign key (fund_id) references fund,
      constraint balance_promotion_fk foreign key (promotion_id) references promotion
    )`.execute(db);
  await sql`create index balance_promotion_idx on balance (promotion_id)`.execute(db);
  await sql`insert into balance (kind, floor_minor) values ('source', null)`.execute(db);

  await sql`
    create table movement (
      movement_id bigint generated always as identity,
      kind text not null,
      from_balance_id bigint not null,
      to_balance_id bigint not null,
      amount_minor bigint not null,
      booked_on date not null,
      made_at timestamptz not null default now(),
      made_by bigint,
      made_via text not null,
      reason text not null,
      idempotency_key text not null,
      request_hash text not null,
      reverses_movement_id bigint,
      constraint movement_pk primary key (movement_id),
      constraint movement_kind_known check (kind in ('opening', 'deposit', 'accrue', 'move', 'hold', 'release', 'commit', 'settle', 'free', 'reverse')),
      constraint movement_amount_positive check (amount_minor > 0),
      constraint movement_between_two check (from_balance_id <> to_balance_id),
      constraint movement_via_known check (made_via in ('desk', 'import', 'demo')),
      constraint movement_desk_has_person check (made_via <> 'desk' or made_by is not null),
      constraint movement_reason_given check (reason <> ''),
      constraint movement_idempotency_key unique (idempotency_key),
      constraint movement_reversed_once unique (reverses_movement_id),
      constraint movement_from_fk foreign key (from_balance_id) references balance,
      constraint movement_to_fk foreign key (to_balance_id) references balance,
      constraint movement_made_by_fk foreign key (made_by) references person,
      constraint movement_reverses_fk foreign key (reverses_movement_id) references movement
    )`.execute(db);
  await sql`create index movement_from_idx on movement (from_balance_id, booked_on) include (amount_minor)`.execute(
    db
  );
  await sql`create index movement_to_idx on movement (to_balance_id, booked_on) include (amount_minor)`.execute(
    db
  );

  // Append-only in the database itself: a mistake is reversed by another movement, whoever asks.
  await sql`
    create function movement_is_append_only() returns trigger language plpgsql as $$
    begin
      raise exception 'A movement cannot be changed or deleted; book a reversal instead.'
        using errcode = 'restrict_violation';
    end $$`.execute(db);
  await sql`
    create trigger movement_append_only before update or delete on movement
    for each row execute function movement_is_append_only()`.execute(db);
  await sql`
    create trigger movement_no_truncate before truncate on movement
    for each statement execute function movement_is_append_only()`.execute(db);
}
