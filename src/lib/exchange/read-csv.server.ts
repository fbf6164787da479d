import { parse } from 'csv-parse';
import { createReadStream } from 'node:fs';
import { Transform } from 'node:stream';
import { readCell, readRow } from './cell';
import { detectFormat, type Format } from './formats';
import type { ErrorList } from './report';

/** A row that passed every check that needs no database: COPY's cells in the format's order. */
export interface StagedRow {
  line: number;
  cells: (string | null)[];
}

export interface OpenedFile {
  format: Format;
  rows: AsyncIterable<StagedRow>;
}

interface Parsed {
  record: string[];
  info: { lines: number };
}

/**
 * Opens a CSV file as a stream: header first, then the rows that are right; what is wrong goes to `errors`.
 *
 * @param name how the file is called in errors
 * @param onBytes told how much of the file has been read
 * @returns null where the file as a whole cannot be used
 */
export async function openCsv(
  path: string,
  name: string,
  currency: string,
  errors: ErrorList,
  onBytes: (bytes: number) => void
): Promise<OpenedFile | null> {
  const input = createReadStream(path);
  input.on('data', (chunk) => onBytes(chunk.length));
  const parser = parse({ bom: false, info: true, relax_column_count: true, skip_empty_lines: true });
  const utf8 = strictUtf8();
  for (const stage of [input, utf8]) stage.on('error', (error: Error) => parser.destroy(error));
  input.pipe(utf8).pipe(parser);
  const records = (parser as AsyncIterable<Parsed>)[Symbol.asyncIterator]();
  const fault = (error: unknown) => {
    const { lines, code, message } = error as Error & { lines?: number; code?: string };
    const isQuote = String(code).includes('QUOTE');
    errors.add({
      file: name,
      line: lines ?? null,
      column: null,
      value: null,
      expected: isQuote
        ? 'closed quotes, with a quote inside doubled ("")'
        : code === 'EISDIR'
          ? 'a file'
          : message
    });
  };
  let header: string[];
  try {
    const first = await records.next();
    if (first.done) {
      errors.add({
        file: name,
        line: null,
        column: null,
        value: null,
        expected: 'a header row; the file is empty'
      });
      return null;
    }
    header = first.value.record.map((column) => column.normalize('NFKC').trim().toLowerCase());
  } catch (error) {
    fault(error);
    return null;
  }
  const detected = detectFormat(header);
  const twice = header.find((column, i) => header.indexOf(column) !== i);
  if (!detected.ok || twice) {
    const why = twice
      ? `each column once; "${twice}" stands twice`
      : !detected.ok
        ? `the columns of one kind. Nearest is ${detected.nearest}${detected.missing.length ? `; missing: ${detected.missing.join(', ')}` : ''}${detected.unknown.length ? `; not known: ${detected.unknown.join(', ')}` : ''}`
        : '';
    errors.add({ file: name, line: 1, column: null, value: header.join(','), expected: why });
    parser.destroy();
    input.destroy();
    return null;
  }
  return {
    format: detected.format,
    rows: rowsOf(records, header, detected.format, name, currency, errors, fault)
  };
}

async function* rowsOf(
  records: AsyncIterator<Parsed>,
  header: string[],
  format: Format,
  name: string,
  currency: string,
  errors: ErrorList,
  fault: (error: unknown) => void
): AsyncGenerator<StagedRow> {
  const places = format.columns.map(({ name }) => header.indexOf(name));
  for (;;) {
    let next: IteratorResult<Parsed>;
    try {
      next = await records.next();
    } catch (error) {
      fault(error);
      return;
    }
    if (next.done) return;
    const { record, info } = next.value;
    // A quoted cell may run over several lines: the row is named by the one it ends on.
    const line = info.lines;
    if (record.length !== header.length) {
      errors.add({
        file: name,
        line,
        column: null,
        value: record.join(','),
        expected: `${header.length} cells as in the header; found ${record.length}`
      });
      continue;
    }
    const cells: (string | null)[] = [];
    let isRight = true;
    format.columns.forEach((column, i) => {
      const text = places[i]! < 0 ? '' : record[places[i]!]!;
      const cell = readCell(text, column, currency);
      if (cell.ok) cells.push(cell.value);
      else {
        isRight = false;
        errors.add({ file: name, line, column: column.name, value: text, expected: cell.expected });
      }
    });
    if (!isRight) continue;
    const broken = readRow(
      format.kind,
      Object.fromEntries(format.columns.map(({ name }, i) => [name, cells[i]!]))
    );
    if (broken) {
      const value = record[header.indexOf(broken.column)] ?? '';
      errors.add({ file: name, line, column: broken.column, value, expected: broken.expected });
      continue;
    }
    yield { line, cells };
  }
}

/** Bytes to text, refusing what is not UTF-8 instead of replacing it; a byte-order mark at the start is dropped. */
function strictUtf8(): Transform {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  const decode = (chunk: Buffer | undefined): string => {
    try {
      return decoder.decode(chunk, { stream: chunk !== undefined });
    } catch {
      throw new Error('text in UTF-8; save the file with that encoding');
    }
  };
  return new Transform({
    readableObjectMode: false,
    transform(chunk: Buffer, _encoding, done) {
      try {
        done(null, decode(chunk));
      } catch (error) {
        done(error as Error);
      }
    },
    flush(done) {
      try {
        done(null, decode(undefined));
      } catch (error) {
        done(error as Error);
      }
    }
  });
}
