import type { Minor } from '$lib/money/money';
import {
  type AllocationConflict,
  type AllocationEdit,
  type Allotment,
  type AllotmentFault,
  allotmentFault,
  leastTotal,
  NOTHING,
  withTotal
} from './allocation';
import type { GridColumn, GridFund, GridRow } from './allocation-grid';

/** A changed cell, with what is needed to show it when its column is out of sight. */
export interface WorkEdit extends AllocationEdit {
  /** Name of the account; null for a shared fund. */
  name: string | null;
  /** What was typed, where it is no amount: `now` is then what it was. */
  unread: string | null;
}

/** What somebody has changed and locked and not saved: cells, each by its line and then by its period. */
export interface Work {
  edits: ReadonlyMap<string, ReadonlyMap<string, WorkEdit>>;
  locks: ReadonlySet<string>;
}

export const NO_WORK: Work = { edits: new Map(), locks: new Set() };

/** What a colleague made of a cell that is being changed here. */
export interface Theirs {
  total: Minor;
  fund: string | null;
  who: string | null;
  madeAt: Date | null;
}

/** By cell, as `cellKeyOf`. */
export type TheirsByCell = ReadonlyMap<string, Theirs>;

export const NOBODYS: TheirsByCell = new Map();

/** A cell as it would be if the work were saved. */
export interface WorkCell {
  key: string;
  fund: GridFund | null;
  allotment: Allotment;
  edit: WorkEdit | null;
  isConflict: boolean;
  isLocked: boolean;
  isEditable: boolean;
}

/** A line as it would be if the work were saved. */
export interface WorkRow {
  key: string;
  row: GridRow;
  cells: WorkCell[];
  /** Of funds for other periods. */
  others: Allotment;
  sum: Allotment;
}

/** What the grid shows, which the work is done on. */
export interface WorkScene {
  rows: readonly GridRow[];
  columns: readonly GridColumn[];
  /** Code of the fund that the money comes from; empty for new money. */
  sourceCode: string;
}

interface Place {
  row: number;
  column: number;
}

type Period = Pick<AllocationEdit, 'from' | 'to'>;

export const rowKeyOf = ({ account, line }: GridRow): string => `${account}|${line}`;
const periodKeyOf = ({ from, to }: Period): string => `${from}/${to}`;

/** A cell wherever it is shown. */
export function cellKeyOf({ account, fund, from, to }: Omit<AllocationEdit, 'was' | 'now'>): string {
  return fund ?? `${account}|${from}/${to}`;
}

/** Every changed cell, in the order of the lines that were first changed. */
export function editsOf(work: Work): WorkEdit[] {
  return [...work.edits.values()].flatMap((line) => [...line.values()]);
}

/**
 * A line as the work leaves it.
 *
 * @param typed what is just being typed into one of its cells; a null amount cannot be read
 * @param taken what the work takes from where the money comes from
 */
export function workRow(
  row: GridRow,
  { columns, sourceCode }: Pick<WorkScene, 'columns' | 'sourceCode'>,
  { edits, locks }: Work,
  taken: Minor,
  typed: { column: number; now: Minor | null } | null,
  theirs: TheirsByCell
): WorkRow {
  const key = rowKeyOf(row);
  const own = edits.get(key);
  const drawnOn = (fund: GridFund): Allotment =>
    fund.code === sourceCode ? withTotal(fund, fund.total - taken) : fund;
  const cells = columns.map((column, i): WorkCell => {
    const fund = row.funds[i] ?? null;
    const edit = own?.get(periodKeyOf(column)) ?? null;
    const base = fund ? drawnOn(fund) : NOTHING;
    const now = (typed?.column === i ? typed.now : edit?.now) ?? null;
    const id = `${key}|${periodKeyOf(column)}`;
    return {
      key: id,
      fund,
      edit,
      allotment: now === null ? base : withTotal(base, now),
      isConflict: edit !== null && isConflict(edit, fund, theirs),
      isLocked: locks.has(id),
      // The money of a fund cannot come from that fund; a further line has cells only where there are funds.
      isEditable: fund ? fund.code !== sourceCode : row.line === 1
    };
  });
  const others = sumOf(row.others.map(drawnOn));
  return { key, row, cells, others, sum: sumOf([others, ...cells.map(({ allotment }) => allotment)]) };
}

/** Whether a colleague changed a cell to something else before it could be saved. */
function isConflict(edit: WorkEdit, fund: GridFund | null, theirs: TheirsByCell): boolean {
  if (theirs.has(cellKeyOf(edit))) return true;
  const total = fund?.total ?? 0;
  // Who wanted the same has it.
  if (fund && total === edit.now && edit.unread === null) return false;
  return total !== edit.was || (fund?.code ?? null) !== edit.fund;
}

/** Changes that a colleague's came before. What lies in a column that is not shown is compared by the server. */
export function conflictsOf(work: Work, scene: WorkScene, theirs: TheirsByCell): WorkEdit[] {
  return editsOf(work).filter((edit) => {
    if (theirs.has(cellKeyOf(edit))) return true;
    const shown = scene.columns.some((column) => periodKeyOf(column) === periodKeyOf(edit));
    return shown && isConflict(edit, fundAt(edit, scene), theirs);
  });
}

/** What a colleague made of a cell, as far as is known here. */
export function theirsOf(edit: WorkEdit, scene: WorkScene, theirs: TheirsByCell): Theirs {
  const fund = fundAt(edit, scene);
  return (
    theirs.get(cellKeyOf(edit)) ?? {
      total: fund?.total ?? 0,
      fund: fund?.code ?? null,
      who: null,
      madeAt: null
    }
  );
}

function fundAt(edit: WorkEdit, { rows, columns }: WorkScene): GridFund | null {
  const column = columns.findIndex((each) => periodKeyOf(each) === periodKeyOf(edit));
  const funds = rows.filter(({ account }) => account === edit.account).map((row) => row.funds[column]);
  return (edit.fund === null ? funds[0] : funds.find((fund) => fund?.code === edit.fund)) ?? null;
}

/** What is wrong with a changed cell; null where nothing is. */
export function cellFault({ edit, fund, allotment }: WorkCell): AllotmentFault | { why: 'unread' } | null {
  if (edit === null) return null;
  return edit.unread === null ? allotmentFault(fund ?? NOTHING, allotment.total) : { why: 'unread' };
}

/** What a cell cannot go below, as it stands in the books. */
export function leastOf({ fund }: Pick<WorkCell, 'fund'>): Minor {
  return fund ? leastTotal(fund) : 0;
}

/**
 * The work after cells got texts.
 *
 * @param read an amount as people type it; null where it is none
 */
export function typedInto(
  work: Work,
  changes: readonly (Place & { text: string })[],
  scene: WorkScene,
  shown: readonly WorkRow[],
  read: (text: string) => Minor | null
): Work {
  const edits = new Map(work.edits);
  for (const { row, column, text } of changes) {
    const line = scene.rows[row];
    const cell = shown[row]?.cells[column];
    const period = scene.columns[column];
    if (!line || !period || !cell?.isEditable || cell.isLocked) continue;
    const key = rowKeyOf(line);
    const before = edits.get(key)?.get(periodKeyOf(period));
    const amount = read(text);
    // What the person saw when they first changed it: a colleague's change since is a conflict still.
    const was = before?.was ?? cell.fund?.total ?? 0;
    const own = new Map(edits.get(key));
    const edit: WorkEdit = {
      account: line.account,
      name: line.name,
      from: period.from,
      to: period.to,
      fund: before ? before.fund : (cell.fund?.code ?? null),
      was,
      now: amount ?? was,
      unread: amount === null ? text : null
    };
    if (edit.now === was && edit.unread === null) own.delete(periodKeyOf(period));
    else own.set(periodKeyOf(period), edit);
    edits.set(key, own);
  }
  return { ...work, edits: withoutEmpty(edits) };
}

/** The work with cells locked, or unlocked where all of them are. */
export function toggleLocks(work: Work, cells: readonly WorkCell[]): Work {
  const keys = cells.filter(({ isEditable }) => isEditable).map(({ key }) => key);
  const locks = new Set(work.locks);
  const areLocked = keys.every((key) => locks.has(key));
  for (const key of keys) {
    if (areLocked) locks.delete(key);
    else locks.add(key);
  }
  return { ...work, locks };
}

/** The work after conflicts were decided: kept on top of what the colleague made of the cell, or given up for it. */
export function settled(
  work: Work,
  conflicts: readonly WorkEdit[],
  keepsMine: boolean,
  scene: WorkScene,
  theirs: TheirsByCell
): Work {
  const edits = [...work.edits].map(([key, line]) => {
    const kept = [...line].flatMap(([period, edit]): [string, WorkEdit][] => {
      if (!conflicts.includes(edit)) return [[period, edit]];
      const { total, fund } = theirsOf(edit, scene, theirs);
      return keepsMine && edit.now !== total ? [[period, { ...edit, was: total, fund }]] : [];
    });
    return [key, new Map(kept)] as const;
  });
  return { ...work, edits: withoutEmpty(new Map(edits)) };
}

/** What a refused save told of conflicts, by the edits that were sent. */
export function theirsFrom(
  sent: readonly WorkEdit[],
  conflicts: readonly AllocationConflict[]
): TheirsByCell {
  return new Map(
    conflicts.map(({ index, theirs, fund, who, madeAt }) => [
      cellKeyOf(sent[index]!),
      { total: theirs, fund, who, madeAt }
    ])
  );
}

/** The answer of the server about conflicts without those that were decided. */
export function theirsWithout(theirs: TheirsByCell, decided: readonly WorkEdit[]): TheirsByCell {
  const keys = new Set(decided.map(cellKeyOf));
  return new Map([...theirs].filter(([key]) => !keys.has(key)));
}

export function sumOf(allotments: readonly Allotment[]): Allotment {
  let [total, left, reserve] = [0, 0, 0];
  for (const each of allotments) {
    total += each.total;
    left += each.left;
    reserve += each.reserve;
  }
  return { total, left, reserve };
}

function withoutEmpty<K, L extends { size: number }>(lines: ReadonlyMap<K, L>): ReadonlyMap<K, L> {
  return new Map([...lines].filter(([, line]) => line.size > 0));
}
