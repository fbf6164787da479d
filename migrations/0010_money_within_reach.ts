import { type Kysely, sql } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  // The source holds all other balances with the sign turned: while it stays within 10^15 minor units, any sum of
  // balances stays inside what a program counts exactly (2^53). Not valid for rows that are there: books that have
  // gone past it must still open.
  await sql`
    alter table balance add constraint balance_within_reach
      check (amount_minor between -1000000000000000 and 1000000000000000) not valid`.execute(db);
}
