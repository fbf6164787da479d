import { statSync } from 'node:fs';
import path from 'node:path';
import { today } from '../lib/calendar/today.server';
import { connect } from '../lib/db/connect.server';
import { migrateToLatest } from '../lib/db/migrator.server';
import { openDatabase } from '../lib/db/open.server';
import { importFiles } from '../lib/exchange/import.server';
import {
  errorText,
  type FileRejection,
  type FileSummary,
  type ImportOutcome,
  MOST_ERRORS
} from '../lib/exchange/report';
import { printable } from '../lib/text/printable';
import { filesOf } from './files';
import { runCommand } from './report';

const ROOT = path.resolve(import.meta.dirname, '../..');
const LONG_BYTES = 5_000_000;
const FIGURES = ['read', 'new', 'changed', 'same', 'rejected'] as const;

await runCommand(async () => {
  // npm runs us in the package's folder, the person is elsewhere.
  const files = filesOf(process.argv.slice(2), process.env.INIT_CWD ?? process.cwd());
  const opened = await openDatabase(process.env, ROOT);
  try {
    const { db } = connect(opened.url, 1);
    await migrateToLatest(db).finally(() => db.destroy());
    const bar = progressBar(files);
    const outcome = await importFiles(opened.url, files, {
      today: today(),
      personId: null,
      onBytes: bar.show,
      onRead: bar.wait
    }).finally(bar.done);
    print(outcome);
    return outcome.ok ? 0 : 1;
  } finally {
    await opened.close();
  }
});

/** Only on a terminal and only where there is something to wait for. */
function progressBar(files: string[]): { show(bytes: number): void; wait(): void; done(): void } {
  const total = files.reduce((sum, file) => sum + statSync(file).size, 0);
  const isShown = process.stderr.isTTY && total > LONG_BYTES;
  const draw = (text: string) => isShown && process.stderr.write(`\r${text.padEnd(60)}`);
  let last = -1;
  return {
    show: (bytes) => {
      const share = Math.min(40, Math.floor((bytes / total) * 40));
      if (share === last) return;
      last = share;
      draw(
        `[${'█'.repeat(share).padEnd(40, '·')}] ${Math.min(100, Math.round((bytes / total) * 100))} % read`
      );
    },
    wait: () => draw('All is read; the database checks and writes …'),
    done: () => isShown && process.stderr.write(`\r${' '.repeat(60)}\r`)
  };
}

function print(outcome: ImportOutcome): void {
  if (outcome.ok) {
    printTable(outcome.files.map((one) => ({ ...one, rejected: 0 })));
    if (outcome.movements > 0) console.log(`${outcome.movements} movements of money were booked.`);
    return;
  }
  for (const error of outcome.errors) console.error(errorText(error));
  const more = outcome.count - outcome.errors.length;
  if (more > 0) console.error(`… and ${more} more; the first ${MOST_ERRORS} are shown.`);
  printTable(outcome.files.map((one) => ({ ...one, new: 0, changed: 0, same: 0 })));
  console.error(
    `Nothing was imported: ${outcome.count} ${outcome.count === 1 ? 'fault' : 'faults'}. Mend ${outcome.count === 1 ? 'it' : 'them'} and import again.`
  );
}

type Row = Omit<FileSummary & FileRejection, 'kind'>;
function printTable(rows: Row[]): void {
  const files = rows.map((row) => ({ ...row, file: printable(row.file) }));
  const sum = (figure: (typeof FIGURES)[number]) => files.reduce((total, one) => total + one[figure], 0);
  const all = {
    file: 'all',
    ...(Object.fromEntries(FIGURES.map((figure) => [figure, sum(figure)])) as object)
  } as Row;
  const width = Math.max(...files.map(({ file }) => file.length), 8);
  console.log(`${'file'.padEnd(width)} ${FIGURES.map((figure) => figure.padStart(9)).join('')}`);
  for (const one of [...files, all])
    console.log(
      `${one.file.padEnd(width)} ${FIGURES.map((figure) => String(one[figure]).padStart(9)).join('')}`
    );
}
