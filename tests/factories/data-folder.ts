import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

/**
 * A new folder for an embedded database, and how to remove all of it.
 *
 * As root the server runs as somebody else, who must be able to enter; where they cannot, the data lie in a place
 * that a file in the folder names.
 */
export function dataFolder(name: string): { folder: string; remove(): void } {
  const folder = mkdtempSync(path.join(tmpdir(), `warchest-${name}-`));
  chmodSync(folder, 0o755);
  return {
    folder,
    remove: () => {
      const pointer = path.join(folder, 'postgres-is-at.txt');
      if (existsSync(pointer)) rmSync(readFileSync(pointer, 'utf8').trim(), { recursive: true, force: true });
      rmSync(folder, { recursive: true, force: true });
    }
  };
}
