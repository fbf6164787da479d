import { createHash } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { testDatabase, type TestDatabase } from '../../../tests/factories/database';
import { person } from '../../../tests/factories/person';
import { changePerson, setPassword } from './person.server';
import { closeAllSessions, closeSession, findSession, openSession, sessionCookie } from './session.server';

let test: TestDatabase;
beforeAll(async () => void (test = await testDatabase()));
afterAll(() => test.drop());

const rowsOf = (personId: number) =>
  test.db.selectFrom('session').selectAll().where('person_id', '=', personId).execute();

it('a session finds its person, and nobody else’s token does', async () => {
  const personId = await person(test.db, 'finance');
  const token = await openSession(test.db, personId, null);
  expect((await findSession(test.db, token))?.person).toMatchObject({ personId, role: 'finance' });
  expect(await findSession(test.db, token.toUpperCase())).toBeNull();
  expect(await findSession(test.db, '')).toBeNull();
});

it('the database knows only the SHA-256 of a token, and that hash signs nobody in', async () => {
  const personId = await person(test.db);
  const token = await openSession(test.db, personId, null);
  const [row] = await rowsOf(personId);
  expect(row?.token_hash).toBe(createHash('sha256').update(token).digest('hex'));
  expect(JSON.stringify(row)).not.toContain(token);
  expect(await findSession(test.db, row!.token_hash)).toBeNull();
});

it('signing in again closes the session that the browser had', async () => {
  const personId = await person(test.db);
  const planted = await openSession(test.db, personId, null);
  const token = await openSession(test.db, personId, planted);
  expect(token).not.toBe(planted);
  expect(await findSession(test.db, planted)).toBeNull();
  expect(await findSession(test.db, token)).not.toBeNull();
});

it('a session ends after thirty days, and is prolonged when half of them are over', async () => {
  const personId = await person(test.db);
  const token = await openSession(test.db, personId, null);
  const inDays = (days: number) => new Date(Date.now() + days * 86_400_000);
  const setExpiry = (at: Date) =>
    test.db.updateTable('session').set({ expires_at: at }).where('person_id', '=', personId).execute();
  expect((await findSession(test.db, token))?.isFresh).toBe(false);
  await setExpiry(inDays(10));
  expect((await findSession(test.db, token))?.isFresh).toBe(true);
  expect((await rowsOf(personId))[0]!.expires_at.getTime()).toBeGreaterThan(inDays(29).getTime());
  await setExpiry(inDays(-1));
  expect(await findSession(test.db, token)).toBeNull();
});

it('signing out closes one session, a new password all of them', async () => {
  const personId = await person(test.db);
  const open = () => openSession(test.db, personId, null);
  const [here, there, elsewhere] = [await open(), await open(), await open()];
  await closeSession(test.db, here);
  expect(await findSession(test.db, here)).toBeNull();
  expect(await findSession(test.db, there)).not.toBeNull();
  await setPassword(test.db, personId, 'a quiet river under the bridge');
  expect(await findSession(test.db, there)).toBeNull();
  expect(await findSession(test.db, elsewhere)).toBeNull();
});

it('somebody who is shut out is signed out at once, and a changed role holds at the next request', async () => {
  const admin = await person(test.db, 'admin');
  const personId = await person(test.db, 'manager');
  const token = await openSession(test.db, personId, null);
  await changePerson(test.db, admin, personId, { role: 'field' });
  expect((await findSession(test.db, token))?.person.role).toBe('field');
  await changePerson(test.db, admin, personId, { isDisabled: true });
  expect(await findSession(test.db, token)).toBeNull();
  await changePerson(test.db, admin, personId, { isDisabled: false });
  expect(await findSession(test.db, token)).toBeNull();
});

it('a session that survived by mistake is worth nothing to somebody who is shut out', async () => {
  const personId = await person(test.db);
  const token = await openSession(test.db, personId, null);
  await test.db
    .updateTable('person')
    .set({ disabled_at: new Date() })
    .where('person_id', '=', personId)
    .execute();
  expect(await findSession(test.db, token)).toBeNull();
  await closeAllSessions(test.db, personId);
});

it('scripts cannot read the cookie, and other sites cannot send it with a form', () => {
  expect(sessionCookie('t', true).attributes).toMatchObject({
    httpOnly: true,
    sameSite: 'lax',
    secure: true,
    path: '/'
  });
  expect(sessionCookie('t', false).attributes.secure).toBe(false);
  expect(sessionCookie('', true).attributes.maxAge).toBe(0);
});
