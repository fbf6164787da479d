import { day } from '../../src/lib/calendar/day';
import type { Db } from '../../src/lib/db/connect.server';
import { openSession } from '../../src/lib/people/session.server';
import { fund } from '../factories/fund';
import { person } from '../factories/person';

export const TODAY = day('2026-06-10');

export interface HotFund {
  code: string;
  account: string;
}

/** What the allocators fight over, and as whom. */
export interface World {
  funds: HotFund[];
  /** Session tokens. */
  managers: string[];
  finance: string[];
}

/**
 * Accounts with one fund each that holds too little for all, and people who are signed in.
 *
 * @param depositMinor what each fund begins with
 */
export async function makeWorld(db: Db, funds: number, depositMinor: number): Promise<World> {
  const signedIn = async (role: 'manager' | 'finance') => openSession(db, await person(db, role), null);
  const world: World = { funds: [], managers: [], finance: [] };
  for (let i = 0; i < 8; i++) world.managers.push(await signedIn('manager'));
  for (let i = 0; i < 4; i++) world.finance.push(await signedIn('finance'));
  for (let i = 0; i < funds; i++) {
    const code = `hot-${i}`;
    const account = `chain-${i}`;
    const { account_id } = await db
      .insertInto('account')
      .values({ code: account, name: `Chain ${i}` })
      .returning('account_id')
      .executeTakeFirstOrThrow();
    await fund(db, depositMinor, { code, accountId: account_id });
    world.funds.push({ code, account });
  }
  return world;
}
