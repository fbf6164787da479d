import type { AccountRow, CompetitorLane, Estimate, LaneKind, RowMode, TimelineView } from './timeline';
import { LANES } from './view';

/** Heights in px; each includes the space above its marks. */
export const HEIGHT = {
  flags: 16,
  left: 88,
  spend: 42,
  competitor: 42,
  evidence: 10,
  supply: 20,
  /** One sub-lane of promotions. */
  promotions: 19,
  orders: 48,
  row: { dense: 28, compact: 96 }
} as const;
/** Space at the top of each lane that its marks leave free. */
export const LANE_GAP = 8;
/** Added above each lane where the rails do not stand beside the plot and a lane's name must stand in it. */
const NAME_SPACE = 16;

/** One lane of a row in full mode. */
export interface LaneBox {
  kind: LaneKind;
  /** Unique in its row. */
  key: string;
  /** Which competitor; null for the sum of all. */
  brand: string | null;
  estimate: Estimate[];
  /** From the top of the row, in px. */
  top: number;
  /** Where marks may begin, from the top of the lane. */
  inset: number;
  height: number;
}

/** Whether a row is shown with all its lanes: by mode, opened by the reader, or the only one there is. */
export function isFull(view: Pick<TimelineView, 'mode' | 'open'>, code: string, rowsInAll: number): boolean {
  return view.mode === 'full' || view.open.includes(code) || (rowsInAll === 1 && view.mode !== 'dense');
}

export function rowMode(view: Pick<TimelineView, 'mode' | 'open'>, code: string, rowsInAll: number): RowMode {
  return isFull(view, code, rowsInAll) ? 'full' : view.mode;
}

/**
 * The competitors whose spend a row shows. By default an account that was opened shows each in a lane of its own and
 * one in a list the one that spends most; the reader can ask for one brand, for each, or for all together.
 */
export function shownCompetitors(
  row: AccountRow,
  competitor: string | null,
  isOpened: boolean
): { brand: string | null; estimate: Estimate[] }[] {
  if (competitor === 'all') return [{ brand: null, estimate: row.competitorSum }];
  if (competitor === 'each' || (competitor === null && isOpened)) return bySpend(row.competitors);
  if (competitor !== null) {
    const chosen = row.competitors.find((lane) => lane.brand === competitor);
    return [chosen ?? { brand: competitor, estimate: row.competitorSum.map(() => null) }];
  }
  return bySpend(row.competitors).slice(0, 1);
}

function bySpend(lanes: CompetitorLane[]): CompetitorLane[] {
  const sum = (lane: CompetitorLane) => lane.estimate.reduce((total, week) => total + (week?.p50 ?? 0), 0);
  return [...lanes].sort((a, b) => sum(b) - sum(a) || a.brand.localeCompare(b.brand));
}

/**
 * Lanes of a full row from top to bottom, and its height.
 *
 * @param promotionLanes sub-lanes that the promotions need
 * @param isNarrow the rails do not stand beside the plot, so that names need room above each lane
 */
export function layoutLanes(
  row: AccountRow,
  view: Pick<TimelineView, 'hidden' | 'competitor'>,
  options: { isOpened: boolean; promotionLanes: number; isNarrow: boolean }
): { lanes: LaneBox[]; height: number } {
  const lanes: LaneBox[] = [];
  const extra = options.isNarrow ? NAME_SPACE : 0;
  let top: number = HEIGHT.flags;
  const add = (kind: LaneKind, height: number, brand: string | null = null, estimate: Estimate[] = []) => {
    const inset = LANE_GAP + extra;
    lanes.push({
      kind,
      key: brand === null ? kind : `${kind}:${brand}`,
      brand,
      estimate,
      top,
      inset,
      height: height + extra
    });
    top += height + extra;
  };
  for (const kind of LANES) {
    if (view.hidden.includes(kind)) continue;
    if (kind === 'competitor') {
      const shown = shownCompetitors(row, view.competitor, options.isOpened);
      if (shown.length === 0) add(kind, HEIGHT.competitor);
      for (const { brand, estimate } of shown)
        add(kind, HEIGHT.competitor + HEIGHT.evidence, brand, estimate);
    } else if (kind === 'promotions') {
      add(kind, Math.max(1, options.promotionLanes) * HEIGHT.promotions + 4);
    } else {
      add(kind, HEIGHT[kind]);
    }
  }
  return { lanes, height: top + LANE_GAP };
}
