import { tabSeparated } from './table';

/**
 * Copies a table so that a spreadsheet takes it cell by cell: tab-separated text, and HTML for programs that
 * prefer it.
 *
 * @returns false where the browser refused
 */
export async function copyTable(table: HTMLTableElement): Promise<boolean> {
  const cells = [...table.rows].map((row) => [...row.cells].map((cell) => cell.textContent ?? ''));
  try {
    await navigator.clipboard.write([
      new ClipboardItem({
        'text/plain': new Blob([tabSeparated(cells)], { type: 'text/plain' }),
        'text/html': new Blob([table.outerHTML], { type: 'text/html' })
      })
    ]);
    return true;
  } catch {
    return false;
  }
}
