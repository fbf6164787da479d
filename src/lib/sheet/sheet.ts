/** A sheet: lines of cells that a person edits in place, as in a spreadsheet. It knows texts, not what they mean. */

export interface SheetColumn {
  key: string;
  label: string;
  /** A second, quieter line of the head. */
  sub?: string;
  /** Pixels. */
  width: number;
  /** Stays in sight at the end of the sheet while the rest scrolls. */
  isPinned?: boolean;
}

export interface SheetCell {
  /** As it is read. */
  text: string;
  /** As it is edited and copied: plain, without grouping. */
  plain: string;
  isEditable: boolean;
  isLocked?: boolean;
  mark?: 'changed' | 'fault' | 'conflict';
  /** Read out and shown with the cell: what is wrong with it, or what it is. */
  note?: string;
}

export interface SheetLine {
  key: string;
  label: string;
  cells: SheetCell[];
}

/** A line of sums under the sheet. */
export interface SheetFoot {
  key: string;
  label: string;
  cells: string[];
}

export interface Place {
  row: number;
  column: number;
}

/** What is selected: from where it was begun to where it was drawn. The anchor is the active cell. */
export interface Selection {
  anchor: Place;
  focus: Place;
}

/** A block of cells, both ends included. */
export interface Block {
  top: number;
  left: number;
  bottom: number;
  right: number;
}

/** A cell that gets a text, as if it were typed into it. */
export interface Change extends Place {
  text: string;
}

export function blockOf({ anchor, focus }: Selection): Block {
  return {
    top: Math.min(anchor.row, focus.row),
    left: Math.min(anchor.column, focus.column),
    bottom: Math.max(anchor.row, focus.row),
    right: Math.max(anchor.column, focus.column)
  };
}

/** The places of a block, line by line. */
export function placesIn({ top, left, bottom, right }: Block): Place[] {
  const places: Place[] = [];
  for (let row = top; row <= bottom; row++)
    for (let column = left; column <= right; column++) places.push({ row, column });
  return places;
}

/** A selection of one cell. */
export function at(place: Place): Selection {
  return { anchor: place, focus: place };
}

/** A place moved by some lines and columns, kept on the sheet. */
export function moved(place: Place, down: number, right: number, size: Place): Place {
  const keep = (value: number, most: number) => Math.min(Math.max(value, 0), most - 1);
  return { row: keep(place.row + down, size.row), column: keep(place.column + right, size.column) };
}

/**
 * The next cell along the lines, as the Tab key goes; from the last column to the first of the next line.
 *
 * @param by 1 or −1
 * @returns null past either end of the sheet, where Tab leaves it
 */
export function along(place: Place, by: 1 | -1, size: Place): Place | null {
  const index = place.row * size.column + place.column + by;
  if (index < 0 || index >= size.row * size.column) return null;
  return { row: Math.floor(index / size.column), column: index % size.column };
}

/** Fills a block from its first line down or its first column to the right, as Ctrl+D and Ctrl+R do. */
export function filled(lines: readonly SheetLine[], block: Block, way: 'down' | 'right'): Change[] {
  return placesIn(block).flatMap(({ row, column }) => {
    const isFirst = way === 'down' ? row === block.top : column === block.left;
    if (isFirst) return [];
    const from = way === 'down' ? lines[block.top]!.cells[column]! : lines[row]!.cells[block.left]!;
    return [{ row, column, text: from.plain }];
  });
}
