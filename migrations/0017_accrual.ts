import { type Kysely, sql } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  // A fund with a rate accrues: it grows with what its account orders. The rate of an order is the latest that began by
  // its day, that of its product before that of all.
  await sql`
    create table accrual_rate (
      accrual_rate_id bigint generated always as identity,
      fund_id bigint not null,
      product_id bigint,
      basis_points integer not null,
      from_on date not null,
      reason text not null,
      made_by bigint,
      made_on date not null,
      made_at timestamptz not null default now(),
      idempotency_key text not null,
      request_hash text not null,
      constraint accrual_rate_pk primary key (accrual_rate_id),
      constraint accrual_rate_idempotency_key unique (idempotency_key),
      constraint accrual_rate_is_share check (basis_points between 0 and 10000),
      constraint accrual_rate_reason_given check (reason <> ''),
      constraint accrual_rate_fund_fk foreign key (fund_id) references fund,
      constraint accrual_rate_product_fk foreign key (product_id) references product,
      constraint accrual_rate_made_by_fk foreign key (made_by) references person
    )`.execute(db);
  await sql`create index accrual_rate_fund_idx on accrual_rate (fund_id)`.execute(db);

  // What a fund may be overdrawn to, and every time that it changed: by somebody, or because orders were corrected after
  // their money was promised, which flags the fund until money comes in.
  await sql`
    create table fund_overdraw (
      fund_overdraw_id bigint generated always as identity,
      fund_id bigint not null,
      kind text not null,
      percent smallint,
      floor_minor bigint not null,
      reason text not null,
      made_by bigint,
      made_on date not null,
      made_at timestamptz not null default now(),
      idempotency_key text,
      request_hash text,
      constraint fund_overdraw_pk primary key (fund_overdraw_id),
      constraint fund_overdraw_idempotency_key unique (idempotency_key),
      constraint fund_overdraw_kind_known check (kind in ('allowance', 'accrual')),
      constraint fund_overdraw_percent_range check ((kind = 'allowance') = (percent is not null) and percent between 0 and 100),
      constraint fund_overdraw_reason_given check (reason <> ''),
      constraint fund_overdraw_fund_fk foreign key (fund_id) references fund,
      constraint fund_overdraw_made_by_fk foreign key (made_by) references person
    )`.execute(db);
  await sql`create index fund_overdraw_fund_idx on fund_overdraw (fund_id, fund_overdraw_id)`.execute(db);
  for (const table of ['accrual_rate', 'fund_overdraw']) {
    await sql`
      create function ${sql.raw(`${table}_is_append_only`)}() returns trigger language plpgsql as $$
      begin
        raise exception 'It cannot be changed or deleted; add another row instead.' using errcode = 'restrict_violation';
      end $$`.execute(db);
    await sql`
      create trigger ${sql.raw(`${table}_append_only`)} before update or delete on ${sql.table(table)}
      for each row execute function ${sql.raw(`${table}_is_append_only`)}()`.execute(db);
    await sql`
      create trigger ${sql.raw(`${table}_no_truncate`)} before truncate on ${sql.table(table)}
      for each statement execute function ${sql.raw(`${table}_is_append_only`)}()`.execute(db);
  }

  // allowance_minor is what may be overdrawn by rule; the floor is lower only while a fund is flagged, and then it is what
  // the fund stands at, so that nothing more can be promised. It rises with the money that comes in.
  await sql`alter table balance add column allowance_minor bigint`.execute(db);
  await sql`update balance set allowance_minor = floor_minor where kind = 'available'`.execute(db);
  await sql`
    create function balance_floor_rises() returns trigger language plpgsql as $$
    begin
      new.floor_minor := least(new.allowance_minor, new.amount_minor);
      return new;
    end $$`.execute(db);
  await sql`
    create trigger balance_floor_rises before update on balance
    for each row when (new.floor_minor < new.allowance_minor and new.amount_minor > old.amount_minor)
    execute function balance_floor_rises()`.execute(db);

  // An allowance is a share of the budget and follows it, whoever changes that. Promises and settlements do not.
  await sql`
    create function movement_moves_allowance() returns trigger language plpgsql as $$
    begin
      update balance b set allowance_minor = budget.allowance, floor_minor = least(budget.allowance, b.amount_minor)
      from (
        select f.fund_id, -(greatest(0, sum(o.amount_minor)) * f.overdraw_percent / 100)::bigint as allowance
        from fund f join balance o on o.fund_id = f.fund_id
          or o.promotion_id in (select promotion_id from promotion p where p.fund_id = f.fund_id)
        where f.overdraw_percent > 0 and f.fund_id in (
          select fund_id from balance where balance_id in (new.from_balance_id, new.to_balance_id))
        group by f.fund_id, f.overdraw_percent) budget
      where b.fund_id = budget.fund_id and b.kind = 'available'
        and (b.allowance_minor, b.floor_minor) is distinct from (budget.allowance, least(budget.allowance, b.amount_minor));
      return null;
    end $$`.execute(db);
  await sql`
    create trigger movement_moves_allowance after insert on movement
    for each row when (new.kind in ('opening', 'deposit', 'return', 'accrue', 'move', 'reverse'))
    execute function movement_moves_allowance()`.execute(db);
}
