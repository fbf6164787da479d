import { printable } from '$lib/text/printable';
import type { Kind } from './formats';

/** One thing that is wrong with a file, in words for whoever can mend it. */
export interface RowError {
  file: string;
  /** Of the file, counted from 1 for the header; null where the file as a whole is wrong. */
  line: number | null;
  column: string | null;
  value: string | null;
  /** What belongs there, and what to do. */
  expected: string;
}

export interface FileSummary {
  file: string;
  kind: Kind;
  read: number;
  new: number;
  changed: number;
  same: number;
}

/** What was read of a file that cannot go in; the kind is null where its header fits none. */
export interface FileRejection {
  file: string;
  kind: Kind | null;
  read: number;
  /** Rows with at least one fault. */
  rejected: number;
}

export type ImportOutcome =
  | { ok: true; files: FileSummary[]; movements: number }
  /** `errors` are the first ones, by file and line; `count` is all of them. */
  | { ok: false; errors: RowError[]; count: number; files: FileRejection[] };

export const MOST_ERRORS = 100;

/** Collects the first errors and counts all of them, so that a broken file of a million rows needs no memory. */
export class ErrorList {
  private readonly kept: (RowError & { fileNo: number })[] = [];
  private readonly rejectedRows: number[] = [];
  count = 0;

  constructor(private readonly files: readonly string[]) {}

  add(fileNo: number, error: Omit<RowError, 'file'>): void {
    this.count++;
    if (this.kept.length < MOST_ERRORS) this.kept.push({ ...error, fileNo, file: this.files[fileNo]! });
  }

  /** Counts errors that are not kept, and rows that have any. */
  addUnkept(count: number): void {
    this.count += count;
  }

  reject(fileNo: number, rows: number): void {
    this.rejectedRows[fileNo] = (this.rejectedRows[fileNo] ?? 0) + rows;
  }

  rejected(fileNo: number): number {
    return this.rejectedRows[fileNo] ?? 0;
  }

  /** In the order of files and lines, as one reads them. */
  get errors(): RowError[] {
    return [...this.kept]
      .sort((a, b) => a.fileNo - b.fileNo || (a.line ?? 0) - (b.line ?? 0))
      .map(({ file, line, column, value, expected }) => ({ file, line, column, value, expected }));
  }
}

/** `sales.csv:42, column week: "2024-01-02" – expected a Monday …`; many a terminal opens `file:line` at a click. */
export function errorText({ file, line, column, value, expected }: RowError): string {
  const place = `${file}${line === null ? '' : `:${line}`}${column === null ? '' : `, column ${column}`}`;
  return printable(
    value === null
      ? `${place}: expected ${expected}`
      : `${place}: "${shortened(value)}" – expected ${expected}`
  );
}

function shortened(value: string): string {
  const flat = value.slice(0, 1000).replace(/\s+/g, ' ');
  return flat.length > 60 ? `${flat.slice(0, 59)}…` : flat;
}
