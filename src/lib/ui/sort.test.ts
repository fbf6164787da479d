import { describe, expect, it } from 'vitest';
import { parseSort, printSort, sortRows } from './sort';

const KEYS = ['name', 'left'] as const;
const BY_NAME = { key: 'name', isDescending: false } as const;
const compare = (a: string, b: string) => a.localeCompare(b, 'en');

describe('a sorted table', () => {
  it('keeps its sort in the address', () => {
    for (const text of ['name', '-name', 'left', '-left'])
      expect(printSort(parseSort(text, KEYS, BY_NAME))).toBe(text);
  });

  it.each([null, '', '-', 'nothing', '-nothing', '--left'])('falls back where it is asked for %s', (text) => {
    expect(parseSort(text, KEYS, BY_NAME)).toEqual(BY_NAME);
  });

  it('puts what has no value last, whichever way it runs', () => {
    const rows = [{ left: null }, { left: 3 }, { left: -1 }, { left: 20 }];
    const sorted = (isDescending: boolean) =>
      sortRows(rows, ({ left }) => left, isDescending, compare).map(({ left }) => left);
    expect(sorted(false)).toEqual([-1, 3, 20, null]);
    expect(sorted(true)).toEqual([20, 3, -1, null]);
  });

  it('orders words as their language does', () => {
    expect(sortRows(['b', 'Ä', 'a'], (word) => word, false, compare)).toEqual(['a', 'Ä', 'b']);
  });
});
