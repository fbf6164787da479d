import { afterAll, expect, it } from 'vitest';
import { testDatabase } from '../../../tests/factories/database';
import { account, visit } from '../../../tests/factories/small-market';
import { day } from '$lib/calendar/day';
import { ownToday } from './fact';
import { readFactRanges, readKeyDays } from './fact.server';

const { db, drop } = await testDatabase();
afterAll(drop);

it('a visit is a fact from the day that it was handed in', async () => {
  const { id, stores } = await account(db, 'visited', 1);
  await visit(db, id, stores[0]!, day('2026-05-06'), day('2026-05-20'));
  expect((await readFactRanges(db, [id], day('2026-05-19'))).get(id)).toBeUndefined();
  expect((await readFactRanges(db, [id], day('2026-05-20'))).get(id)).toEqual({
    from: '2026-05-06',
    to: '2026-05-06',
    planned: null
  });
});

it('key days are those of everybody and of the accounts shown, in the range shown', async () => {
  const [mine, theirs] = [await account(db, 'mine'), await account(db, 'theirs')];
  const key = (name: string, falls_on: string, account_id: number | null) => ({
    name,
    falls_on: day(falls_on),
    account_id
  });
  await db
    .insertInto('key_date')
    .values([
      key('for all', '2026-06-18', null),
      key('of mine', '2026-06-30', mine.id),
      key('of theirs', '2026-06-10', theirs.id),
      key('too late', '2026-07-01', null),
      key('too early', '2026-05-31', mine.id)
    ])
    .execute();
  const range = { from: day('2026-06-01'), to: day('2026-06-30') };
  const shown = async (ids: number[]) => (await readKeyDays(db, ids, range)).map(({ name }) => name);
  expect(await readKeyDays(db, [mine.id], range)).toEqual([
    { on: '2026-06-18', name: 'for all', account: null },
    { on: '2026-06-30', name: 'of mine', account: 'mine' }
  ]);
  expect(await shown([])).toEqual(['for all']);
  expect(await shown([theirs.id])).toEqual(['of theirs', 'for all']);
});

it('data that end more than eight weeks ago are seen from the end of their last week', () => {
  const ends = (to: string) => [{ from: day('2026-01-01'), to: day(to) }];
  const today = day('2026-11-25');
  expect(ownToday(ends('2026-09-30'), today)).toEqual({ asOf: today, asOfBecause: 'today' });
  expect(ownToday(ends('2026-09-29'), today)).toEqual({ asOf: '2026-10-04', asOfBecause: 'data-end' });
  expect(ownToday([], today)).toEqual({ asOf: today, asOfBecause: 'today' });
});
