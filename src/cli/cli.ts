import path from 'node:path';
import { connect } from '../lib/db/connect.server';
import { examine } from '../lib/db/doctor.server';
import { migrateToLatest } from '../lib/db/migrator.server';
import { openDatabase } from '../lib/db/open.server';
import { Problem } from '../lib/db/problem';
import { runCommand } from './report';

const ROOT = path.resolve(import.meta.dirname, '../..');
const MOST_SHOWN = 10;

await runCommand(async () => {
  const [command, ...rest] = process.argv.slice(2);
  if (command !== 'doctor' || rest.length > 0) {
    throw new Problem(
      'Usage: npm run cli -- doctor      proves the invariants of the database, and exits with 1 where one is broken'
    );
  }
  const opened = await openDatabase(process.env, ROOT);
  const { db } = connect(opened.url, 2);
  try {
    await migrateToLatest(db);
    const findings = await examine(db);
    for (const { rule, broken } of findings) {
      console.log(`${broken.length === 0 ? 'holds ' : 'BROKEN'}  ${rule}`);
      for (const line of broken.slice(0, MOST_SHOWN)) console.log(`        ${line}`);
      if (broken.length > MOST_SHOWN) console.log(`        and ${broken.length - MOST_SHOWN} more`);
    }
    return findings.some(({ broken }) => broken.length > 0) ? 1 : 0;
  } finally {
    await db.destroy();
    await opened.close();
  }
});
