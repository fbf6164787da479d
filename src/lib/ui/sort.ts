/** By which column a table is sorted; in an address `left` is ascending and `-left` descending. */
export interface Sort<K extends string> {
  key: K;
  isDescending: boolean;
}

/** The sort that an address asks for, or `fallback` where it asks for none of `keys`. */
export function parseSort<K extends string>(
  text: string | null,
  keys: readonly K[],
  fallback: Sort<K>
): Sort<K> {
  const isDescending = text?.startsWith('-') ?? false;
  const key = keys.find((name) => name === (isDescending ? text!.slice(1) : text));
  return key === undefined ? fallback : { key, isDescending };
}

/** The sort as an address has it: `left`, or `-left` descending. */
export function printSort(sort: Sort<string>): string {
  return (sort.isDescending ? '-' : '') + sort.key;
}

/**
 * Rows by a value, equal ones in the order in which they came. What has no value comes last either way.
 *
 * @param compareText how the reader's language orders words
 */
export function sortRows<T>(
  rows: readonly T[],
  valueOf: (row: T) => string | number | null,
  isDescending: boolean,
  compareText: (a: string, b: string) => number
): T[] {
  return rows
    .map((row) => ({ row, value: valueOf(row) }))
    .sort((a, b) => {
      if (a.value === null || b.value === null) return Number(a.value === null) - Number(b.value === null);
      const order =
        typeof a.value === 'string' || typeof b.value === 'string'
          ? compareText(String(a.value), String(b.value))
          : a.value - b.value;
      return isDescending ? -order : order;
    })
    .map(({ row }) => row);
}

/** An address's query with another sort in it; the rest stays. */
export function sortQuery(params: URLSearchParams, sort: Sort<string>): string {
  const query = new URLSearchParams(params);
  query.set('sort', printSort(sort));
  return `?${query}`;
}
