import { expect, it } from 'vitest';
import { day } from '$lib/calendar/day';
import { layoutFrame } from '$lib/charts/scale.layout';
import { layoutSupply, shareStep } from './supply.layout';
import type { StockOut } from './timeline';

it('the height is the next quarter of the stores that were out, never less than one', () => {
  const steps = [0, 1, 2, 3, 4, 5, 8].map((out) => shareStep({ out, of: 8 }));
  expect(steps).toEqual([0.25, 0.25, 0.25, 0.5, 0.5, 0.75, 1]);
  expect([shareStep(null), shareStep({ out: 0, of: 0 })]).toEqual([1, 1]);
});

it('what goes on is drawn as seen for seven days after the last look, and as unknown from then to the day', () => {
  const range = { from: day('2026-06-01'), to: day('2026-06-30') };
  const frame = layoutFrame(range, [range], 300);
  const out: StockOut = {
    id: 'a',
    owner: 'competitor',
    brand: 'Beacon',
    product: null,
    startEarliest: day('2026-06-01'),
    startLatest: day('2026-06-03'),
    endEarliest: null,
    endLatest: null,
    lastSeen: day('2026-06-05'),
    stores: null,
    sentence: ''
  };
  const drawn = layoutSupply([out], frame, day('2026-06-20'), 0, 40)[0]!;
  expect(drawn.core).toEqual({ x0: 20, x1: 50 });
  expect(drawn.fall).toEqual({ x0: 50, x1: 120 });
  expect(drawn.unknown).toEqual({ x0: 120, x1: 200 });
  expect(drawn.labelX).toBe(200);
});
