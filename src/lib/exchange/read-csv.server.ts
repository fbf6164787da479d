import { normalForm } from '$lib/text/normal-form';
import { cellReader, rowFaults } from './cell';
import { detectFormat, type Format, FORMATS, type Kind } from './formats';
import { type CsvRecord, readRecords } from './record.server';
import type { ErrorList } from './report';

/** No kind has a tenth of them: what has more is another sort of file. */
const MOST_COLUMNS = 200;

/** A row that passed every check that needs no database: COPY's cells in the format's order. */
export interface StagedRow {
  line: number;
  cells: (string | null)[];
}

/** A code that a row brings, although the row itself is wrong: what refers to it need not be reported as well. */
export interface Claim {
  kind: Kind | 'brands';
  code: string;
}

export interface OpenedFile {
  format: Format;
  /** Batches, each small beside the file. */
  rows: AsyncIterable<StagedRow[]>;
  /** Filled while `rows` are read. */
  progress: { read: number; claims: Claim[] };
}

export interface FileContext {
  fileNo: number;
  name: string;
  currency: string;
  errors: ErrorList;
  onBytes: (chunk: Buffer) => void;
}

/**
 * Opens a CSV file as a stream: header first, then the rows that are right; what is wrong goes to the errors.
 *
 * @returns the kind that was most likely meant where the file as a whole cannot be used
 */
export async function openCsv(
  path: string,
  context: FileContext
): Promise<OpenedFile | { nearest: Kind | null }> {
  const { errors, fileNo, name } = context;
  const batches = readRecords(path, context.onBytes)[Symbol.asyncIterator]();
  let first: CsvRecord[] = [];
  while (first.length === 0) {
    const next = await batches.next();
    if (next.done) break;
    first = next.value;
  }
  const [top, ...rest] = first;
  const whole = (line: number | null, column: string | null, value: string | null, expected: string) =>
    errors.add(fileNo, { line, column, value, expected });
  if (!top) {
    whole(null, null, null, 'a header row; the file is empty');
    return { nearest: null };
  }
  if (top.cells && top.cells.length > MOST_COLUMNS) {
    await batches.return?.(undefined);
    whole(top.line, null, null, `a header of at most ${MOST_COLUMNS} columns; it has ${top.cells.length}`);
    return { nearest: null };
  }
  const header = (top.cells ?? []).map((column) => normalForm(column, 'NFKC').trim().toLowerCase());
  const strange = top.cells ? strangeHeader(top.cells) : top.expected;
  const detected = detectFormat(header, name);
  if (strange || !detected.ok) {
    await batches.return?.(undefined);
    if (strange)
      whole(top.line, null, (top.cells ?? [top.cells === null ? top.text : '']).join(','), strange);
    if (detected.ok) return { nearest: detected.format.kind };
    if (strange) return { nearest: detected.nearest };
    const kind = detected.nearest;
    for (const column of detected.twice) whole(top.line, column, column, 'each column once; remove one');
    for (const column of detected.missing)
      whole(top.line, column, null, `this column: ${kind} cannot be read without it; add it`);
    for (const column of detected.unknown)
      whole(top.line, column, column, `only columns of ${kind} (${columnsOf(kind)}); remove or rename it`);
    return { nearest: kind };
  }
  const progress = { read: 0, claims: [] };
  return {
    format: detected.format,
    rows: rowsOf(rest, batches, header, detected.format, context, progress),
    progress
  };
}

const columnsOf = (kind: Kind) => FORMATS[kind].columns.map(({ name }) => name).join(', ');

/** What a file is instead of comma-separated UTF-8; null where it looks right. */
function strangeHeader(cells: string[]): string | null {
  const text = cells.join(',');
  if (text.startsWith('PK\u0003\u0004'))
    return 'a CSV file; this is a workbook: save its sheet as CSV (UTF-8)';
  if (text.includes('\u0000') || text.includes('\uFFFD'))
    return 'text in UTF-8; save the file in that encoding';
  if (cells.length === 1 && /[;\t|]/.test(text))
    return 'commas between the cells; save the file with commas, decimals with a point';
  return null;
}

async function* rowsOf(
  first: CsvRecord[],
  batches: AsyncIterator<CsvRecord[]>,
  header: string[],
  format: Format,
  { fileNo, currency, errors }: FileContext,
  progress: OpenedFile['progress']
): AsyncGenerator<StagedRow[]> {
  const names = format.columns.map(({ name }) => name);
  const columns = format.columns.map((column) => ({
    column,
    at: header.indexOf(column.name),
    read: cellReader(column, currency)
  }));
  const fault = (line: number, column: string | null, value: string, expected: string) =>
    errors.add(fileNo, { line, column, value, expected });

  const claim = (cells: string[]) =>
    progress.claims.push(
      ...claimsOf(format, (column) => normalForm(cells[header.indexOf(column)] ?? '', 'NFKC').trim())
    );

  const stage = (record: CsvRecord): StagedRow | null => {
    const { line } = record;
    if (!record.cells) {
      fault(line, null, record.text, record.expected);
      return null;
    }
    if (record.cells.length !== header.length) {
      fault(
        line,
        null,
        record.cells.join(','),
        `${header.length} cells as in the header, found ${record.cells.length}; put quotes around a cell with a comma`
      );
      claim(record.cells);
      return null;
    }
    let isRight = true;
    const cells = columns.map(({ column, at, read }) => {
      const text = at < 0 ? '' : record.cells[at]!;
      const cell = read(text);
      if (cell.ok) return cell.value;
      isRight = false;
      fault(line, column.name, text, cell.expected);
      return null;
    });
    const cellOf = (column: string) => cells[names.indexOf(column)] ?? null;
    if (isRight) {
      for (const { column, expected } of rowFaults(format.kind, cellOf)) {
        isRight = false;
        fault(line, column, record.cells[header.indexOf(column)] ?? '', expected);
      }
    }
    if (isRight) return { line, cells };
    claim(record.cells);
    return null;
  };

  for (let batch: CsvRecord[] | undefined = first; batch;) {
    const rows: StagedRow[] = [];
    for (const record of batch) {
      progress.read++;
      const row = stage(record);
      if (row) rows.push(row);
      else errors.reject(fileNo, 1);
    }
    if (rows.length > 0) yield rows;
    const next: IteratorResult<CsvRecord[]> = await batches.next();
    batch = next.done ? undefined : next.value;
  }
}

/** Only what others refer to; sales rows bring no code. */
function claimsOf({ kind }: Format, cell: (column: string) => string | undefined): Claim[] {
  const found: Claim[] = [];
  const add = (claimed: Claim['kind'], code: string | undefined) =>
    code && found.push({ kind: claimed, code });
  if (kind === 'accounts') add(kind, cell('account'));
  if (kind === 'stores') add(kind, cell('store'));
  if (kind === 'funds') add(kind, cell('fund'));
  if (kind === 'products') {
    add(kind, cell('product'));
    add('brands', cell('brand'));
  }
  return found;
}
