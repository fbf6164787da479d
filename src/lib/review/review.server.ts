import type { Day } from '$lib/calendar/day';
import type { Db } from '$lib/db/connect.server';
import { readFunds } from '$lib/funds/fund.server';
import { readOrganisation } from '$lib/people/organisation.server';
import { type PlanSum, sumPlans } from '$lib/promotions/plan-sum';
import { type Promotion, statusOn } from '$lib/promotions/promotion';
import { readPromotions } from '$lib/promotions/promotion.server';
import { sortRows } from '$lib/ui/sort';
import { reviewBooks, type ReviewBooks } from './books';
import { choosePeriod, type ReviewPeriod, reviewPeriods, type ReviewQuery } from './query';
import { type ReviewRow, reviewRows, sortKey } from './review-row';
import { readOwnOut } from './own-out.server';
import { readUnits } from './units.server';

export interface Review {
  /** All rows that the filters leave, in the order asked for. */
  rows: ReviewRow[];
  /** Promotions in all, before the filters. */
  inAll: number;
  books: ReviewBooks;
  plans: PlanSum;
  period: ReviewPeriod | null;
  /** Fiscal years with their quarters, the newest first. */
  years: ReviewPeriod[][];
  accounts: { code: string; name: string }[];
}

/**
 * Spend beside units for the promotions that start in a period, with the funds of the same time: all of one instant,
 * in a dozen statements however many promotions there are.
 *
 * @param today sales that were known by then; also what a status is seen from
 * @param compareText how the reader's language orders the accounts
 */
export async function readReview(
  db: Db,
  query: ReviewQuery,
  today: Day,
  compareText: (a: string, b: string) => number
): Promise<Review> {
  return db
    .transaction()
    .setIsolationLevel('repeatable read')
    .setAccessMode('read only')
    .execute(async (tx) => {
      const { calendar } = await readOrganisation(tx);
      const all = await readPromotions(tx);
      const funds = await readFunds(tx, null);
      const starts = all.map(({ startsOn }) => startsOn);
      const years = reviewPeriods(calendar, [today, ...starts]);
      const period = choosePeriod(years, query.period, starts, today);
      const shown = all.filter((promotion) => isAskedFor(promotion, query, period, today));
      const beside = funds.filter(
        (fund) =>
          (!query.account || fund.account?.code === query.account) &&
          (!period || (fund.periodStart <= period.to && fund.periodEnd >= period.from))
      );
      // Of all promotions: what a row is judged by must not depend on the filter.
      const units = await readUnits(tx, all, today);
      const ownOut = await readOwnOut(tx, shown, today);
      const accounts = new Map(all.map(({ account }) => [account.code, account.name]));
      return {
        rows: sortRows(
          reviewRows(shown, all, units, today, ownOut),
          (row) => sortKey(row, query.sort),
          query.isDescending,
          compareText
        ),
        inAll: all.length,
        books: reviewBooks(shown, all, beside),
        plans: sumPlans(shown, today),
        period,
        years,
        accounts: [...accounts]
          .map(([code, name]) => ({ code, name }))
          .sort((a, b) => compareText(a.name, b.name))
      };
    });
}

/** One promotion's row, with the figures that the review shows for it; null where there is no such promotion. */
export async function readResult(db: Db, code: string, today: Day): Promise<ReviewRow | null> {
  return db
    .transaction()
    .setIsolationLevel('repeatable read')
    .setAccessMode('read only')
    .execute(async (tx) => {
      const all = await readPromotions(tx);
      const shown = all.filter((promotion) => promotion.code === code);
      const units = await readUnits(tx, all, today);
      return reviewRows(shown, all, units, today, await readOwnOut(tx, shown, today))[0] ?? null;
    });
}

function isAskedFor(
  promotion: Promotion,
  query: ReviewQuery,
  period: ReviewPeriod | null,
  today: Day
): boolean {
  return (
    (!period || (period.from <= promotion.startsOn && promotion.startsOn <= period.to)) &&
    (!query.account || promotion.account.code === query.account) &&
    (!query.tactic || promotion.tactic === query.tactic) &&
    (!query.status || statusOn(promotion, today) === query.status)
  );
}
