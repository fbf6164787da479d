import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { printCsv } from './csv';

const read = (text: string) => parse(text, { bom: true, relax_column_count: true }) as string[][];

it('a cell that a spreadsheet would run as a formula gets an apostrophe; a number does not', () => {
  const [row] = read(
    printCsv([['=1+1', '+cmd', '-2+3', '@SUM(A1)', '\t=1', '＝1', ' =1', '-12.50', -3, 'ok']])
  );
  expect(row).toEqual([
    "'=1+1",
    "'+cmd",
    "'-2+3",
    "'@SUM(A1)",
    "'\t'=1",
    "'＝1",
    "' =1",
    '-12.50',
    '-3',
    'ok'
  ]);
});

it('a text is no formula where another country parts cells by semicolons, tabs or bars', () => {
  const texts = ['a;=1+1', 'a; -2', 'a\t@x', 'a|+cmd', 'a;＝1', 'x;y', 'a;=1;=2', '";=1', 'a;"=1'];
  for (const separator of [';', '\t', '|']) {
    for (const text of texts) {
      for (const field of printCsv([['x', text, 'y']])
        .split(/\r\n/)[0]!
        .split(separator))
        expect(field.replace(/^"+/, ''), `${text} by ${separator}`).not.toMatch(/^\s*[=+@＝＋－＠-]/);
    }
  }
  expect(read(printCsv([texts.slice(0, 2)]))).toEqual([["a;'=1+1", "a; '-2"]]);
  expect(printCsv([['x;y']])).toContain('"x;y"');
});

it('what is not known is an empty cell, never a zero', () => {
  expect(printCsv([[null, 0, '']])).toBe('\ufeff,0,\r\n');
});

it('any text comes back as it was, but for the apostrophe, and never begins like a formula', () => {
  const cells = fc.array(fc.string({ unit: 'grapheme', maxLength: 12 }), { minLength: 2, maxLength: 5 });
  fc.assert(
    fc.property(cells, (row) => {
      const [back] = read(printCsv([row]));
      back!.forEach((cell, i) => {
        const asItWas = (text: string) => text.replace(/(?<=[;|\t][\s"]*)'(?=[=+\-@＝＋－＠])/g, '');
        expect([row[i], `'${row[i]}`].map((text) => asItWas(text!))).toContain(asItWas(cell));
        expect(/^\s*[=+@-]/.test(cell) && !/^-?\d+(\.\d+)?$/.test(cell)).toBe(false);
      });
    })
  );
});
