import type { Db } from '../../src/lib/db/connect.server';
import { bookMovement } from '../../src/lib/funds/ledger.server';
import { fund, order } from '../factories/fund';

const AT_ONCE = 200;
const DEPOSIT_MINOR = 100;

/**
 * Sends 200 transfers between two funds at once, half of them each way, and does it again. No one of them may meet a
 * fault (a deadlock is one), a refusal has to be for want of money, and the two funds together keep what they had.
 *
 * @returns what broke, in sentences; empty where nothing did
 */
export async function moveOpposite(db: Db, rounds: number): Promise<string[]> {
  const [a, b] = [await fund(db, DEPOSIT_MINOR), await fund(db, DEPOSIT_MINOR)];
  const broken: string[] = [];
  for (let round = 1; round <= rounds; round++) {
    const moves = Array.from({ length: AT_ONCE }, async (_, i) => {
      const [from, to] = i % 2 === 0 ? [a, b] : [b, a];
      const outcome = await bookMovement(
        db,
        order({
          kind: 'move',
          from: { kind: 'available', fundId: from },
          to: { kind: 'available', fundId: to },
          amountMinor: 1 + (i % 7)
        })
      );
      if (!outcome.ok && outcome.refusal.why !== 'not-enough') throw new Error(outcome.refusal.why);
    });
    for (const moved of await Promise.allSettled(moves))
      if (moved.status === 'rejected') broken.push(`round ${round}: ${moved.reason}`);
    const { sum } = await db
      .selectFrom('balance')
      .select(({ fn }) => fn.sum<number>('amount_minor').as('sum'))
      .where('fund_id', 'in', [a, b])
      .executeTakeFirstOrThrow();
    if (Number(sum) !== 2 * DEPOSIT_MINOR) broken.push(`round ${round}: the two funds hold ${sum} together`);
  }
  return broken;
}
