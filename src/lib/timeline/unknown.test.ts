import { render } from 'svelte/server';
import { describe, expect, it } from 'vitest';
import { layoutAmounts, layoutFrame } from '$lib/charts/scale.layout';
import CompetitorLane from './CompetitorLane.svelte';
import { fixture } from './fixture';
import TimelineTable from './TimelineTable.svelte';
import { DEFAULT_VIEW } from './view';

const all = fixture();
const row = all.rows[0]!;
const data = { ...all, rows: [row] };
const frame = layoutFrame(data.range, data.columns, 1040);

/** The market, with nobody having looked at the first account in one week more: the reports of it are gone. */
function without(week: number) {
  const gone = <T>(values: (T | null)[]) => values.map((value, i) => (i === week ? null : value));
  const first = {
    ...row,
    competitors: row.competitors.map((lane) => ({ ...lane, estimate: gone(lane.estimate) })),
    competitorSum: gone(row.competitorSum),
    orders: { ...row.orders, sellIn: gone(row.orders.sellIn), sellThrough: gone(row.orders.sellThrough) }
  };
  return { ...data, rows: [first] };
}
const cells = (of: typeof data, week: number) => {
  const { body } = render(TimelineTable, { props: { data: of, view: DEFAULT_VIEW } });
  const lines = body.split('<tbody')[1]!.split('</tbody>')[0]!.split('<tr').slice(1);
  return [...lines[week]!.matchAll(/<td[^>]*>([\s\S]*?)<\/td>/g)].map(([, text]) =>
    text!.replace(/<[^>]*>/g, '').trim()
  );
};
const lane = (of: typeof data) =>
  render(CompetitorLane, {
    props: {
      estimate: of.rows[0]!.competitorSum,
      data: of,
      frame,
      scale: layoutAmounts(100_000_000, 0, 0, 60),
      gutter: null
    }
  }).body;
const dots = (html: string) =>
  [...html.matchAll(/<rect x="([\d.]+)"[^>]*width="([\d.]+)"[^>]*url\(#fill-unknown\)/g)].map(
    ([, x, width]) => [Number(x), Number(x) + Number(width)]
  );

/** A week long gone of which everything is known. */
const WEEK = 9;

describe('a week of which nobody reported', () => {
  it('is a cell that says so in the table, never a zero', () => {
    const silent = (of: typeof data) =>
      cells(of, WEEK).flatMap((text, i) => (text === 'no report' ? [i] : []));
    // Both competitors and orders; this account has told no sell-through.
    expect(silent(data)).toEqual([9]);
    expect(silent(without(WEEK))).toEqual([4, 5, 8, 9]);
    const after = cells(without(WEEK), WEEK);
    expect(after.filter((text) => text === '0')).toEqual([]);
    expect(cells(without(WEEK), WEEK + 1)).toEqual(cells(data, WEEK + 1));
  });

  it('is a surface of dots in the chart, over its whole column, and no line runs across it', () => {
    const { x0, x1 } = frame.columns[WEEK]!;
    expect(dots(lane(data)).filter(([from, to]) => from! < x1 && to! > x0)).toEqual([]);
    const html = lane(without(WEEK));
    expect(dots(html)).toContainEqual([x0, x1]);
    const median = [...html.matchAll(/<path d="(M[^"]*)" fill="none"/g)][0]![1]!;
    const strokes = median.split('M').slice(1);
    for (const stroke of strokes) {
      const xs = [...`M${stroke}`.matchAll(/[MH]([\d.]+)/g)].map(([, x]) => Number(x));
      expect(Math.min(...xs) >= x1 || Math.max(...xs) <= x0, stroke).toBe(true);
    }
  });
});
