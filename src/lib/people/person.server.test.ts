import { afterEach, beforeEach, expect, it } from 'vitest';
import { testDatabase, type TestDatabase } from '../../../tests/factories/database';
import { person } from '../../../tests/factories/person';
import { addPerson, changePerson, findByPassword, findDemoPerson, readPeople } from './person.server';

const PASSWORD = 'a quiet river under the bridge';

let test: TestDatabase;
beforeEach(async () => void (test = await testDatabase()));
afterEach(() => test.drop());

const add = (email: string) => addPerson(test.db, { name: 'Anna', email, role: 'field', password: PASSWORD });

it('a password is kept as argon2id, and opens the door to its owner alone', async () => {
  expect(await add('anna@example.com')).toEqual({ ok: true });
  const { password_hash } = await test.db
    .selectFrom('person')
    .select('password_hash')
    .executeTakeFirstOrThrow();
  expect(password_hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
  expect(await findByPassword(test.db, 'anna@example.com', PASSWORD)).toMatchObject({ role: 'field' });
  expect(await findByPassword(test.db, 'anna@example.com', PASSWORD.toUpperCase())).toBeNull();
  expect(await findByPassword(test.db, 'nobody@example.com', PASSWORD)).toBeNull();
});

it('somebody who is shut out, or never had a password, cannot sign in with one', async () => {
  await add('anna@example.com');
  await test.db.updateTable('person').set({ disabled_at: new Date() }).execute();
  expect(await findByPassword(test.db, 'anna@example.com', PASSWORD)).toBeNull();
  const withoutPassword = await person(test.db);
  const { email } = (await readPeople(test.db)).find(({ personId }) => personId === withoutPassword)!;
  expect(await findByPassword(test.db, email, '')).toBeNull();
});

it('two people cannot share an e-mail, however it is written', async () => {
  await add('anna@example.com');
  expect(await add('Anna@Example.com')).toEqual({ ok: false, why: 'email-taken' });
  expect(await readPeople(test.db)).toHaveLength(1);
});

it('the last administrator who can sign in cannot be demoted or shut out', async () => {
  const first = await person(test.db, 'admin');
  const second = await person(test.db, 'admin');
  expect(await changePerson(test.db, second, first, { isDisabled: true })).toEqual({ ok: true });
  for (const change of [{ role: 'manager' as const }, { isDisabled: true }])
    expect(await changePerson(test.db, first, second, change)).toEqual({ ok: false, why: 'last-admin' });
});

it('two administrators who demote each other in the same moment leave one', async () => {
  for (let round = 0; round < 10; round++) {
    const [one, other] = [await person(test.db, 'admin'), await person(test.db, 'admin')];
    await test.db
      .updateTable('person')
      .set({ role: 'manager' })
      .where('person_id', 'not in', [one, other])
      .execute();
    const outcomes = await Promise.all([
      changePerson(test.db, one, other, { role: 'manager' }),
      changePerson(test.db, other, one, { isDisabled: true })
    ]);
    expect(outcomes.filter(({ ok }) => ok)).toHaveLength(1);
  }
});

it('nobody changes their own role or access', async () => {
  const admin = await person(test.db, 'admin');
  await person(test.db, 'admin');
  expect(await changePerson(test.db, admin, admin, { role: 'field' })).toEqual({
    ok: false,
    why: 'yourself'
  });
});

it('a demo person signs in only where the demo market was loaded', async () => {
  await person(test.db, 'manager');
  await test.db.updateTable('person').set({ is_demo: true }).execute();
  expect(await findDemoPerson(test.db, 'manager')).toBeNull();
  await test.db.updateTable('organisation').set({ demo_seed: 7 }).execute();
  expect(await findDemoPerson(test.db, 'manager')).toMatchObject({ role: 'manager' });
  expect(await findDemoPerson(test.db, 'admin')).toBeNull();
});
