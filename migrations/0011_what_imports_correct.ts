import { type Kysely, sql } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  // Who ran it is person_id, null for the command line. `files` is a list of {name, sha256}; before, of names alone.
  await sql`alter table import_run add column finished_at timestamptz, add column movements bigint`.execute(
    db
  );

  // booked_on is the day that the money is shown on, made_on the day on which somebody booked it: they differ only
  // where history first comes in. What an import corrects in part is named, as a reversal names what it undoes.
  await sql`
    alter table movement
      add column made_on date,
      add column import_run_id bigint,
      add column corrects_movement_id bigint,
      add constraint movement_not_made_before_booked check (made_on >= booked_on),
      add constraint movement_import_run_fk foreign key (import_run_id) references import_run,
      add constraint movement_corrects_fk foreign key (corrects_movement_id) references movement,
      add constraint movement_corrects_or_reverses check (corrects_movement_id is null or reverses_movement_id is null)`.execute(
    db
  );
  await sql`
    create index movement_corrects_idx on movement (corrects_movement_id) where corrects_movement_id is not null`.execute(
    db
  );

  // What a fund was opened with at the desk is part of the amount that its file says; a later deposit is not.
  await sql`alter table fund add column is_imported boolean not null default false`.execute(db);
  await sql`
    update fund set is_imported = true where fund_id in (
      select fund_id from balance b where b.kind = 'available' and not exists (
        select from movement m where m.to_balance_id = b.balance_id and m.made_via <> 'import'
          and m.movement_id = (select min(movement_id) from movement f where f.to_balance_id = b.balance_id)))`.execute(
    db
  );

  // Null where a change is older than these columns.
  await sql`
    alter table promotion_change
      add column import_run_id bigint,
      add column was_fund_id bigint,
      add column fund_id bigint,
      add column was_tactic text,
      add column tactic text,
      add column was_products text[],
      add column products text[],
      add column was_spent_minor bigint,
      add column spent_minor bigint,
      add constraint promotion_change_import_run_fk foreign key (import_run_id) references import_run,
      add constraint promotion_change_was_fund_fk foreign key (was_fund_id) references fund,
      add constraint promotion_change_fund_fk foreign key (fund_id) references fund`.execute(db);

  // What an order said before a later file corrected it, so that an earlier day shows what was known then.
  await sql`
    create table sell_in_revision (
      sell_in_revision_id bigint generated always as identity,
      order_code text not null,
      product_id bigint not null,
      account_id bigint not null,
      ordered_on date not null,
      units bigint not null,
      net_value_minor bigint,
      replaced_on date not null,
      import_run_id bigint not null,
      constraint sell_in_revision_pk primary key (sell_in_revision_id),
      constraint sell_in_revision_product_fk foreign key (product_id) references product,
      constraint sell_in_revision_account_fk foreign key (account_id) references account,
      constraint sell_in_revision_run_fk foreign key (import_run_id) references import_run
    )`.execute(db);
  await sql`create index sell_in_revision_replaced_idx on sell_in_revision (replaced_on)`.execute(db);

  // The same for the weekly sell-through, which is what pages read.
  await sql`
    create table sell_through_week_revision (
      sell_through_week_revision_id bigint generated always as identity,
      account_id bigint not null,
      product_id bigint not null,
      week date not null,
      units bigint,
      stock_on_hand bigint,
      replaced_on date not null,
      import_run_id bigint not null,
      constraint sell_through_week_revision_pk primary key (sell_through_week_revision_id),
      constraint sell_through_week_revision_account_fk foreign key (account_id) references account,
      constraint sell_through_week_revision_product_fk foreign key (product_id) references product,
      constraint sell_through_week_revision_run_fk foreign key (import_run_id) references import_run
    )`.execute(db);
  await sql`create index sell_through_week_revision_replaced_idx on sell_through_week_revision (replaced_on)`.execute(
    db
  );
}
