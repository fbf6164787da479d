import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { day } from '$lib/calendar/day';
import type { GridFund, GridRow } from './allocation-grid';
import {
  cellFault,
  conflictsOf,
  editsOf,
  NO_WORK,
  NOBODYS,
  settled,
  theirsFrom,
  theirsOf,
  toggleLocks,
  typedInto,
  type Work,
  workRow,
  type WorkScene
} from './allocation-work';
import { takenBy } from './allocation';

const quarter = { period: 'quarter', year: 'FY26', isCalendarMonth: false } as const;
const columns = [
  { ...quarter, number: 1, from: day('2026-01-01'), to: day('2026-03-31') },
  { ...quarter, number: 2, from: day('2026-04-01'), to: day('2026-06-30') }
];
const fund = (code: string, total: number, left = total): GridFund => ({
  code,
  name: code,
  total,
  spent: total - left,
  committed: 0,
  reserve: 0,
  left,
  periodStart: columns[0]!.from,
  periodEnd: columns[0]!.to
});
const row = (account: string, funds: (GridFund | null)[], line = 1): GridRow => ({
  account,
  name: account || null,
  line,
  funds,
  others: [],
  before: [0, 0]
});
const rows = [
  row('', [fund('pool', 1000), null]),
  row('north', [fund('n1', 300, 100), null]),
  row('south', [fund('s1', 500), fund('s2', 50)]),
  row('south', [null, fund('s3', 20)], 2)
];
const read = (text: string) => (text === '' ? 0 : /^\d+$/.test(text) ? Number(text) : null);
const scene = (given: GridRow[] = rows, sourceCode = ''): WorkScene => ({ rows: given, columns, sourceCode });
const look = (work: Work, where = scene(), theirs = NOBODYS) =>
  where.rows.map((each) => workRow(each, where, work, takenBy(editsOf(work)), null, theirs));
const type = (work: Work, where: WorkScene, ...typed: [row: number, column: number, text: string][]): Work =>
  typedInto(
    work,
    typed.map(([row, column, text]) => ({ row, column, text })),
    where,
    look(work, where),
    read
  );

describe('typing', () => {
  it('changes a cell, remembers what it was, and forgets it once it is that again', () => {
    const once = type(NO_WORK, scene(), [1, 0, '400'], [1, 1, '70']);
    expect(editsOf(once).map(({ fund, was, now }) => [fund, was, now])).toEqual([
      ['n1', 300, 400],
      [null, 0, 70]
    ]);
    expect(editsOf(type(once, scene(), [1, 0, '300'], [1, 1, '']))).toEqual([]);
  });

  it('keeps what is no amount, changes no sum by it, and says so', () => {
    const work = type(NO_WORK, scene(), [1, 0, 'lots']);
    const cell = look(work)[1]!.cells[0]!;
    expect(cell.edit).toMatchObject({ unread: 'lots', was: 300, now: 300 });
    expect(cellFault(cell)).toEqual({ why: 'unread' });
    expect(takenBy(editsOf(work))).toBe(0);
  });

  it('leaves locked cells, sums, further lines without a fund and the source alone', () => {
    const shown = look(NO_WORK);
    const locked = toggleLocks(NO_WORK, [shown[1]!.cells[0]!]);
    const work = type(locked, scene(rows, 'pool'), [1, 0, '1'], [0, 0, '1'], [3, 0, '1'], [9, 9, '1']);
    expect(editsOf(work)).toEqual([]);
    expect(toggleLocks(locked, [shown[1]!.cells[0]!]).locks.size).toBe(0);
  });

  it('shows the source with what is taken from it', () => {
    const where = scene(rows, 'pool');
    const work = type(NO_WORK, where, [1, 0, '400'], [2, 1, '0']);
    expect(look(work, where)[0]!.cells[0]!.allotment).toMatchObject({ total: 950, left: 950 });
  });

  it('finds a budget below what is used', () => {
    const work = type(NO_WORK, scene(), [1, 0, '199']);
    expect(cellFault(look(work)[1]!.cells[0]!)).toEqual({ why: 'below-used', least: 200 });
  });
});

it('whatever is typed, the sums of the lines move by what is taken', () => {
  const typed = fc.tuple(fc.nat(3), fc.nat(1), fc.oneof(fc.nat(5000).map(String), fc.constant('x')));
  fc.assert(
    fc.property(fc.array(typed), fc.boolean(), (all, fromPool) => {
      const where = scene(rows, fromPool ? 'pool' : '');
      const work = all.reduce((before, each) => type(before, where, each), NO_WORK);
      const sum = (each: Work) => look(each, where).reduce((total, { sum }) => total + sum.total, 0);
      // Money from a fund that is shown stays on the sheet.
      expect(sum(work) - sum(NO_WORK)).toBe(fromPool ? 0 : takenBy(editsOf(work)));
    })
  );
});

describe('a colleague who was first', () => {
  const mine = type(NO_WORK, scene(), [1, 0, '400'], [2, 0, '600'], [1, 1, '70']);
  const theirs = scene([
    rows[0]!,
    row('north', [fund('n1', 350, 150), fund('n2', 20)]),
    row('south', [fund('s1', 600), fund('s2', 50)]),
    rows[3]!
  ]);

  it('is a conflict in the cells that both changed, and none where both want the same', () => {
    expect(conflictsOf(mine, theirs, NOBODYS).map(({ account, now }) => [account, now])).toEqual([
      ['north', 400],
      ['north', 70]
    ]);
    expect(conflictsOf(mine, scene(), NOBODYS)).toEqual([]);
  });

  it('loses nothing to a further change of mine: what I saw first stays', () => {
    const more = type(mine, theirs, [1, 0, '450']);
    expect(conflictsOf(more, theirs, NOBODYS)[0]).toMatchObject({ was: 300, now: 450 });
  });

  it('is kept under mine or gives way to theirs, as I choose', () => {
    const [first, second] = conflictsOf(mine, theirs, NOBODYS);
    const kept = settled(mine, [first!, second!], true, theirs, NOBODYS);
    expect(conflictsOf(kept, theirs, NOBODYS)).toEqual([]);
    expect(editsOf(kept)).toMatchObject([
      { fund: 'n1', was: 350, now: 400 },
      { fund: 'n2', was: 20, now: 70 },
      { fund: 's1', was: 500, now: 600 }
    ]);
    expect(editsOf(settled(mine, [first!, second!], false, theirs, NOBODYS))).toHaveLength(1);
  });

  it('is known by name from the server, also in a column that is not shown', () => {
    const edit = editsOf(mine)[0]!;
    const told = theirsFrom(editsOf(mine), [
      { index: 0, theirs: 350, fund: 'n1', who: 'Mei', madeAt: new Date(0) }
    ]);
    const elsewhere = { ...scene(), columns: [] };
    expect(conflictsOf(mine, elsewhere, NOBODYS)).toEqual([]);
    expect(conflictsOf(mine, elsewhere, told)).toEqual([edit]);
    expect(theirsOf(edit, elsewhere, told)).toMatchObject({ total: 350, who: 'Mei' });
  });
});
