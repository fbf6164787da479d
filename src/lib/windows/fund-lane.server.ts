import { addDays, type Day } from '$lib/calendar/day';
import type { Db } from '$lib/db/connect.server';
import type { LeftLane } from '$lib/timeline/timeline';
import { readFundBooks, readKnownPromotions } from './books.server';
import { leftLane, spendRate } from './left-lane';
import { draftsOf, duesOf, type PromotionMoney, weeklySpend } from './own-spend';

/** What is left in one fund over its period, and what will be. */
export interface FundLane {
  lane: LeftLane;
  /** Plans on it that nobody has approved. */
  draftsMinor: number;
}

/**
 * The lane of one fund of an account, by the same rules as the account's on the timeline: where no other fund runs
 * beside it, both end at the same figure. How the account spends from other funds that run now is left aside.
 *
 * @returns null where the fund is shared or has no movements yet
 */
export async function readFundLane(
  db: Db,
  fund: { fundId: number; periodStart: Day; periodEnd: Day },
  today: Day
): Promise<FundLane | null> {
  const { fundId } = fund;
  const owner = await db
    .selectFrom('fund')
    .select('account_id')
    .where('fund_id', '=', fundId)
    .executeTakeFirst();
  const accountId = owner?.account_id;
  if (!accountId) return null;
  const [books, known] = await Promise.all([
    readFundBooks(db, [accountId], today),
    readKnownPromotions(db, [accountId], addDays(today, -MEMORY_DAYS), today)
  ]);
  const all = books.get(accountId) ?? [];
  const beside = new Set(
    all
      .filter(({ fund: id, period }) => id !== fundId && period.from <= today && today <= period.to)
      .map(({ fund: id }) => id)
  );
  const promotions: PromotionMoney[] = (known.get(accountId) ?? []).filter(
    (promotion) => promotion.fund === null || !beside.has(promotion.fund)
  );
  const drafts = draftsOf(promotions, today).filter((due) => due.fund === fundId);
  const lane = leftLane(
    all.filter(({ fund: id }) => id === fundId),
    duesOf(promotions).filter((due) => due.fund === fundId),
    drafts,
    spendRate(weeklySpend(promotions, today)),
    today,
    { from: fund.periodStart, to: fund.periodEnd }
  );
  return lane && { lane, draftsMinor: drafts.reduce((sum, { amount }) => sum + amount, 0) };
}

/** Two years: what the account's weeks are usual by. */
const MEMORY_DAYS = 728;
