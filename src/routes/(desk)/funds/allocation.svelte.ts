import { missingFrom, takenBy } from '$lib/funds/allocation';
import type { GridColumn, GridRow } from '$lib/funds/allocation-grid';
import {
  cellFault,
  cellKeyOf,
  conflictsOf,
  editsOf,
  NO_WORK,
  NOBODYS,
  rowKeyOf,
  settled,
  type Theirs,
  type TheirsByCell,
  theirsOf,
  theirsWithout,
  toggleLocks,
  typedInto,
  type Work,
  type WorkEdit,
  workRow,
  type WorkRow,
  type WorkScene
} from '$lib/funds/allocation-work';
import type { Minor } from '$lib/money/money';
import { historyOf, redone, stepped, undone } from '$lib/sheet/history';
import type { Change, Place } from '$lib/sheet/sheet';

/** What the page shows, which the work is done on. */
export interface DeskScene {
  rows: readonly GridRow[];
  columns: readonly GridColumn[];
  /** Reads an amount as people type it; null where it is none. */
  read: (text: string) => Minor | null;
  /** Shared funds that money can come from. */
  sources: readonly { code: string; left: Minor }[];
}

interface Typed {
  row: number;
  column: number;
  now: Minor | null;
  /** The cell, as `cellKeyOf`. */
  key: string;
  change: Minor;
}

/** The allocation that somebody is working on, and what the grid would be if it were saved. */
export class AllocationWork {
  private history = $state.raw(historyOf(NO_WORK));
  private draft = $state.raw<Change | null>(null);
  /** Code of the fund that the money comes from; empty for new money. */
  sourceCode = $state('');
  /** By cell: what the server said a colleague did to it. */
  theirs = $state.raw<TheirsByCell>(NOBODYS);
  /** The last look at each line, by its key: one that nothing changed is the same line again, and is not drawn again. */
  private readonly seen: { [key: string]: { as: unknown[]; row: WorkRow } } = {};

  constructor(private readonly desk: () => DeskScene) {}

  private readonly scene = $derived.by<WorkScene>(() => {
    const { rows, columns } = this.desk();
    return { rows, columns, sourceCode: this.sourceCode };
  });

  readonly edits = $derived(editsOf(this.history.present));

  private readonly typed = $derived.by<Typed | null>(() => {
    if (!this.draft) return null;
    const { row, column, text } = this.draft;
    const line = this.scene.rows[row];
    const period = this.scene.columns[column];
    if (!line || !period) return null;
    const fund = line.funds[column] ?? null;
    const now = this.desk().read(text);
    const key = cellKeyOf({ ...period, account: line.account, fund: fund?.code ?? null });
    return { row, column, now, key, change: now === null ? 0 : now - (fund?.total ?? 0) };
  });

  /** What the changes take from where the money comes from, with what is just being typed. */
  readonly taken = $derived(
    takenBy(this.edits.filter((edit) => cellKeyOf(edit) !== this.typed?.key)) + (this.typed?.change ?? 0)
  );

  /** What is left where the money comes from, before the changes; null for new money. */
  readonly sourceLeft = $derived.by(
    () => this.desk().sources.find(({ code }) => code === this.sourceCode)?.left ?? null
  );

  /** What is missing where the money comes from. */
  readonly missing = $derived(missingFrom(this.sourceLeft, this.taken));

  readonly rows = $derived.by(() => {
    const { scene, typed, taken, theirs } = this;
    const work = this.history.present;
    return scene.rows.map((row, index) => {
      const key = rowKeyOf(row);
      const now = typed?.row === index ? typed : null;
      // Only the line of the fund that the money comes from moves with the others.
      const moves = row.account === '' && scene.sourceCode !== '' ? taken : 0;
      const as: unknown[] = [
        row,
        scene.columns,
        scene.sourceCode,
        work.edits.get(key),
        work.locks,
        theirs,
        moves
      ];
      as.push(now?.column, now?.now);
      const before = this.seen[key];
      if (before && as.every((each, i) => each === before.as[i])) return before.row;
      const made = workRow(row, scene, work, taken, now, theirs);
      this.seen[key] = { as, row: made };
      return made;
    });
  });

  readonly conflicts = $derived(conflictsOf(this.history.present, this.scene, this.theirs));

  /** Changed cells that cannot be saved as they are. */
  readonly faults = $derived(
    this.edits.length === 0
      ? []
      : this.rows.flatMap(({ cells }) => cells.filter((cell) => cellFault(cell) !== null))
  );

  readonly canUndo = $derived(this.history.past.length > 0);
  readonly canRedo = $derived(this.history.future.length > 0);

  undo = () => (this.history = undone(this.history));
  redo = () => (this.history = redone(this.history));

  /** After saving: what is in the books is no step of the work any more. */
  forget = () => {
    this.history = historyOf({ ...NO_WORK, locks: this.history.present.locks });
    this.theirs = NOBODYS;
  };

  /** Gives the changes up; undo brings them back. */
  discard = () => {
    this.step({ ...NO_WORK, locks: this.history.present.locks });
    this.theirs = NOBODYS;
  };

  draw = (draft: Change | null) => (this.draft = draft);

  /** Cells get texts, as one step. */
  change = (changes: readonly Change[]) =>
    this.step(typedInto(this.history.present, changes, this.scene, this.rows, this.desk().read));

  lock = (places: readonly Place[]) =>
    this.step(
      toggleLocks(
        this.history.present,
        places.flatMap(({ row, column }) => this.rows[row]?.cells[column] ?? [])
      )
    );

  settle = (conflicts: readonly WorkEdit[], keepsMine: boolean) => {
    this.step(settled(this.history.present, conflicts, keepsMine, this.scene, this.theirs));
    this.theirs = theirsWithout(this.theirs, conflicts);
  };

  theirsOf = (edit: WorkEdit): Theirs => theirsOf(edit, this.scene, this.theirs);

  private step(next: Work) {
    this.history = stepped(this.history, next);
  }
}
