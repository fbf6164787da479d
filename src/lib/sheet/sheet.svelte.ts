import { readCells, writeCells } from './clipboard.browser';
import { sheetCommandOf } from './keys';
import { type Pasted, placePaste } from './paste';
import {
  along,
  at,
  type Block,
  blockOf,
  type Change,
  filled,
  moved,
  type Place,
  placesIn,
  type Selection,
  type SheetColumn,
  type SheetLine
} from './sheet';

/** What a sheet shows and what it tells; read at each press, so that it is never stale. */
export interface SheetScene {
  columns: readonly SheetColumn[];
  lines: readonly SheetLine[];
  /** Cells that got a text at once: one step to undo. Those that cannot be edited are left out already. */
  onchange: (changes: Change[]) => void;
  /** What stands in the editor while somebody types; null once it is closed. */
  ondraft: (draft: Change | null) => void;
  onpaste: (pasted: Pasted) => void;
  onlock: (places: Place[]) => void;
  onundo: () => void;
  onredo: () => void;
  /** Gives the sheet the focus, and brings the active cell into sight. */
  show: (place: Place) => void;
}

interface Editing extends Place {
  text: string;
  /** Begun by typing: arrows take what was typed and go on. Else they move inside the text. */
  isFresh: boolean;
}

/** What a person does on a sheet: where they are, what they have selected, what they are typing. */
export class SheetState {
  selection = $state.raw<Selection>(at({ row: 0, column: 0 }));
  editing = $state.raw<Editing | null>(null);
  /** After Escape, Tab leaves the sheet instead of going to the next cell. */
  private isLeaving = false;

  constructor(private readonly scene: () => SheetScene) {}

  get block(): Block {
    return blockOf(this.selection);
  }

  get active(): Place {
    return this.selection.anchor;
  }

  select(selection: Selection) {
    this.take();
    this.selection = selection;
  }

  /** Opens the editor on the active cell. @param text what it begins with; null for what the cell has */
  edit(text: string | null) {
    const { row, column } = this.active;
    const cell = this.scene().lines[row]?.cells[column];
    if (!cell?.isEditable || cell.isLocked) return;
    this.editing = { row, column, text: text ?? cell.plain, isFresh: text !== null };
    if (text !== null) this.scene().ondraft({ row, column, text });
  }

  type = (text: string) => {
    if (!this.editing) return;
    const { row, column } = this.editing;
    this.editing = { ...this.editing, text };
    this.scene().ondraft({ row, column, text });
  };

  /** Closes the editor and keeps what was typed. */
  take = () => {
    if (!this.editing) return;
    const { row, column, text } = this.editing;
    this.editing = null;
    this.scene().ondraft(null);
    if (text !== this.scene().lines[row]?.cells[column]?.plain) this.change([{ row, column, text }]);
  };

  press = (event: KeyboardEvent) => {
    if (event.isComposing) return;
    if (this.editing) return this.pressInEditor(event);
    // A link in the sheet is followed.
    if (event.key === 'Enter' && (event.target as Element).closest('a')) return;
    const command = sheetCommandOf(event);
    if (!command) return;
    if (command.do === 'along') {
      const next = this.isLeaving ? null : along(this.active, command.by, this.size());
      if (!next) return;
      event.preventDefault();
      return this.go(at(next));
    }
    event.preventDefault();
    this.isLeaving = command.do === 'leave';
    switch (command.do) {
      case 'move': {
        const from = command.extends ? this.selection.focus : this.active;
        const to = moved(from, command.down, command.right, this.size());
        return this.go(command.extends ? { anchor: this.active, focus: to } : at(to));
      }
      case 'all':
        return this.go({
          anchor: { row: 0, column: 0 },
          focus: moved(this.active, Infinity, Infinity, this.size())
        });
      case 'edit':
        return this.edit(command.text);
      case 'clear':
        return this.change(placesIn(this.block).map((place) => ({ ...place, text: '' })));
      case 'fill':
        return this.fill(command.way);
      case 'undo':
        return this.scene().onundo();
      case 'redo':
        return this.scene().onredo();
      case 'lock':
        return this.scene().onlock(placesIn(this.block));
      case 'leave':
        this.selection = at(this.active);
    }
  };

  private pressInEditor(event: KeyboardEvent) {
    const { isFresh } = this.editing!;
    const step = (down: number, right: number) => {
      event.preventDefault();
      const from = this.active;
      this.take();
      this.go(at(moved(from, down, right, this.size())));
    };
    switch (event.key) {
      case 'Escape':
        event.preventDefault();
        this.editing = null;
        this.scene().ondraft(null);
        return this.scene().show(this.active);
      case 'Enter':
        if (!event.ctrlKey && !event.metaKey) return step(event.shiftKey ? -1 : 1, 0);
        return this.takeEverywhere(event);
      case 'Tab': {
        event.preventDefault();
        const next = along(this.active, event.shiftKey ? -1 : 1, this.size());
        this.take();
        return this.go(at(next ?? this.active));
      }
      case 'ArrowUp':
        return isFresh ? step(-1, 0) : undefined;
      case 'ArrowDown':
        return isFresh ? step(1, 0) : undefined;
      case 'ArrowLeft':
        return isFresh ? step(0, -1) : undefined;
      case 'ArrowRight':
        return isFresh ? step(0, 1) : undefined;
      case 'F2':
        event.preventDefault();
        this.editing = { ...this.editing!, isFresh: !isFresh };
    }
  }

  /** Puts what was typed into every selected cell. */
  private takeEverywhere(event: KeyboardEvent) {
    event.preventDefault();
    const { text } = this.editing!;
    this.editing = null;
    this.scene().ondraft(null);
    this.change(placesIn(this.block).map((place) => ({ ...place, text })));
    this.scene().show(this.active);
  }

  fill(way: 'down' | 'right') {
    const { block } = this;
    // With one line selected it is filled from the one before it, as in a spreadsheet.
    const wide =
      way === 'down'
        ? block.top === block.bottom
          ? { ...block, top: Math.max(0, block.top - 1) }
          : block
        : block.left === block.right
          ? { ...block, left: Math.max(0, block.left - 1) }
          : block;
    this.change(filled(this.scene().lines, wide, way));
  }

  copy = (event: ClipboardEvent) => {
    if (this.editing || !event.clipboardData) return;
    event.preventDefault();
    const { top, bottom, left, right } = this.block;
    const { lines } = this.scene();
    writeCells(
      event.clipboardData,
      lines.slice(top, bottom + 1).map(({ cells }) => cells.slice(left, right + 1).map(({ plain }) => plain))
    );
  };

  cut = (event: ClipboardEvent) => {
    if (this.editing) return;
    this.copy(event);
    this.change(placesIn(this.block).map((place) => ({ ...place, text: '' })));
  };

  paste = (event: ClipboardEvent) => {
    if (this.editing) return;
    event.preventDefault();
    const { columns, lines, onpaste } = this.scene();
    const cells = readCells(event.clipboardData?.getData('text/plain') ?? '');
    const pasted = placePaste(cells, this.block, columns, lines);
    const { block } = pasted;
    if (block)
      this.selection = {
        anchor: { row: block.top, column: block.left },
        focus: { row: block.bottom, column: block.right }
      };
    onpaste({ ...pasted, changes: this.editable(pasted.changes) });
  };

  private change(changes: Change[]) {
    const kept = this.editable(changes);
    if (kept.length > 0) this.scene().onchange(kept);
  }

  private editable(changes: Change[]): Change[] {
    const { lines } = this.scene();
    return changes.filter(({ row, column }) => {
      const cell = lines[row]?.cells[column];
      return cell?.isEditable && !cell.isLocked;
    });
  }

  private go(selection: Selection) {
    this.selection = selection;
    this.scene().show(selection.focus);
  }

  private size(): Place {
    const { lines, columns } = this.scene();
    return { row: lines.length, column: columns.length };
  }
}
