import { accessSync, constants, existsSync, readdirSync, realpathSync, statSync } from 'node:fs';
import path from 'node:path';
import { Problem } from '../lib/db/problem';

/**
 * The CSV files that the arguments name, each once. A file may be a link where a person named it; in a folder it may
 * not lead out of it, for who sends the folder would choose what is read.
 *
 * @param here the folder from which the person asks
 */
export function filesOf(args: string[], here: string): string[] {
  if (args.length === 0)
    throw new Problem(
      'Usage: npm run import -- FOLDER_OR_FILE…   (CSV files; docs/guides/import.md lists the columns)'
    );
  const files = args.flatMap((arg) => {
    const full = path.resolve(here, arg);
    if (!existsSync(full)) throw new Problem(`There is no file or folder ${full}. Correct the path.`);
    return statSync(full).isDirectory() ? filesIn(full) : [full];
  });
  for (const file of files) mayRead(file);
  return [...new Map(files.map((file) => [realpathSync(file), file])).values()];
}

function filesIn(folder: string): string[] {
  mayRead(folder);
  const found = readdirSync(folder, { withFileTypes: true })
    .filter((entry) => /\.csv$/i.test(entry.name) && !entry.isDirectory() && !entry.name.startsWith('.'))
    .map(({ name }) => path.join(folder, name))
    .sort();
  if (found.length === 0)
    throw new Problem(`The folder ${folder} has no .csv file. Name the folder that has them.`);
  for (const file of found) staysIn(folder, file);
  return found;
}

function staysIn(folder: string, file: string): void {
  if (!existsSync(file)) throw new Problem(`${file} is a link to nothing. Remove it, or mend it.`);
  const [root, target] = [realpathSync(folder), realpathSync(file)];
  if (!target.startsWith(root + path.sep))
    throw new Problem(
      `${file} is a link that leads out of its folder, to ${target}. Remove it, or name that file itself if it is meant.`
    );
  if (!statSync(target).isFile()) throw new Problem(`${file} is not a file. Remove it from the folder.`);
}

function mayRead(file: string): void {
  try {
    accessSync(file, constants.R_OK);
  } catch {
    throw new Problem(`${file} may not be read by you. Give yourself the right to read it, or copy it.`);
  }
}
