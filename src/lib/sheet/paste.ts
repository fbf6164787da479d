import { normalForm } from '$lib/text/normal-form';
import type { Block, Change, SheetColumn, SheetLine } from './sheet';

export interface Pasted {
  changes: Change[];
  /** The block that was filled; null where nothing fits. */
  block: Block | null;
  /** First cells of lines that were to be placed by name, and name no line here. */
  unknown: string[];
  /** Columns of the clipboard beyond the edge of the sheet, and lines. */
  cut: { rows: number; columns: number };
}

/**
 * Where the cells of a clipboard go. One cell fills what is selected. A first row that repeats the heads of the very
 * columns it would be pasted on is a head, and dropped. Where the first column names lines of the sheet, each row goes to
 * the line that it names; else rows and columns go on from the first selected cell and are cut at the edges.
 *
 * @param cells rows of the clipboard
 */
export function placePaste(
  cells: readonly string[][],
  selected: Block,
  columns: readonly Pick<SheetColumn, 'label'>[],
  lines: readonly Pick<SheetLine, 'label'>[]
): Pasted {
  const nothing = { changes: [], block: null, unknown: [], cut: { rows: 0, columns: 0 } };
  if (cells.length === 0) return nothing;
  if (cells.length === 1 && cells[0]!.length === 1) {
    const changes: Change[] = [];
    for (let row = selected.top; row <= selected.bottom; row++)
      for (let column = selected.left; column <= selected.right; column++)
        changes.push({ row, column, text: cells[0]![0]! });
    return { ...nothing, changes, block: selected };
  }
  const rowOf = new Map(lines.map(({ label }, row) => [folded(label), row]));
  const hasNames = cells.some(([first]) => first !== undefined && rowOf.has(folded(first)));
  const skipped = hasNames ? 1 : 0;
  const heads = columns.slice(selected.left).map(({ label }) => folded(label));
  const first = cells[0]!.slice(skipped);
  const isHead =
    first.length > 0 && first.every((text, i) => text.trim() !== '' && folded(text) === heads[i]);
  const body = isHead ? cells.slice(1) : cells;

  const changes: Change[] = [];
  const unknown: string[] = [];
  const cut = { rows: 0, columns: 0 };
  let block: Block | null = null;
  body.forEach((texts, i) => {
    const row = hasNames ? rowOf.get(folded(texts[0] ?? '')) : selected.top + i;
    if (row === undefined) {
      if (texts.some((text) => text.trim() !== '')) unknown.push(texts[0]!.trim());
      return;
    }
    if (row >= lines.length) {
      cut.rows++;
      return;
    }
    const values = texts.slice(skipped);
    const fitting = values.slice(0, columns.length - selected.left);
    cut.columns = Math.max(cut.columns, values.length - fitting.length);
    fitting.forEach((text, j) => changes.push({ row, column: selected.left + j, text }));
    const right = selected.left + Math.max(fitting.length, 1) - 1;
    block = {
      top: Math.min(block?.top ?? row, row),
      left: selected.left,
      bottom: Math.max(block?.bottom ?? row, row),
      right: Math.max(block?.right ?? right, right)
    };
  });
  return { changes, block, unknown, cut };
}

const folded = (text: string) => normalForm(text, 'NFKC').trim().toLowerCase();
