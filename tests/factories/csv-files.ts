import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** A folder of CSV files for an import, and how to remove it. */
export function csvFolder() {
  const folder = mkdtempSync(path.join(tmpdir(), 'warchest-csv-'));
  return {
    /** Writes each text to a file of its name. @returns their paths, in order */
    write: (files: Record<string, string | Buffer>): string[] =>
      Object.entries(files).map(([name, text]) => {
        const file = path.join(folder, `${name}.csv`);
        writeFileSync(file, text);
        return file;
      }),
    remove: () => rmSync(folder, { recursive: true })
  };
}
