import { existsSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { today } from '../lib/calendar/today.server';
import { connect } from '../lib/db/connect.server';
import { migrateToLatest } from '../lib/db/migrator.server';
import { openDatabase } from '../lib/db/open.server';
import { Problem } from '../lib/db/problem';
import { importFiles } from '../lib/exchange/import.server';
import { errorText, type ImportOutcome, MOST_ERRORS } from '../lib/exchange/report';
import { runCommand } from './report';

const ROOT = path.resolve(import.meta.dirname, '../..');
const LONG_BYTES = 5_000_000;

await runCommand(async () => {
  const files = filesOf(process.argv.slice(2));
  const opened = await openDatabase(process.env, ROOT);
  try {
    const { db } = connect(opened.url, 1);
    await migrateToLatest(db).finally(() => db.destroy());
    const bar = progressBar(files);
    const outcome = await importFiles(opened.url, files, {
      today: today(),
      personId: null,
      onBytes: bar.show
    });
    bar.done();
    print(outcome);
    return outcome.ok ? 0 : 1;
  } finally {
    await opened.close();
  }
});

/** The CSV files that the arguments name; npm runs us in the package's folder, the person is elsewhere. */
function filesOf(args: string[]): string[] {
  if (args.length === 0)
    throw new Problem(
      'Usage: npm run import -- FOLDER_OR_FILE…   (CSV files; docs/guides/import.md lists the columns)'
    );
  const here = process.env.INIT_CWD ?? process.cwd();
  return args.flatMap((arg) => {
    const full = path.resolve(here, arg);
    if (!existsSync(full)) throw new Problem(`There is no file or folder ${full}.`);
    if (!statSync(full).isDirectory()) return [full];
    const found = readdirSync(full)
      .filter((name) => /\.csv$/i.test(name))
      .sort()
      .map((name) => path.join(full, name));
    if (found.length === 0) throw new Problem(`The folder ${full} has no .csv file.`);
    return found;
  });
}

function progressBar(files: string[]): { show(bytes: number): void; done(): void } {
  const total = files.reduce((sum, file) => sum + statSync(file).size, 0);
  const isShown = process.stderr.isTTY && total > LONG_BYTES;
  let last = -1;
  return {
    show: (bytes) => {
      const share = Math.floor((bytes / total) * 40);
      if (!isShown || share === last) return;
      last = share;
      process.stderr.write(`\r[${'█'.repeat(share).padEnd(40, '·')}] ${Math.round((bytes / total) * 100)} %`);
    },
    done: () => isShown && process.stderr.write('\r'.padEnd(52) + '\r')
  };
}

function print(outcome: ImportOutcome): void {
  if (!outcome.ok) {
    for (const error of outcome.errors) console.error(errorText(error));
    if (outcome.count > MOST_ERRORS) console.error(`… and ${outcome.count - MOST_ERRORS} more.`);
    console.error(
      `Nothing was imported: ${outcome.count} ${outcome.count === 1 ? 'fault' : 'faults'}. Mend them and import again.`
    );
    return;
  }
  const width = Math.max(...outcome.files.map(({ file }) => file.length), 8);
  const cell = (value: number | string) => String(value).padStart(9);
  console.log(`${'file'.padEnd(width)} ${['read', 'new', 'changed', 'same', 'rejected'].map(cell).join('')}`);
  const total = { read: 0, new: 0, changed: 0, same: 0 };
  for (const one of outcome.files) {
    console.log(
      `${one.file.padEnd(width)} ${[one.read, one.new, one.changed, one.same, 0].map(cell).join('')}`
    );
    for (const key of ['read', 'new', 'changed', 'same'] as const) total[key] += one[key];
  }
  console.log(
    `${'all'.padEnd(width)} ${[total.read, total.new, total.changed, total.same, 0].map(cell).join('')}`
  );
  if (outcome.movements > 0) console.log(`${outcome.movements} movements of money were booked.`);
}
