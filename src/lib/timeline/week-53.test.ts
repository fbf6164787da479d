import { render } from 'svelte/server';
import { describe, expect, it } from 'vitest';
import { day } from '$lib/calendar/day';
import { layoutFrame } from '$lib/charts/scale.layout';
import TimeAxis from '$lib/charts/TimeAxis.svelte';
import Backdrop from './Backdrop.svelte';
import { fixture, fixtureColumns } from './fixture';

const range = { from: day('2026-12-07'), to: day('2027-01-31') };
const columns = fixtureColumns(range.from, range.to);
const frame = layoutFrame(range, columns, 800);
const at = columns.findIndex(({ hasWeek53 }) => hasWeek53);

describe('a 53rd week', () => {
  it('is a column of its own, and the year begins after it', () => {
    expect(columns.map(({ label }) => label)).toEqual(['W50', 'W51', 'W52', 'W53', 'W1', 'W2', 'W3', 'W4']);
    expect(columns[at]).toMatchObject({ label: 'W53', from: '2026-12-28', startsYear: false });
    expect(columns[at + 1]!.startsYear).toBe(true);
  });

  it('stands between two double rules on the axis, and is named there', () => {
    const { body } = render(TimeAxis, {
      props: { frame, columns, days: [], bands: [], events: [], mark: null }
    });
    const rules = [...body.matchAll(/<path d="M([\d.]+),18V\d+M([\d.]+),18V\d+"[^>]*class="double/g)];
    expect(rules.map(([, first]) => Number(first))).toEqual([
      frame.columns[at]!.x0 - 1,
      frame.columns[at + 1]!.x0 - 1
    ]);
    expect(body).toContain('>W53</text>');
  });

  it('has its double rules through all lanes', () => {
    const { body } = render(Backdrop, {
      props: {
        data: { ...fixture(), columns, range },
        frame,
        bands: [],
        windows: [],
        top: 0,
        bottom: 200
      }
    });
    for (const { x0 } of [frame.columns[at]!, frame.columns[at + 1]!])
      expect(body).toContain(`M${x0 - 1},0V200M${x0 + 1.5},0V200`);
  });
});
