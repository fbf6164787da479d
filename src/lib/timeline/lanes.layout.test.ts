import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays, day, type Day } from '$lib/calendar/day';
import { layoutFrame, usefulMost } from '$lib/charts/scale.layout';
import { fixture, fixtureColumns } from './fixture';
import { HEIGHT, layoutLanes, shownCompetitors } from './lanes.layout';
import { layoutRow, spendScale } from './row.layout';
import { layoutEstimate, layoutSpend, spendValues } from './spend.layout';
import { layoutSupply, STALE_AFTER_DAYS } from './supply.layout';
import { stockOut } from './fixture-marks';
import type { Estimate } from './timeline';
import { DEFAULT_VIEW } from './view';

const data = fixture();
const frame = layoutFrame(data.range, data.columns, 880);
const seen = frame.x(addDays(data.asOf, 1));
const north = data.rows[0]!;
const plan = (change = {}) =>
  layoutRow(north, data, { ...DEFAULT_VIEW, ...change }, frame, {
    isNarrow: false,
    shared: null,
    textOf: (w) => w.weeks
  });
/** All x of a path of absolute commands. */
const xs = (path: string) => [...path.matchAll(/[MLH](-?[\d.]+)/g)].map((match) => Number(match[1]));

describe('the columns', () => {
  it('stand side by side over the whole plot, a 53rd week among them', () => {
    const columns = fixtureColumns(day('2026-11-30'), day('2027-01-31'));
    expect(columns.filter((column) => column.hasWeek53).map((column) => column.label)).toEqual(['W53']);
    const { columns: spans } = layoutFrame({ from: columns[0]!.from, to: columns.at(-1)!.to }, columns, 600);
    spans.slice(1).forEach((span, i) => expect(span.x0).toBe(spans[i]!.x1));
    expect([spans[0]!.x0, spans.at(-1)!.x1]).toEqual([0, 600]);
  });

  it('give back the day that was pointed at', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 181 }), (n) => {
        const on = addDays(data.range.from, n);
        expect(frame.dayAt(frame.x(on) + frame.pxPerDay / 2)).toBe(on);
      })
    );
  });
});

describe('our spend and the competitors’', () => {
  it('stand on one scale, whatever is larger', () => {
    const full = plan({ mode: 'full', open: ['NORTH'] });
    const ends = full.lanes
      .filter((lane) => lane.kind === 'spend' || lane.kind === 'competitor')
      .map((lane) => spendScale(full, lane.top, lane.top + lane.height).domain);
    expect(ends.length).toBe(3);
    for (const end of ends) expect(end).toEqual(ends[0]);
  });

  it('are cut off only by a scale that says so', () => {
    const few = Array.from({ length: 40 }, (_, i) => 100 + i);
    expect(usefulMost(few)).toBe(139);
    expect(usefulMost([...few, 90_000])).toBeLessThan(300);
    expect(usefulMost([5, 90_000])).toBe(90_000);
    const scale = spendScale({ mostSpend: 100 }, 0, 34);
    const spend = { planned: [0], committed: [0], actual: [500] };
    const columns = data.columns.slice(0, 1);
    const one = layoutFrame({ from: columns[0]!.from, to: columns[0]!.to }, columns, 40);
    expect(layoutSpend(spend, columns, one, data.asOf, scale).cuts).not.toBe('');
    expect(layoutSpend({ ...spend, actual: [90] }, columns, one, data.asOf, scale).cuts).toBe('');
  });

  it('show a plan as a tick once its column has begun, and as an outline before', () => {
    const marks = layoutSpend(north.spend, data.columns, frame, data.asOf, spendScale(plan(), 0, 34));
    expect(Math.min(...xs(marks.planned))).toBeGreaterThan(seen - 1);
    expect(Math.max(...xs(marks.planTicks))).toBeLessThan(frame.columns[17]!.x0);
  });
});

describe('what nobody has seen', () => {
  const scale = spendScale({ mostSpend: 1000 }, 0, 34);
  const zero: Estimate = {
    p10: 0,
    p25: 0,
    p50: 0,
    p75: 0,
    p90: 0,
    sightings: 1,
    newest: data.asOf,
    looked: 1,
    how: 'seen'
  };

  it('is a surface of dots, and a sighting of nothing is a line at zero', () => {
    const estimates = data.columns.map((_, i) => (i === 3 ? null : zero));
    const marks = layoutEstimate(estimates, data.columns, frame, data.asOf, scale);
    expect(marks.unknown).toEqual([frame.columns[3]]);
    expect(xs(marks.median)).toContain(frame.columns[2]!.x1);
    const inside = xs(marks.median).filter((x) => x > frame.columns[3]!.x0 && x < frame.columns[3]!.x1);
    expect(inside).toEqual([]);
  });

  it('is not drawn right of as-of, nor is what was seen', () => {
    for (const estimates of [data.columns.map(() => null), data.columns.map(() => zero)]) {
      const marks = layoutEstimate(estimates, data.columns, frame, data.asOf, scale);
      for (const x of [...xs(marks.median), ...xs(marks.core), ...marks.unknown.map((span) => span.x1)]) {
        expect(x).toBeLessThanOrEqual(seen);
      }
    }
  });
});

describe('a stock-out', () => {
  const dates = fc
    .tuple(
      fc.integer({ min: 0, max: 100 }),
      fc.nat({ max: 20 }),
      fc.nat({ max: 30 }),
      fc.nat({ max: 20 }),
      fc.boolean()
    )
    .map(([start, a, b, c, isOpen]) => {
      const from = addDays(data.range.from, start);
      const lastSeen = addDays(from, a + b);
      const end: [string | null, string | null] = isOpen ? [null, null] : [lastSeen, addDays(lastSeen, c)];
      return stockOut('S', [from, addDays(from, a), ...end, lastSeen], 8);
    });

  it('is never drawn past the last look and its staleness, nor past as-of', () => {
    fc.assert(
      fc.property(dates, (one) => {
        for (const mark of layoutSupply([one], frame, data.asOf, 0, 16)) {
          const last = (one.endLatest ?? addDays(one.lastSeen, STALE_AFTER_DAYS)) as Day;
          const limit = Math.min(seen, frame.x(addDays(last, 1)));
          for (const span of [mark.core, mark.rise, mark.fall])
            expect(span?.x1 ?? 0).toBeLessThanOrEqual(limit + 0.01);
          expect(mark.unknown?.x1 ?? 0).toBeLessThanOrEqual(seen);
        }
      })
    );
  });

  it('is as high as the share of stores that it touches', () => {
    const height = (out: number) =>
      layoutSupply(
        [stockOut('S', ['2026-06-01', '2026-06-01', '2026-06-09', '2026-06-09', '2026-06-09'], out)],
        frame,
        data.asOf,
        0,
        16
      )[0]!.height;
    expect([1, 7, 14].map(height)).toEqual([4, 8, 16]);
  });
});

describe('a row', () => {
  it('is as high as its mode says', () => {
    expect(plan({ mode: 'dense' }).height).toBe(HEIGHT.row.dense);
    expect(plan().height).toBe(HEIGHT.row.compact);
    expect(plan({ mode: 'full' }).height).toBeGreaterThanOrEqual(270);
  });

  it('has its lanes below each other in the order of the story, without those hidden', () => {
    const { lanes } = layoutLanes(
      north,
      { hidden: ['left'], competitor: null },
      { isOpened: false, promotionLanes: 2, isNarrow: false }
    );
    expect(lanes.map((lane) => lane.kind)).toEqual(['spend', 'competitor', 'supply', 'promotions', 'orders']);
    lanes.slice(1).forEach((lane, i) => expect(lane.top).toBe(lanes[i]!.top + lanes[i]!.height));
  });

  it('shows each competitor when opened, one in a list, and whom the reader chose', () => {
    const brands = (competitor: string | null, isOpened: boolean) =>
      shownCompetitors(north, competitor, isOpened).map((lane) => lane.brand);
    expect(brands(null, true).sort()).toEqual(['Beacon', 'Harbour']);
    expect(brands(null, false)).toEqual(['Beacon']);
    expect(brands('each', false).length).toBe(2);
    expect(brands('all', true)).toEqual([null]);
    expect(brands('Harbour', true)).toEqual(['Harbour']);
  });

  it('counts what is planned, promised and spent in its scale', () => {
    expect(Math.max(...spendValues({ planned: [1], committed: [3], actual: [4] }, []))).toBe(7);
  });
});
