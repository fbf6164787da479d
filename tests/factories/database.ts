import { randomBytes } from 'node:crypto';
import { inject } from 'vitest';
import { connect, type Db } from '../../src/lib/db/connect.server';

export interface TestDatabase {
  db: Db;
  url: string;
  drop(): Promise<void>;
}

/**
 * A fresh, migrated and empty database of its own on the tests' PostgreSQL.
 *
 * @param max most connections at once
 */
export async function testDatabase(max = 10): Promise<TestDatabase> {
  const server = inject('databaseServer');
  const name = `test_${randomBytes(6).toString('hex')}`;
  const admin = connect(server, 1);
  await admin.pool.query(`create database ${name} template template_warchest`);
  const url = server.replace(/\/postgres$/, `/${name}`);
  const { db } = connect(url, max);
  return {
    db,
    url,
    drop: async () => {
      await db.destroy();
      await admin.pool.query(`drop database ${name} with (force)`);
      await admin.pool.end();
    }
  };
}
