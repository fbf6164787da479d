import path from 'node:path';
import { createServer } from 'vite';
import { today } from '../lib/calendar/today.server';
import { connect } from '../lib/db/connect.server';
import { migrateToLatest } from '../lib/db/migrator.server';
import { openDatabase } from '../lib/db/open.server';
import { loadDemo } from '../lib/demo/load.server';
import { issueSetupCode } from '../lib/people/setup.server';
import { runCommand } from './report';

const ROOT = path.resolve(import.meta.dirname, '../..');

await runCommand(async () => {
  const opened = await openDatabase(process.env, ROOT);
  const { db } = connect(opened.url, 2);
  await migrateToLatest(db);
  const isEmpty = !(await db.selectFrom('person').select('person_id').limit(1).executeTakeFirst());
  const isFirst =
    isEmpty && !(await db.selectFrom('account').select('account_id').limit(1).executeTakeFirst());
  if (isFirst && !process.argv.includes('--empty')) await loadDemo(db, { seed: 7, today: today() });
  const code = await issueSetupCode(db);
  if (code) console.log(`One-time code for /setup: ${code}`);
  await db.destroy();

  process.env.DATABASE_URL = opened.url;
  const vite = await createServer({ server: { port: Number(process.env.PORT || 5173), strictPort: true } });
  await vite.listen();
  vite.printUrls();
  await new Promise<void>((resolve) => {
    process.once('SIGINT', resolve);
    process.once('SIGTERM', resolve);
  });
  await vite.close();
  await opened.close();
  process.exit(0);
});
