import type { TestProject } from 'vitest/node';
import { connect } from '../src/lib/db/connect.server';
import { startEmbedded } from '../src/lib/db/embedded.server';
import { migrateToLatest } from '../src/lib/db/migrator.server';
import { dataFolder } from './factories/data-folder';

declare module 'vitest' {
  interface ProvidedContext {
    databaseServer: string;
  }
}

/** One server for all database tests, with a migrated template that each test file copies. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const { folder, remove } = dataFolder('test');
  const server = await startEmbedded(folder, {
    fsync: 'off',
    synchronous_commit: 'off',
    full_page_writes: 'off',
    max_connections: '300'
  });
  const { pool } = connect(server.url, 1);
  await pool.query('create database template_warchest');
  await pool.end();
  const template = connect(server.url.replace(/\/postgres$/, '/template_warchest'), 2);
  await migrateToLatest(template.db);
  await template.db.destroy();
  project.provide('databaseServer', server.url);
  return async () => {
    await server.stop();
    remove();
  };
}
