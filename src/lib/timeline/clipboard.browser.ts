import { safeCell } from '$lib/text/spreadsheet';
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
        'text/html': new Blob([safeHtml(table)], { type: 'text/html' })
      })
    ]);
    return true;
  } catch {
    return false;
  }
}

function safeHtml(table: HTMLTableElement): string {
  const copy = table.cloneNode(true) as HTMLTableElement;
  for (const { cells } of copy.rows) {
    for (const cell of cells) {
      const text = (cell.textContent ?? '').trim();
      if (safeCell(text) !== text) cell.prepend("'");
    }
  }
  return copy.outerHTML;
}
