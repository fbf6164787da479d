import { sql } from 'kysely';
import { afterAll, expect, it } from 'vitest';
import { testDatabase } from '../../../tests/factories/database';

const { db, drop } = await testDatabase(2);
afterAll(drop);

it('a connection that breaks between two statements of a transaction is that transaction’s fault, and no other’s', async () => {
  const broken = db.transaction().execute(async (tx) => {
    const { rows } = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(tx);
    await sql`select pg_terminate_backend(${rows[0]!.pid})`.execute(db);
    // Long enough for the end of the connection to be heard while nothing is asked of it.
    await new Promise((wake) => setTimeout(wake, 100));
    await sql`select 1`.execute(tx);
  });
  await expect(broken).rejects.toThrow(/connection|terminat/i);
  expect((await sql<{ one: number }>`select 1 as one`.execute(db)).rows).toEqual([{ one: 1 }]);
});
