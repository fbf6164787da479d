import type { Kind } from './formats';

/** One thing that is wrong with a file, in words for whoever can mend it. */
export interface RowError {
  file: string;
  /** Of the file, counted from 1 for the header; null where the file as a whole is wrong. */
  line: number | null;
  column: string | null;
  value: string | null;
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

export type ImportOutcome =
  | { ok: true; files: FileSummary[]; movements: number }
  /** `errors` are the first ones; `count` is all of them. */
  | { ok: false; errors: RowError[]; count: number; read: number };

export const MOST_ERRORS = 100;

/** Collects the first errors and counts all of them, so that a broken file of a million rows needs no memory. */
export class ErrorList {
  readonly errors: RowError[] = [];
  count = 0;

  add(error: RowError): void {
    this.count++;
    if (this.errors.length < MOST_ERRORS) this.errors.push(error);
  }
}

/** `sales.csv, line 42, column week: "2024-01-02" – expected a Monday`. */
export function errorText({ file, line, column, value, expected }: RowError): string {
  const place = [file, line !== null && `line ${line}`, column && `column ${column}`]
    .filter(Boolean)
    .join(', ');
  return value === null
    ? `${place}: expected ${expected}`
    : `${place}: "${shortened(value)}" – expected ${expected}`;
}

function shortened(value: string): string {
  const flat = value.replace(/\s+/g, ' ');
  return flat.length > 60 ? `${flat.slice(0, 59)}…` : flat;
}
