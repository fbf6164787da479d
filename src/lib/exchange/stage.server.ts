import type pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { KINDS, FORMATS, type CellType, type Kind } from './formats';
import type { Claim, OpenedFile, StagedRow } from './read-csv.server';

/** As the tables have them: what is rounded on the way in is rounded before it is compared. */
const TYPES: Record<CellType, string> = {
  code: 'text',
  codes: 'text',
  text: 'text',
  choice: 'text',
  day: 'date',
  monday: 'date',
  money: 'bigint',
  signed_money: 'bigint',
  price: 'numeric(14, 4)',
  count: 'bigint',
  signed_count: 'bigint',
  share: 'numeric(7, 6)'
};

/** The temporary table of a kind. */
export const stageOf = (kind: Kind): string => `stage_${kind}`;

/**
 * One temporary table a kind, with the file and line of each row, beside `stage_file` (names), `stage_claim` (codes
 * of rows that are wrong for another reason), `stage_first` (funds and promotions that were not on file) and
 * `stage_fault`; all gone with the transaction.
 */
export async function createStages(client: pg.ClientBase, files: readonly string[]): Promise<void> {
  // Joins over all rows of a call should not spill to disk; for this transaction alone.
  await client.query(`set local work_mem = '96MB'; set local temp_buffers = '32MB'`);
  for (const kind of KINDS) {
    const columns = FORMATS[kind].columns.map(({ name, type }) => `"${name}" ${TYPES[type]}`).join(', ');
    await client.query(
      `create temporary table ${stageOf(kind)} (file_no integer not null, line_no integer not null, ${columns}) on commit drop`
    );
  }
  await client.query(`
    create temporary table stage_file (file_no integer not null, name text not null) on commit drop;
    create temporary table stage_first (kind text not null, code text not null) on commit drop;
    create temporary table stage_claim (kind text not null, code text not null) on commit drop;
    create temporary table stage_fault (file_no integer not null, line_no integer not null, "column" text, value text, expected text not null) on commit drop`);
  await client.query(
    'insert into stage_file select i - 1, name from unnest($1::text[]) with ordinality f(name, i)',
    [files]
  );
}

/** Streams the rows of a file into its kind's stage with COPY. */
export async function stageFile(
  client: pg.ClientBase,
  fileNo: number,
  { format, rows, progress }: OpenedFile
): Promise<void> {
  async function* lines(): AsyncGenerator<string> {
    for await (const batch of rows) yield batch.map((row) => copyLine(fileNo, row)).join('');
  }
  const columns = format.columns.map(({ name }) => `"${name}"`).join(', ');
  const copy = client.query(
    copyFrom(`copy ${stageOf(format.kind)} (file_no, line_no, ${columns}) from stdin`)
  );
  await pipeline(Readable.from(lines()), copy);
  await claimCodes(client, progress.claims);
}

async function claimCodes(client: pg.ClientBase, claims: Claim[]): Promise<void> {
  if (claims.length === 0) return;
  await client.query('insert into stage_claim select * from unnest($1::text[], $2::text[])', [
    claims.map(({ kind }) => kind),
    claims.map(({ code }) => code)
  ]);
}

function copyLine(fileNo: number, { line, cells }: StagedRow): string {
  let text = `${fileNo}\t${line}`;
  for (const cell of cells) text += cell === null ? '\t\\N' : `\t${escaped(cell)}`;
  return `${text}\n`;
}

function escaped(text: string): string {
  return /[\\\t\n\r]/.test(text)
    ? text.replaceAll('\\', '\\\\').replaceAll('\t', '\\t').replaceAll('\n', '\\n').replaceAll('\r', '\\r')
    : text;
}
