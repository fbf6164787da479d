import { afterAll, beforeAll, expect, it } from 'vitest';
import { testDatabase } from '../../../tests/factories/database';
import { day } from '$lib/calendar/day';
import { loadDemo } from '$lib/demo/load.server';
import { readFunds } from '$lib/funds/fund.server';
import { DEFAULT_VIEW } from '$lib/timeline/view';
import { forecastOf } from './fund-forecast';
import { readFundLane } from './fund-lane.server';
import { readPicture } from './picture.server';

const world = await testDatabase();
afterAll(() => world.drop());
const TODAY = day('2026-11-23');
beforeAll(() => loadDemo(world.db, { seed: 1, today: TODAY }));

it('a fund’s page and the timeline end at the same figure, where no other fund runs beside it', async () => {
  const { rows } = await readPicture(world.db, { ...DEFAULT_VIEW }, TODAY);
  const funds = (await readFunds(world.db, null)).filter(
    (fund) => fund.periodStart <= TODAY && TODAY <= fund.periodEnd && fund.account
  );
  const alone = funds.filter(
    (fund) => funds.filter(({ account }) => account!.code === fund.account!.code).length === 1
  );
  expect(alone.length).toBeGreaterThan(10);
  for (const fund of alone) {
    const found = (await readFundLane(world.db, fund, TODAY))!;
    const { yearEnd, drafts } = rows.find(({ code }) => code === fund.account!.code)!.budget!;
    expect(forecastOf(found.lane)).toMatchObject({ ...yearEnd });
    expect(found.draftsMinor).toBe(drafts);
  }
});

it('a shared fund has no lane: its money goes to accounts', async () => {
  const shared = (await readFunds(world.db, null)).find(({ account }) => account === null)!;
  expect(await readFundLane(world.db, shared, TODAY)).toBeNull();
});
