import { sql } from 'kysely';
import { afterAll, expect, it } from 'vitest';
import { testDatabase } from '../../../tests/factories/database';
import { connect } from './connect.server';
import { inOrder, migrateToLatest } from './migrator.server';

const test = await testDatabase();
afterAll(() => test.drop());

it('has nothing to do on a database that is up to date', async () => {
  expect(await migrateToLatest(test.db)).toEqual([]);
});

it('lets two servers migrate an empty database at once', async () => {
  await sql`create database two_at_once`.execute(test.db);
  const url = test.url.replace(/[^/]+$/, 'two_at_once');
  const servers = [connect(url, 2), connect(url, 2), connect(url, 2)];
  const done = await Promise.all(servers.map(({ db }) => migrateToLatest(db)));
  const names = done.flat();
  expect(names).toHaveLength(new Set(names).size);
  expect(names).toContain('0001_people');
  await Promise.all(servers.map(({ db }) => db.destroy()));
  await sql`drop database two_at_once`.execute(test.db);
});

it('refuses a database that newer code has migrated, and says what to do', async () => {
  await sql`insert into kysely_migration (name, timestamp) values ('9999_future', now()::text)`.execute(
    test.db
  );
  await expect(migrateToLatest(test.db)).rejects.toThrow(/newer Warchest.*Update the code/);
});

it('runs migrations by their numbers, and none whose name has no place among them', () => {
  expect(inOrder(['0010_b.ts', 'README.md', '0002_a.ts'])).toEqual(['0002_a.ts', '0010_b.ts']);
  for (const name of ['11_short.ts', 'people.ts', '0001-people.ts', '0001_people.test.ts', '00011_people.ts'])
    expect(() => inOrder(['0001_people.ts', name]), name).toThrow(`migrations/${name} is not named like`);
});
