import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { filesOf } from './files';

const root = realpathSync(mkdtempSync(path.join(tmpdir(), 'warchest-files-')));
afterAll(() => rmSync(root, { recursive: true }));
for (const folder of ['sent', 'within', 'elsewhere', 'broken']) mkdirSync(path.join(root, folder));
writeFileSync(path.join(root, 'elsewhere/secret.csv'), 'a\n');
writeFileSync(path.join(root, 'within/a.csv'), 'a\n');
symlinkSync('../elsewhere/secret.csv', path.join(root, 'sent/accounts.csv'));
symlinkSync('a.csv', path.join(root, 'within/b.csv'));
symlinkSync('gone.csv', path.join(root, 'broken/a.csv'));

it('a link that leads out of a folder is refused, and says where it leads', () => {
  expect(() => filesOf(['sent'], root)).toThrow(/accounts\.csv is a link .* to .*secret\.csv/);
  expect(() => filesOf(['broken'], root)).toThrow('a link to nothing');
});

it('a link within a folder, and one that a person named, are read once', () => {
  expect(filesOf(['within'], root)).toHaveLength(1);
  expect(filesOf(['sent/accounts.csv'], root)).toEqual([path.join(root, 'sent/accounts.csv')]);
});
