import { tsvFormatRows, tsvParseRows } from 'd3';

/**
 * The cells of what was copied in a spreadsheet: tabs between cells, a line each, quotes around what holds either.
 *
 * @param text as the clipboard has it; the line break at its end is no further row
 */
export function readCells(text: string): string[][] {
  const cells = tsvParseRows(text.replace(/\r\n?/g, '\n').replace(/\n$/, ''));
  return cells.length === 1 && cells[0]!.length === 0 ? [] : cells;
}

/** Cells as a spreadsheet takes them: tab-separated text, and HTML for programs that prefer it. */
export function writeCells(clipboard: DataTransfer, cells: string[][]): void {
  clipboard.setData('text/plain', tsvFormatRows(cells));
  const table = document.createElement('table');
  for (const row of cells) {
    const line = table.insertRow();
    for (const text of row) line.insertCell().textContent = text;
  }
  clipboard.setData('text/html', table.outerHTML);
}
