import { describe, expect, it } from 'vitest';
import { readCells } from './clipboard.browser';
import { historyOf, redone, stepped, undone } from './history';
import { sheetCommandOf } from './keys';
import { placePaste } from './paste';
import { along, at, filled, moved, type SheetLine } from './sheet';

const press = (
  key: string,
  held: Partial<Record<'shiftKey' | 'ctrlKey' | 'metaKey' | 'altKey', true>> = {}
) => sheetCommandOf({ key, shiftKey: false, ctrlKey: false, metaKey: false, altKey: false, ...held });
const line = (label: string, ...texts: string[]): SheetLine => ({
  key: label,
  label,
  cells: texts.map((plain) => ({ text: plain, plain, isEditable: true }))
});
const columns = ['Q1', 'Q2', 'Q3'].map((label) => ({ label }));
const lines = [line('North', '1', '2', '3'), line('South', '4', '5', '6'), line('West', '7', '8', '9')];
const cell = (row: number, column: number) => ({ top: row, bottom: row, left: column, right: column });

describe('keys', () => {
  it.each([
    ['7', { do: 'edit', text: '7' }],
    ['-', { do: 'edit', text: '-' }],
    ['７', { do: 'edit', text: '７' }],
    ['F2', { do: 'edit', text: null }],
    ['Delete', { do: 'clear' }],
    ['Enter', { do: 'move', down: 1, right: 0, extends: false }],
    ['Tab', { do: 'along', by: 1 }],
    ['x', null],
    ['F5', null]
  ])('%s is %o', (key, command) => expect(press(key)).toEqual(command));

  it.each(['t', 'w', 's', 'l', 'p', 'f', 'c', 'v', 'x'])('leaves Ctrl+%s to the browser', (key) => {
    expect(press(key, { ctrlKey: true })).toBeNull();
  });

  it('fills by Ctrl+D and Ctrl+R, undoes by Ctrl or ⌘ and Z', () => {
    expect(press('d', { ctrlKey: true })).toEqual({ do: 'fill', way: 'down' });
    expect(press('r', { ctrlKey: true })).toEqual({ do: 'fill', way: 'right' });
    expect(press('z', { metaKey: true })).toEqual({ do: 'undo' });
    expect(press('Z', { ctrlKey: true, shiftKey: true })).toEqual({ do: 'redo' });
    expect(press('ArrowLeft', { altKey: true })).toBeNull();
  });
});

it('Tab goes along the lines and leaves the sheet at its ends', () => {
  const size = { row: 2, column: 3 };
  expect(along({ row: 0, column: 2 }, 1, size)).toEqual({ row: 1, column: 0 });
  expect(along({ row: 1, column: 2 }, 1, size)).toBeNull();
  expect(along({ row: 0, column: 0 }, -1, size)).toBeNull();
  expect(moved({ row: 1, column: 1 }, Infinity, -Infinity, size)).toEqual({ row: 1, column: 0 });
  expect(at({ row: 1, column: 1 }).focus).toEqual({ row: 1, column: 1 });
});

it('fills down from the first line and right from the first column', () => {
  const block = { top: 0, bottom: 2, left: 1, right: 1 };
  expect(filled(lines, block, 'down')).toEqual([
    { row: 1, column: 1, text: '2' },
    { row: 2, column: 1, text: '2' }
  ]);
  expect(filled(lines, { ...cell(1, 0), right: 2 }, 'right')).toEqual([
    { row: 1, column: 1, text: '4' },
    { row: 1, column: 2, text: '4' }
  ]);
});

describe('a paste', () => {
  it('reads what Excel copies: tabs, quotes around line breaks, one line break at the end', () => {
    expect(readCells('1\t"two\nlines"\t"say ""x"""\r\n4\t\t6\r\n')).toEqual([
      ['1', 'two\nlines', 'say "x"'],
      ['4', '', '6']
    ]);
    expect(readCells('')).toEqual([]);
  });

  it('of one value fills what is selected', () => {
    const { changes } = placePaste([['9']], { top: 0, bottom: 1, left: 0, right: 1 }, columns, lines);
    expect(changes).toHaveLength(4);
  });

  it('goes on from the first selected cell and is cut at the edges', () => {
    const pasted = placePaste(
      [
        ['a', 'b', 'c'],
        ['d', 'e', 'f']
      ],
      cell(2, 1),
      columns,
      lines
    );
    expect(pasted.changes).toEqual([
      { row: 2, column: 1, text: 'a' },
      { row: 2, column: 2, text: 'b' }
    ]);
    expect(pasted.cut).toEqual({ rows: 1, columns: 1 });
    expect(pasted.block).toEqual({ top: 2, bottom: 2, left: 1, right: 2 });
  });

  it('drops a first row only where it repeats the heads of the very columns', () => {
    expect(
      placePaste(
        [
          ['Q1', 'q2'],
          ['5', '6']
        ],
        cell(0, 0),
        columns,
        lines
      ).changes[0]!.text
    ).toBe('5');
    expect(
      placePaste(
        [
          ['Q2', 'Q1'],
          ['5', '6']
        ],
        cell(0, 0),
        columns,
        lines
      ).changes[0]!.text
    ).toBe('Q2');
    expect(
      placePaste(
        [
          ['Q1', 'Q2'],
          ['5', '6']
        ],
        cell(0, 1),
        columns,
        lines
      ).changes[0]!.text
    ).toBe('Q1');
  });

  it('puts rows to the lines that their first cell names, in whatever order, and tells which name none', () => {
    const pasted = placePaste(
      [
        ['', 'Q1', 'Q2'],
        ['west', '70', '80'],
        ['East', '1', '2'],
        [' North ', '10', '20']
      ],
      cell(1, 0),
      columns,
      lines
    );
    expect(pasted.changes).toEqual([
      { row: 2, column: 0, text: '70' },
      { row: 2, column: 1, text: '80' },
      { row: 0, column: 0, text: '10' },
      { row: 0, column: 1, text: '20' }
    ]);
    expect(pasted.unknown).toEqual(['East']);
    expect(pasted.block).toEqual({ top: 0, bottom: 2, left: 0, right: 1 });
  });
});

it('history goes back a hundred steps and forgets what was undone once something else is done', () => {
  let history = historyOf(0);
  for (let i = 1; i <= 150; i++) history = stepped(history, i);
  for (let i = 0; i < 120; i++) history = undone(history);
  expect(history.present).toBe(50);
  expect(redone(history).present).toBe(51);
  expect(redone(stepped(history, -1)).present).toBe(-1);
});
