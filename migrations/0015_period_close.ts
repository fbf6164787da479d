import { type Kysely, sql } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  // What becomes of money that is left when a fund's period is over: back to where new money comes from, on into the
  // account's next fund, or into that fund's reserve.
  await sql`
    alter table fund
      add column carry_over text not null default 'return',
      add constraint fund_carry_over_known check (carry_over in ('return', 'carry', 'reserve'))`.execute(db);
  // A period is closed by a batch of its own kind, and opened again as any batch is undone.
  await sql`
    alter table allocation_batch
      add column kind text not null default 'allocate',
      add constraint allocation_batch_kind_known check (kind in ('allocate', 'close'))`.execute(db);
}
