import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays, day, daysBetween } from '$lib/calendar/day';
import { mondayOf } from '$lib/calendar/week';
import { layoutFrame, textWidth, thinLabels } from '$lib/charts/scale.layout';
import { layoutBands, namedBands } from '$lib/charts/bands.layout';
import { fixture } from './fixture';
import { promotion, spendWindow } from './fixture-marks';
import { commandOf } from './keyboard';
import { layoutLeft } from './left.layout';
import { nextColumn, touching } from './movement';
import { layoutOrders } from './orders.layout';
import { layoutPromotions, MOST_SUBLANES } from './promotions.layout';
import { moveEnd, pan, zoom } from './range';
import { tableLines, tableTotals } from './table';
import { layoutWindows } from './windows.layout';

const data = fixture();
const frame = layoutFrame(data.range, data.columns, 880);
const north = data.rows[0]!;

describe('the budget that is left', () => {
  const marks = layoutLeft(
    north.left!,
    frame,
    data.asOf,
    north.budget!.total,
    north.budget!.period.to,
    8,
    88
  );

  it('is a line of what happened up to as-of, and of what is promised after it', () => {
    const last = Number(/([\d.]+),[\d.]+(?:V[\d.]+)?$/.exec(marks.actual)?.[1]);
    expect(last).toBeLessThanOrEqual(frame.x(addDays(data.asOf, 1)));
    expect(marks.due).not.toBe('');
    expect(marks.scale.domain).toEqual([0, north.budget!.total]);
  });

  it('says by how much it is over', () => {
    const west = data.rows[3]!;
    const over = layoutLeft(west.left!, frame, data.asOf, west.budget!.total, west.budget!.period.to, 8, 88);
    expect(over.overBy).toBeGreaterThan(0);
    expect(over.over).not.toBe('');
    expect(over.zero).toBeLessThan(88);
  });
});

describe('promotions', () => {
  const bars = fc.array(
    fc.record({ start: fc.nat({ max: 170 }), days: fc.integer({ min: 1, max: 40 }), own: fc.boolean() }),
    { maxLength: 30 }
  );

  it('never cover one another, and none is lost without being counted', () => {
    fc.assert(
      fc.property(bars, (drawn) => {
        const promotions = drawn.map(({ start, days, own }, i) =>
          promotion(
            `P${i}`,
            'Gift',
            addDays(data.range.from, start),
            addDays(data.range.from, start + days - 1),
            'running',
            own ? 'own' : 'competitor'
          )
        );
        const visible = promotions.filter((bar) => bar.from <= data.range.to);
        const { marks, hidden, sublanes } = layoutPromotions(promotions, frame);
        expect(sublanes).toBeLessThanOrEqual(MOST_SUBLANES);
        expect(marks.length + hidden).toBe(visible.length);
        for (const a of marks)
          for (const b of marks)
            if (a !== b && a.sublane === b.sublane)
              expect(a.x + a.width <= b.x + 0.02 || b.x + b.width <= a.x + 0.02).toBe(true);
      })
    );
  });
});

describe('windows', () => {
  it('carry flags that do not touch, and count those without room', () => {
    fc.assert(
      fc.property(fc.array(fc.nat({ max: 170 }), { maxLength: 8 }), (starts) => {
        const windows = starts.map((start, i) =>
          spendWindow(
            `W${i}`,
            'W36–38',
            addDays(data.range.from, start),
            addDays(data.range.from, start + 13),
            0.5
          )
        );
        const marks = layoutWindows(windows, frame, () => '★ W36–38 · 40–60k · 72 %');
        const more = marks.more ? [{ x: marks.more.x, text: '★ +8' }] : [];
        const flags = [...marks.flags, ...more].sort((a, b) => a.x - b.x);
        flags
          .slice(1)
          .forEach((flag, i) =>
            expect(flag.x).toBeGreaterThanOrEqual(flags[i]!.x + textWidth(flags[i]!.text))
          );
        expect(marks.flags.length + (marks.more?.count ?? 0)).toBe(
          windows.filter((w) => w.from <= data.range.to).length
        );
        for (const flag of flags) expect(flag.x + textWidth(flag.text)).toBeLessThanOrEqual(frame.width);
      })
    );
  });

  it('say by their cap how sure they are', () => {
    const dash = (confidence: number) =>
      layoutWindows([spendWindow('W', 'W36', '2026-08-31', '2026-09-06', confidence)], frame, () => '')!
        .bands[0]!.dash;
    expect([dash(0.9), dash(0.5), dash(0.1)]).toEqual([null, '5 3', '1.5 2.5']);
  });
});

describe('orders and sell-through', () => {
  it('leave a gap where no report is, and give a lone report a point', () => {
    const lane = {
      ...north.orders,
      sellThrough: north.orders.sellThrough.map((units, i) => (i === 4 ? units : null))
    };
    const thin = layoutFrame(data.range, data.columns, 200);
    const marks = layoutOrders(lane, thin, 2000, 8, 48);
    expect(marks.points.length).toBe(1);
    expect(marks.sold.match(/M/g)?.length).toBe(1);
  });
});

describe('the table behind the chart', () => {
  const estimates = [north.competitors[0]!.estimate];
  const lines = tableLines(north, data, estimates);
  const totals = tableTotals(lines, data.asOf);

  it('adds up to what the chart draws', () => {
    const sum = (values: (number | null)[]) => values.reduce<number>((a, b) => a + (b ?? 0), 0);
    expect(totals.actual).toBe(sum(north.spend.actual));
    expect(totals.planned).toBe(sum(north.spend.planned));
    expect(totals.orders).toBe(sum(north.orders.sellIn));
    expect(totals.estimates[0]!.median).toBe(sum(estimates[0]!.map((e) => e?.p50 ?? null)));
  });

  it('counts unknown weeks and adds nothing for them', () => {
    expect(totals.estimates[0]!.unknown).toBe(2);
    expect(lines[5]!.estimates[0]).toBeNull();
    const unseen = tableTotals(tableLines(data.rows[2]!, data, [data.columns.map(() => null)]), data.asOf);
    expect(unseen.estimates[0]!.median).toBeNull();
  });
});

describe('the range', () => {
  const days = fc.integer({ min: 0, max: 360 }).map((n) => addDays(day('2026-01-01'), n));
  it('stays in whole weeks, at least two, wherever it is moved', () => {
    fc.assert(
      fc.property(
        days,
        fc.integer({ min: -99, max: 99 }),
        fc.constantFrom(0.25, 0.5, 2, 4),
        (at, weeks, factor) => {
          for (const range of [
            pan(data.range, data.extent, weeks),
            zoom(data.range, data.extent, factor, at),
            moveEnd(data.range, 'from', at),
            moveEnd(data.range, 'to', at)
          ]) {
            expect(range.from).toBe(mondayOf(range.from));
            expect((daysBetween(range.from, range.to) + 1) % 7).toBe(0);
            expect(daysBetween(range.from, range.to)).toBeGreaterThanOrEqual(13);
          }
        }
      )
    );
  });

  it('comes closer and goes wider by at least a week at each step', () => {
    const length = (r: { from: typeof data.asOf; to: typeof data.asOf }) => daysBetween(r.from, r.to);
    expect(length(zoom(data.range, data.extent, 0.99, data.asOf))).toBeLessThan(length(data.range));
    expect(length(zoom(data.range, data.extent, 1.01, data.asOf))).toBeGreaterThan(length(data.range));
  });
});

describe('the keyboard', () => {
  const press = (key: string, more = {}) => ({
    key,
    shiftKey: false,
    ctrlKey: false,
    metaKey: false,
    altKey: false,
    ...more
  });

  it('leaves to the browser what is the browser’s', () => {
    for (const key of ['t', 'w', 's', 'l']) expect(commandOf(press(key, { ctrlKey: true }), true)).toBeNull();
    expect(commandOf(press('Enter', { isComposing: true }), true)).toBeNull();
    expect(commandOf(press('Tab'), true)).toBeNull();
  });

  it('hears no single letters where the reader turned them off, and still the arrows', () => {
    for (const key of ['e', 't', 'w', 's', 'p', '/', '?', '[']) {
      expect(commandOf(press(key), true)).not.toBeNull();
      expect(commandOf(press(key), false)).toBeNull();
    }
    expect(commandOf(press('ArrowLeft'), false)).toEqual({ do: 'column', by: -1, extends: false });
  });

  it('moves by columns, bands and ends, and never off the chart', () => {
    expect(nextColumn({ do: 'column', by: 1, extends: false }, 25, data)).toBe(25);
    expect(nextColumn({ do: 'band', by: 1 }, 0, data)).toBe(4);
    expect(nextColumn({ do: 'band', by: -1 }, 4, data)).toBe(0);
    expect(nextColumn({ do: 'end', at: 'last' }, 3, data)).toBe(25);
  });

  it('finds the next window, and after the last the first', () => {
    expect(touching(north.windows, data, 10)).toBe(18);
    expect(touching(north.windows, data, 18)).toBe(5);
    expect(touching([], data, 0)).toBeNull();
  });
});

describe('labels of the axis', () => {
  it('never touch', () => {
    fc.assert(
      fc.property(
        fc.array(fc.record({ x: fc.nat({ max: 800 }), width: fc.integer({ min: 5, max: 80 }) })),
        (labels) => {
          const sorted = labels.sort((a, b) => a.x - b.x);
          const shown = sorted.filter((_, i) => thinLabels(sorted)[i]);
          shown
            .slice(1)
            .forEach((label, i) => expect(label.x).toBeGreaterThan(shown[i]!.x + shown[i]!.width));
        }
      )
    );
  });

  it('are years where periods would stand too close', () => {
    const periods = Array.from({ length: 60 }, (_, i) => ({ x0: i * 14, x1: i * 14 + 14, label: `P${i}` }));
    expect(
      layoutBands(
        periods,
        [
          { x: 100, label: 'FY91' },
          { x: 300, label: 'FY92' }
        ],
        840
      ).map((b) => b.label)
    ).toEqual(['', 'FY91', 'FY92']);
    expect(layoutBands(periods.slice(0, 6), [], 880).length).toBe(6);
  });

  it('give no name to a sliver at an edge, whose neighbour has room for its own', () => {
    const years = [0, 27, 140, 250].map((x0, i, all) => ({
      x0,
      x1: all[i + 1] ?? 262,
      label: `FY${89 + i}`
    }));
    expect(namedBands(years)).toEqual([false, true, true, false]);
    expect(namedBands([{ x0: 0, x1: 20, label: 'FY89' }])).toEqual([true]);
  });
});
