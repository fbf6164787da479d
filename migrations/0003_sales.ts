import { type Kysely, sql } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table sell_in (
      account_id bigint not null,
      product_id bigint not null,
      order_code text not null,
      ordered_on date not null,
      units bigint not null,
      net_value_minor bigint,
      constraint sell_in_key unique (order_code, product_id),
      constraint sell_in_account_fk foreign key (account_id) references account,
      constraint sell_in_product_fk foreign key (product_id) references product
    )`.execute(db);
  await sql`create index sell_in_account_idx on sell_in (account_id, ordered_on) include (product_id, units, net_value_minor)`.execute(
    db
  );

  // A row without a store is the whole account's figure. An empty cell is null: not known, never zero.
  await sql`
    create table sell_through (
      account_id bigint not null,
      store_id bigint,
      product_id bigint not null,
      week date not null,
      units bigint,
      stock_on_hand bigint,
      unit_price numeric(14, 4),
      display_share numeric(7, 6),
      constraint sell_through_key unique nulls not distinct (account_id, store_id, product_id, week),
      constraint sell_through_week_is_monday check (extract(isodow from week) = 1),
      constraint sell_through_display_is_share check (display_share between 0 and 1),
      constraint sell_through_account_fk foreign key (account_id) references account,
      constraint sell_through_store_fk foreign key (account_id, store_id) references store (account_id, store_id),
      constraint sell_through_product_fk foreign key (product_id) references product
    )`.execute(db);

  // The roll-up that pages read: one row per account, product and week, kept in the transaction
  // that writes sell_through. Where an account has both, its own row wins over the sum of its stores.
  await sql`
    create table sell_through_week (
      account_id bigint not null,
      product_id bigint not null,
      week date not null,
      units bigint,
      stock_on_hand bigint,
      constraint sell_through_week_pk primary key (account_id, product_id, week),
      constraint sell_through_week_account_fk foreign key (account_id) references account,
      constraint sell_through_week_product_fk foreign key (product_id) references product
    )`.execute(db);
}
