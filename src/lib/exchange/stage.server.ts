import type pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { KINDS, FORMATS, type CellType, type Kind } from './formats';
import type { StagedRow } from './read-csv.server';

const TYPES: Record<CellType, string> = {
  code: 'text',
  codes: 'text',
  text: 'text',
  choice: 'text',
  day: 'date',
  monday: 'date',
  money: 'bigint',
  price: 'numeric',
  count: 'bigint',
  signed: 'bigint',
  share: 'numeric'
};

/** The temporary table of a kind. */
export const stageOf = (kind: Kind): string => `stage_${kind}`;

/** One temporary table a kind, with the file and line of each row; gone with the transaction. */
export async function createStages(client: pg.ClientBase): Promise<void> {
  for (const kind of KINDS) {
    const columns = FORMATS[kind].columns.map(({ name, type }) => `"${name}" ${TYPES[type]}`).join(', ');
    await client.query(
      `create temporary table ${stageOf(kind)} (file_no integer not null, line_no integer not null, ${columns}) on commit drop`
    );
  }
}

/** Streams rows into a kind's stage with COPY. @returns how many */
export async function stageRows(
  client: pg.ClientBase,
  kind: Kind,
  fileNo: number,
  rows: AsyncIterable<StagedRow>
): Promise<number> {
  let count = 0;
  async function* lines(): AsyncGenerator<string> {
    let buffer = '';
    for await (const { line, cells } of rows) {
      count++;
      buffer += `${fileNo}\t${line}`;
      for (const cell of cells) buffer += cell === null ? '\t\\N' : `\t${escaped(cell)}`;
      buffer += '\n';
      if (buffer.length > 65_536) {
        yield buffer;
        buffer = '';
      }
    }
    yield buffer;
  }
  const columns = FORMATS[kind].columns.map(({ name }) => `"${name}"`).join(', ');
  const copy = client.query(copyFrom(`copy ${stageOf(kind)} (file_no, line_no, ${columns}) from stdin`));
  await pipeline(Readable.from(lines()), copy);
  return count;
}

function escaped(text: string): string {
  return /[\\\t\n\r]/.test(text)
    ? text.replaceAll('\\', '\\\\').replaceAll('\t', '\\t').replaceAll('\n', '\\n').replaceAll('\r', '\\r')
    : text;
}
