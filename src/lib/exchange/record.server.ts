import { parse } from 'csv-parse/sync';
import { createReadStream } from 'node:fs';
import { Problem } from '$lib/db/problem';

/** One record of a CSV file, by the line that it starts on, counted from 1. */
export type CsvRecord =
  { line: number; cells: string[] } | { line: number; cells: null; text: string; expected: string };

const CHUNK_BYTES = 262_144;
/** A quote that has not closed after so much text has been forgotten, not used for a long note. */
const LONGEST_RECORD = 200_000;
/** A line beyond it is no record of a table but a file of another sort, and would be held in memory as a whole. */
const LONGEST_LINE = 1_048_576;
const PARSER = { relax_column_count: true, record_delimiter: '\n', max_record_size: 2 * LONGEST_RECORD };

/**
 * Reads a CSV file as a stream of batches, memory flat. A line without a quote is a record and its commas part the
 * cells, which spares the parser nearly all of a long file; records with quotes are read by csv-parse, one by one, so
 * that a broken quote spoils its own record and not the rest of the file. Bytes that are not UTF-8 become U+FFFD.
 *
 * @param onBytes told each piece of the file as it is read
 */
export async function* readRecords(
  path: string,
  onBytes: (chunk: Buffer) => void
): AsyncGenerator<CsvRecord[]> {
  const decoder = new TextDecoder('utf-8');
  const lines = new LineReader();
  for await (const chunk of readBytes(path)) {
    onBytes(chunk);
    lines.feed(decoder.decode(chunk, { stream: true }));
    const records = lines.take(false);
    if (records.length > 0) yield records;
  }
  lines.feed(decoder.decode());
  yield lines.take(true);
}

async function* readBytes(path: string): AsyncGenerator<Buffer> {
  try {
    yield* createReadStream(path, { highWaterMark: CHUNK_BYTES });
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (!code) throw error;
    const why =
      code === 'EACCES' ? 'you may not read it' : code === 'ENOENT' ? 'it is not there any more' : message;
    throw new Problem(`${path} cannot be read: ${why}. Nothing was imported.`);
  }
}

/** Turns text that comes in pieces into records. */
class LineReader {
  private rest = '';
  /** The line on which `rest` begins. */
  private line = 1;
  /** Whether `rest` is the middle of a line that has been reported as too long. */
  private isSkipping = false;

  feed(text: string): void {
    if (!this.isSkipping) {
      this.rest += text;
      return;
    }
    const end = text.search(/[\n\r]/);
    if (end < 0) return;
    this.isSkipping = false;
    this.rest = text.slice(end);
  }

  /** The records that are complete. @param isEnd whether nothing more will come */
  take(isEnd: boolean): CsvRecord[] {
    const text = this.rest.includes('\r') ? withoutReturns(this.rest, isEnd) : this.rest;
    const lines = text.split('\n');
    const open = lines.length - 1;
    const found: CsvRecord[] = [];
    let i = 0;
    for (; i < lines.length; i++) {
      if (i === open && !isEnd) break;
      const line = lines[i]!;
      if (line === '') continue;
      if (line.length > LONGEST_LINE) {
        found.push(tooLong(line, this.line + i));
        continue;
      }
      if (!line.includes('"')) {
        found.push({ line: this.line + i, cells: line.split(',') });
        continue;
      }
      const quoted = wholeRecord(lines, i, isEnd);
      if (quoted === 'more') break;
      found.push(parsed(quoted.text, this.line + i));
      // After a broken record the next line is tried for itself.
      if (found.at(-1)!.cells) i += quoted.lines - 1;
    }
    this.line += i;
    this.rest = lines.slice(i).join('\n');
    if (i === open && lines[open]!.length > LONGEST_LINE) {
      found.push(tooLong(lines[open]!, this.line));
      this.rest = '';
      this.isSkipping = true;
    }
    return found;
  }
}

/** Line ends of all systems as \n. A return at the very end may still get its \n. */
function withoutReturns(text: string, isEnd: boolean): string {
  const held = !isEnd && text.endsWith('\r') ? '\r' : '';
  return text.slice(0, text.length - held.length).replace(/\r\n?/g, '\n') + held;
}

/** The lines of the record that starts at `first`: as many as make its quotes even. */
function wholeRecord(
  lines: string[],
  first: number,
  isEnd: boolean
): { text: string; lines: number } | 'more' {
  let quotes = 0;
  let letters = 0;
  for (let i = first; i < lines.length; i++) {
    const line = lines[i]!;
    // The last line may still be half there.
    if (i === lines.length - 1 && !isEnd) break;
    for (let at = line.indexOf('"'); at >= 0; at = line.indexOf('"', at + 1)) quotes++;
    letters += line.length + 1;
    if (quotes % 2 === 0) return { text: lines.slice(first, i + 1).join('\n'), lines: i - first + 1 };
    if (letters > LONGEST_RECORD) return { text: lines[first]!, lines: 1 };
  }
  return isEnd ? { text: lines[first]!, lines: 1 } : 'more';
}

function tooLong(text: string, line: number): CsvRecord {
  return {
    line,
    cells: null,
    text: text.slice(0, 200),
    expected: 'a line of at most 1 MiB; put each record on a line of its own'
  };
}

function parsed(text: string, line: number): CsvRecord {
  try {
    const [cells] = parse(text, PARSER) as string[][];
    return { line, cells: cells ?? [''] };
  } catch {
    return {
      line,
      cells: null,
      text,
      expected:
        'quotes around the whole cell and closed again, a quote inside doubled (""); mend the quotes of this line'
    };
  }
}
