import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { sql } from 'kysely';
import { afterAll, expect, it } from 'vitest';
import { testDatabase } from './factories/database';

const FILE = path.join(import.meta.dirname, 'schema-snapshot.json');
const test = await testDatabase();
afterAll(() => test.drop());

const update = 'UPDATE_SCHEMA=1 npx vitest run --project database tests/schema.test.ts';
const before = JSON.parse(readFileSync(FILE, 'utf8')) as string[];

/** Columns, constraints, indexes, triggers and, by their hash, functions of the migrated database. */
async function schema(): Promise<string[]> {
  const { rows } = await sql<{ line: string }>`
    select format('%s.%s %s%s', table_name, column_name, data_type, case is_nullable when 'NO' then ' not null' else '' end) as line
    from information_schema.columns where table_schema = 'public' and table_name not like 'kysely%'
    union all
    select format('%s: %s %s', conrelid::regclass, conname, pg_get_constraintdef(oid)) from pg_constraint
    where connamespace = 'public'::regnamespace and conrelid <> 0 and contype <> 'n' and conrelid::regclass::text not like 'kysely%'
    union all
    select format('index %s: %s', c.relname, pg_get_indexdef(i.indexrelid))
    from pg_index i join pg_class c on c.oid = i.indexrelid
    where c.relnamespace = 'public'::regnamespace and i.indrelid::regclass::text not like 'kysely%'
      and not exists (select from pg_constraint where conindid = i.indexrelid and contype <> 'f')
    union all
    select format('trigger %s', pg_get_triggerdef(oid)) from pg_trigger where not tgisinternal
    union all
    select format('function %s(%s) %s', proname, pg_get_function_identity_arguments(oid), md5(prosrc))
    from pg_proc where pronamespace = 'public'::regnamespace
    order by 1`.execute(test.db);
  return rows.map(({ line }) => line);
}

/** Each migration with the hash of its text, whatever ends its lines. */
function migrations(): string[] {
  const folder = path.resolve(import.meta.dirname, '../migrations');
  return readdirSync(folder)
    .sort()
    .map((file) => {
      const text = readFileSync(path.join(folder, file), 'utf8').replaceAll('\r\n', '\n');
      return `migration ${file} ${createHash('sha256').update(text).digest('hex')}`;
    });
}

/** The values that a check lets into a column, by what else it says; null for a line that is no such check. */
function allowed(line: string): { rest: string; values: string[] } | null {
  const list = / = ANY \(ARRAY\[([^\]]*)\]\)/.exec(line);
  if (!list || !line.includes(' CHECK ')) return null;
  return { rest: line.replace(list[0], ''), values: list[1]!.split(', ') };
}

/** Whether a check is there still and lets in all that it did: older code writes what it wrote before. */
function isWidened(line: string, now: readonly string[]): boolean {
  const was = allowed(line);
  return now.some((other) => {
    const is = was && allowed(other);
    return is?.rest === was?.rest && !!is && was.values.every((value) => is.values.includes(value));
  });
}

it('only adds: whatever was there before is still there, as it was', async () => {
  const now = [...(await schema()), ...migrations()];
  const gone = before.filter((line) => !now.includes(line) && !isWidened(line, now));
  expect(
    gone.filter((line) => line.startsWith('migration ')),
    'A released migration is frozen: it has already run somewhere, and will not run again. Put it back, and add the next number.'
  ).toEqual([]);
  expect(
    gone,
    'A migration took something away or changed it. Older code is still running somewhere: add beside it, and drop in a later release.'
  ).toEqual([]);
  if (process.env.UPDATE_SCHEMA) return writeFileSync(FILE, `${JSON.stringify(now, null, 2)}\n`);
  const added = now.filter((line) => !before.includes(line));
  expect(added, `The schema has grown. Keep it: ${update}`).toEqual([]);
});
