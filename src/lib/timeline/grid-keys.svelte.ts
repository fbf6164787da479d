import { columnAt, type Frame } from '$lib/charts/scale.layout';
import * as m from '$lib/paraglide/messages';
import { type Command, commandOf } from './keyboard';
import { laneText } from './lane.text';
import type { LaneBox } from './lanes.layout';
import { neighbour, nextColumn, touching } from './movement';
import type { Picture } from './picture.svelte';
import { readoutLines, readoutSentence } from './readout.text';
import type { RowPlan } from './row.layout';
import type { AccountRow, TimelineData, TimelineView } from './timeline';

/** A line of the grid that the arrows reach: an account, or one of its lanes. */
export interface Line {
  key: string;
  row: AccountRow;
  lane: LaneBox | null;
}

/** What the keys act on; read at each press, so that it is never stale. */
export interface Scene {
  data: TimelineData;
  view: TimelineView;
  frame: Frame;
  plans: Map<string, RowPlan>;
  lines: Line[];
  /** Key of the line that has the focus, or would get it. */
  line: string | null;
  asOfX: number;
  hasLetters: boolean;
  change: (change: Partial<TimelineView>) => void;
  /** What a key asks of the page rather than of the grid. */
  obey: (command: Command) => void;
  openHref: (href: string) => void;
  focus: (line: string) => void;
}

/** The keyboard of the treegrid: moves, reads aloud, opens. */
export class GridKeys {
  constructor(
    private readonly picture: Picture,
    private readonly scene: () => Scene
  ) {}

  press = (event: KeyboardEvent) => {
    const target = event.target as Element;
    if (target.closest('input, select, textarea, [role=slider]')) return;
    const command = commandOf(event, this.scene().hasLetters);
    if (!command) return;
    const isLink = target.closest('a, button') !== null;
    if (isLink && (command.do === 'open' || command.do === 'select')) return;
    if (command.do === 'close') {
      const { line, focus } = this.scene();
      if (!this.picture.letGo() && line) focus(line);
      return;
    }
    event.preventDefault();
    this.follow(command);
  };

  private follow(command: Command) {
    const { picture } = this;
    const { data, lines, line, change, obey, openHref, focus } = this.scene();
    const at = lines.find((l) => l.key === line);
    if (!at) return obey(command);
    const { row } = at;
    switch (command.do) {
      case 'row': {
        const next = neighbour(
          lines.map((l) => l.key),
          at.key,
          command.by
        );
        if (next) focus(next);
        if (picture.hover)
          picture.hover = { ...picture.hover, row: lines.find((l) => l.key === next)!.row.code };
        return this.read(next);
      }
      case 'column':
      case 'band':
      case 'end': {
        const from = picture.column ?? this.asOfColumn();
        const to = nextColumn(command, from, data);
        if (command.do === 'column' && command.extends) {
          if (picture.choice?.row !== row.code) picture.extend({ row: row.code, column: from });
          picture.extend({ row: row.code, column: to });
        }
        return this.goTo(row, to);
      }
      case 'select':
        return picture.extend({ row: row.code, column: picture.column ?? 0 });
      case 'expand':
      case 'expand-all':
        return this.toggle(command.do === 'expand' ? row.code : null);
      case 'next-window':
      case 'next-stock-out': {
        const isWindow = command.do === 'next-window';
        const spans = isWindow
          ? row.windows
          : row.supply.map((s) => ({ from: s.startEarliest, to: s.lastSeen }));
        // The first press looks from the day that is seen from, not from the first week shown.
        const found = touching(spans, data, picture.column ?? this.asOfColumn() - 1);
        if (found !== null) return this.goTo(row, found);
        picture.said = isWindow ? m.timeline_no_window() : m.timeline_no_stock_out();
        return;
      }
      case 'open': {
        const column = data.columns[picture.column ?? -1];
        const bar =
          at.lane?.kind === 'promotions' &&
          row.promotions.find(
            ({ href, from, to }) => href && column && from <= column.to && to >= column.from
          );
        if (bar) return openHref(bar.href!);
        const here = row.windows.find((w) => column && w.from <= column.to && w.to >= column.from);
        if (here) return change({ window: `${row.code}/${here.id}` });
        if (picture.column !== null) return picture.pin({ row: row.code, column: picture.column });
        return this.toggle(row.code);
      }
      default:
        obey(command);
    }
  }

  private asOfColumn(): number {
    const { frame, asOfX } = this.scene();
    return columnAt(frame.columns, Math.min(asOfX, frame.width) - 1);
  }

  private goTo(row: AccountRow, column: number) {
    this.picture.column = column;
    this.picture.pinned = null;
    this.picture.hover = { row: row.code, column };
    this.read(this.scene().line);
  }

  private toggle(code: string | null) {
    const { view, change } = this.scene();
    if (code === null) return change({ mode: view.mode === 'full' ? 'compact' : 'full', open: [] });
    const isOpen = view.open.includes(code);
    change({ open: isOpen ? view.open.filter((c) => c !== code) : [...view.open, code] });
  }

  /** Says the column aloud: the lane's part of it where the focus is on a lane. */
  private read(line: string | null) {
    const { data, lines, plans } = this.scene();
    const at = lines.find((l) => l.key === line);
    const column = this.picture.column;
    if (!at || column === null) return;
    if (at.lane) {
      this.picture.said = laneText(at.row, data, at.lane, column);
      return;
    }
    const told = readoutLines(at.row, data, column, plans.get(at.row.code)!.competitors);
    this.picture.said = readoutSentence(at.row, data, column, told);
  }
}
