import { afterAll, expect, it } from 'vitest';
import { testDatabase } from '../../../tests/factories/database';
import { person } from '../../../tests/factories/person';
import { openSession } from './session.server';
import { tokenHash } from './session-adapter.server';

const { db, drop } = await testDatabase();
afterAll(drop);

it('sessions that have run out are gone once somebody signs in, and the others are not', async () => {
  const [personId, other] = [await person(db), await person(db)];
  const [over, running] = [await openSession(db, personId, null), await openSession(db, personId, null)];
  await db
    .updateTable('session')
    .set({ expires_at: new Date(Date.now() - 1000) })
    .where('token_hash', '=', tokenHash(over))
    .execute();
  const theirs = await openSession(db, other, null);
  const kept = (await db.selectFrom('session').select('token_hash').execute()).map((row) => row.token_hash);
  expect(kept.sort()).toEqual([running, theirs].map(tokenHash).sort());
});
