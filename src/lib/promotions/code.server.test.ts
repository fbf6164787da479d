import { randomUUID } from 'node:crypto';
import { afterAll, describe, expect, it } from 'vitest';
import { testDatabase } from '../../../tests/factories/database';
import { DAY } from '../../../tests/factories/fund';
import { findFundFacts } from '../funds/fund.server';
import { commitPromotion } from './approve.server';
import { changePromotion } from './change.server';
import { cancelPromotion, settlePromotion } from './decision.server';
import { findPromotion } from './promotion.server';

const { db, drop } = await testDatabase();
afterAll(drop);

describe('a code that the database could not store', () => {
  const [code, by] = ['a\0b', { personId: 1, today: DAY }];
  const unknown = { ok: false, refusal: { why: 'unknown' } };

  it('names no promotion and no fund', async () => {
    expect(await findPromotion(db, code)).toBeNull();
    expect(await findFundFacts(db, code)).toBeNull();
  });

  it('is decided on like any other that is not there', async () => {
    const shape = { startsOn: DAY, endsOn: DAY, plannedMinor: 1 };
    expect(await cancelPromotion(db, code, by, randomUUID())).toEqual(unknown);
    expect(await settlePromotion(db, code, 0, by, randomUUID())).toEqual(unknown);
    expect(await commitPromotion(db, code, by, randomUUID())).toEqual(unknown);
    expect(await changePromotion(db, code, shape, '', by, randomUUID())).toEqual(unknown);
  });
});
