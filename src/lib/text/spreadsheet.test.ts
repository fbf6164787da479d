import { expect, it } from 'vitest';
import { safeCell } from './spreadsheet';

it.each(['=1+1', '+cmd', '-2+3', '@SUM(A1)', '\t=1', '＝1', ' =1', '-1,2;x'])(
  '%j would run, and is made text',
  (text) => expect(safeCell(text)).toBe(`'${text}`)
);

it.each(['ok', '', '-12.50', '-1,234', '-4%', '4%', '— not known'])('%j stays as it is', (text) =>
  expect(safeCell(text)).toBe(text)
);
