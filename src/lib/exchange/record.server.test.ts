import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { type CsvRecord, readRecords } from './record.server';

const folder = mkdtempSync(path.join(tmpdir(), 'warchest-record-'));
afterAll(() => rmSync(folder, { recursive: true }));

async function read(content: string | Buffer): Promise<CsvRecord[]> {
  const file = path.join(folder, 'a.csv');
  writeFileSync(file, content);
  const found: CsvRecord[] = [];
  for await (const batch of readRecords(file, () => {})) found.push(...batch);
  return found;
}
const lines = async (content: string | Buffer) =>
  (await read(content)).map(({ line, cells }) => [line, cells]);

describe('a record', () => {
  it('comes back as it was written, whatever its cells hold and however its lines end', async () => {
    const cell = fc.string({ unit: fc.constantFrom('a', 'é', '値', ',', '"', '\n', ' ', '\\', "'") });
    const table = fc.array(fc.array(cell, { minLength: 2, maxLength: 4 }), { minLength: 1, maxLength: 20 });
    await fc.assert(
      fc.asyncProperty(table, fc.constantFrom('\n', '\r\n'), fc.boolean(), async (rows, end, hasMark) => {
        const text = rows
          .map((row) =>
            row.map((one) => (/[",\n]/.test(one) ? `"${one.replaceAll('"', '""')}"` : one)).join(',')
          )
          .join(end);
        const found = await read(`${hasMark ? '\uFEFF' : ''}${text}${end}`);
        expect(found.map(({ cells }) => cells)).toEqual(rows);
      }),
      { numRuns: 200 }
    );
  });

  it('is named by the line on which it starts, blank lines and lines in quotes counted', async () => {
    expect(await lines('a,b\r\n1,"x\r\ny"\r\n\r\n2,z\r\n')).toEqual([
      [1, ['a', 'b']],
      [2, ['1', 'x\ny']],
      [5, ['2', 'z']]
    ]);
  });

  it.each([
    ['a letter after a closing quote', '2,"x"y'],
    ['a quote in the middle of a cell', '2,o"k'],
    ['a quote that never closes', '2,"open']
  ])('with %s spoils itself alone', async (_, broken) => {
    expect(await lines(`a,b\n1,x\n${broken}\n3,y\n4,z\n`)).toEqual([
      [1, ['a', 'b']],
      [2, ['1', 'x']],
      [3, null],
      [4, ['3', 'y']],
      [5, ['4', 'z']]
    ]);
  });

  it('between two with a broken quote each is still read', async () => {
    expect(await lines('1,o"k\n2,y\n3,o"k\n4,z\n')).toEqual([
      [1, null],
      [2, ['2', 'y']],
      [3, null],
      [4, ['4', 'z']]
    ]);
  });

  it('with a quote that never closes does not take the rest of a long file into memory', async () => {
    const rows = Array.from({ length: 60_000 }, (_, i) => `${i},some text that makes it long`);
    rows[10] = '10,"open';
    const found = await read(`${rows.join('\n')}\n`);
    expect(found).toHaveLength(60_000);
    expect(found.filter(({ cells }) => cells === null).map(({ line }) => line)).toEqual([11]);
  });

  it.each(['\n', '\r\n'])(
    'longer than a mebibyte spoils itself alone, and is not held as a whole (%j)',
    async (end) => {
      const long = 'x,'.repeat(4_000_000);
      const start = performance.now();
      const found = await read(['a,b', '1,y', long, '2,z', long.slice(0, 1_100_000), '3,z', ''].join(end));
      expect(performance.now() - start).toBeLessThan(3000);
      expect(found.map(({ line, cells }) => [line, cells])).toEqual([
        [1, ['a', 'b']],
        [2, ['1', 'y']],
        [3, null],
        [4, ['2', 'z']],
        [5, null],
        [6, ['3', 'z']]
      ]);
      expect(found[2]).toMatchObject({ expected: expect.stringContaining('1 MiB') });
    }
  );

  it('is whole where the file is read in pieces that cut letters and line ends', async () => {
    const rows = Array.from({ length: 40_000 }, (_, i) =>
      `${i},値段"".${i}`.replace('""', i % 7 === 0 ? '' : 'é')
    );
    const found = await read(rows.join('\r\n'));
    expect(found.map(({ cells }) => cells?.join(','))).toEqual(rows);
    expect(found.at(-1)?.line).toBe(40_000);
  });
});
