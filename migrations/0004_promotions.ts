import { type Kysely, sql } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  // A fund without an account is shared: money is moved from it to the funds of accounts.
  await sql`
    create table fund (
      fund_id bigint generated always as identity,
      account_id bigint,
      code text not null,
      name text not null,
      period_start date not null,
      period_end date not null,
      overdraw_percent smallint not null default 0,
      constraint fund_pk primary key (fund_id),
      constraint fund_code_key unique (code),
      constraint fund_period_runs_forward check (period_start <= period_end),
      constraint fund_overdraw_percent_range check (overdraw_percent between 0 and 100),
      constraint fund_account_fk foreign key (account_id) references account
    )`.execute(db);
  await sql`create index fund_account_idx on fund (account_id)`.execute(db);

  // What a promotion *is* on a day (running, ended …) follows from its dates; only decisions are stored.
  await sql`
    create table promotion (
      promotion_id bigint generated always as identity,
      account_id bigint not null,
      fund_id bigint,
      code text not null,
      name text not null,
      tactic text not null,
      starts_on date not null,
      ends_on date not null,
      planned_minor bigint,
      reason text,
      advice jsonb,
      created_on date not null,
      created_by bigint,
      approved_on date,
      cancelled_on date,
      settled_on date,
      constraint promotion_pk primary key (promotion_id),
      constraint promotion_code_key unique (code),
      constraint promotion_runs_forward check (starts_on <= ends_on),
      constraint promotion_planned_not_negative check (planned_minor >= 0),
      constraint promotion_tactic_known check (tactic in ('price', 'display', 'promoter', 'gift', 'sales_incentive', 'listing', 'volume_rebate', 'co_op_advertising', 'push_agreement')),
      constraint promotion_account_fk foreign key (account_id) references account,
      constraint promotion_fund_fk foreign key (fund_id) references fund,
      constraint promotion_created_by_fk foreign key (created_by) references person
    )`.execute(db);
  await sql`create index promotion_account_idx on promotion (account_id, starts_on)`.execute(db);
  await sql`create index promotion_fund_idx on promotion (fund_id)`.execute(db);

  await sql`
    create table promotion_product (
      promotion_id bigint not null,
      product_id bigint not null,
      constraint promotion_product_pk primary key (promotion_id, product_id),
      constraint promotion_product_promotion_fk foreign key (promotion_id) references promotion,
      constraint promotion_product_product_fk foreign key (product_id) references product
    )`.execute(db);
}
