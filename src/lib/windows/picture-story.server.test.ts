import { afterAll, beforeAll, expect, it } from 'vitest';
import { testDatabase } from '../../../tests/factories/database';
import { day } from '$lib/calendar/day';
import { loadDemo } from '$lib/demo/load.server';
import type { TimelineData } from '$lib/timeline/timeline';
import { DEFAULT_VIEW } from '$lib/timeline/view';
import { readPicture } from './picture.server';

const world = await testDatabase();
afterAll(() => world.drop());
const TODAY = day('2026-11-23');
let picture: TimelineData;
beforeAll(async () => {
  await loadDemo(world.db, { seed: 1, today: TODAY });
  picture = await readPicture(world.db, { ...DEFAULT_VIEW }, TODAY);
});
const row = (code: string) => picture.rows.find((one) => one.code === code)!;

it('the account whose competitor ran dry while we hold our money comes first, with a window to act on', () => {
  expect(picture.portfolio.best?.account).toBe('northgate');
  expect(picture.rows[0]!.code).toBe('northgate');
  const window = row('northgate').windows.find((one) => one.state === 'open')!;
  expect(window.isBlocked).toBe(false);
  expect(window.confidence).toBeGreaterThan(0.7);
  expect(window.high!).toBeLessThanOrEqual(row('northgate').budget!.left);
  expect(window.planHref).toMatch(
    /^\/promotions\/new\?account=northgate&from=2026-11-23&to=2026-12-13&amount=/
  );
});

it('the same signal is held back where our own goods already fill the shelves', () => {
  const window = row('harbour-mart').windows.find((one) => one.state === 'open')!;
  expect(window).toMatchObject({ isBlocked: true, planHref: null });
  expect(row('harbour-mart').orders.isCoverHigh).toBe(true);
});

it('the account that is over its budget has less than nothing left', () => {
  expect(row('lotus-digital').budget!.left).toBeLessThan(0);
  expect(
    row('lotus-digital')
      .left!.committed.filter((step) => step.on <= TODAY)
      .at(-1)!.value
  ).toBe(row('lotus-digital').budget!.left);
});

it('the account without data has nothing but its name', () => {
  expect(row('yunnan-select')).toMatchObject({ dataEnd: null, budget: null, competitors: [], windows: [] });
});

it('the portfolio is the sum of its rows', () => {
  const sum = (of: 'total' | 'spent' | 'committed' | 'reserve' | 'left') =>
    picture.rows.reduce((all, one) => all + (one.budget?.[of] ?? 0), 0);
  for (const of of ['total', 'spent', 'committed', 'reserve', 'left'] as const) {
    expect(picture.portfolio.budget![of]).toBe(sum(of));
  }
  expect(picture.portfolio.left.filter((step) => step.on <= TODAY).at(-1)!.value).toBe(
    picture.portfolio.budget!.left
  );
});

it('there are few windows: nobody acts on twenty at once', () => {
  const open = picture.rows.flatMap((one) => one.windows.filter((window) => window.state === 'open'));
  expect(open.length).toBeGreaterThan(0);
  expect(open.length).toBeLessThan(picture.rows.length / 2);
});

it('nothing observed lies after the day that it is seen from', () => {
  picture.columns.forEach((column, i) => {
    if (column.from <= TODAY) return;
    for (const one of picture.rows) {
      for (const lane of one.competitors) expect(lane.estimate[i]).toBeNull();
      if (one.orders.sellIn.length > 0) expect([null, 0]).toContain(one.orders.sellIn[i]);
      expect(one.orders.sellThrough[i] ?? null).toBeNull();
      expect(one.spend.actual[i] ?? 0).toBe(0);
    }
  });
});

it('each mark can be told from the others of its lane', () => {
  const once = (keys: string[]) => expect(keys.length).toBe(new Set(keys).size);
  once(picture.portfolio.windows.map(({ from, to }) => from + to));
  for (const one of picture.rows) {
    once(one.windows.map((window) => window.id));
    once(one.supply.map((out) => out.id));
    once(one.promotions.map((bar) => bar.owner + bar.id));
  }
});
