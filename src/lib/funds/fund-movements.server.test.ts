import { afterAll, expect, it } from 'vitest';
import { testDatabase } from '../../../tests/factories/database';
import { deposit, fund, order } from '../../../tests/factories/fund';
import { day } from '../calendar/day';
import { readFundMovements } from './fund.server';
import { bookMovement } from './ledger.server';

const { db, drop } = await testDatabase();
afterAll(drop);

it('each movement says what was left after it: the newest first, and what is left now at the top', async () => {
  const [fundId, other] = [await fund(db, 100), await fund(db, 0)];
  const available = (of: number) => ({ kind: 'available', fundId: of }) as const;
  await bookMovement(
    db,
    order({
      kind: 'move',
      from: available(fundId),
      to: available(other),
      amountMinor: 30,
      bookedOn: day('2026-06-03')
    })
  );
  // Booked later than it is dated.
  await bookMovement(db, { ...deposit(fundId, 5), bookedOn: day('2026-06-02') });
  const told = (await readFundMovements(db, fundId)).map(({ bookedOn, change, after }) => [
    bookedOn,
    change,
    after
  ]);
  expect(told).toEqual([
    ['2026-06-03', -30, 75],
    ['2026-06-02', 5, 105],
    ['2026-06-01', 100, 100]
  ]);
});
