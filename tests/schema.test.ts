import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { sql } from 'kysely';
import { afterAll, expect, it } from 'vitest';
import { testDatabase } from './factories/database';

const FILE = path.join(import.meta.dirname, 'schema-snapshot.json');
const test = await testDatabase();
afterAll(() => test.drop());

it('only adds: whatever was there before is still there, as it was', async () => {
  const { rows } = await sql<{ line: string }>`
    select format('%s.%s %s%s', table_name, column_name, data_type, case is_nullable when 'NO' then ' not null' else '' end) as line
    from information_schema.columns where table_schema = 'public' and table_name not like 'kysely%'
    union all
    select format('%s: %s %s', conrelid::regclass, conname, pg_get_constraintdef(oid)) from pg_constraint
    where connamespace = 'public'::regnamespace and conrelid <> 0 and contype <> 'n' and conrelid::regclass::text not like 'kysely%'
    order by 1`.execute(test.db);
  const now = rows.map(({ line }) => line);
  if (process.env.UPDATE_SCHEMA) writeFileSync(FILE, `${JSON.stringify(now, null, 2)}\n`);
  const before = JSON.parse(readFileSync(FILE, 'utf8')) as string[];
  const gone = before.filter((line) => !now.includes(line));
  expect(
    gone,
    'A migration took something away or changed it. Older code is still running somewhere: add beside it, and drop in a later release.'
  ).toEqual([]);
  const added = now.filter((line) => !before.includes(line));
  expect(
    added,
    'The schema has grown. Keep it: UPDATE_SCHEMA=1 npx vitest run --project database tests/schema.test.ts'
  ).toEqual([]);
});
