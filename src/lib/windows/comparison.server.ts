import { sql } from 'kysely';
import type { Day } from '$lib/calendar/day';
import { mondayOf } from '$lib/calendar/week';
import { weeksOf, weeksYearBefore } from '$lib/calendar/year-before';
import type { Db } from '$lib/db/connect.server';
import { readOrganisation } from '$lib/people/organisation.server';
import type { ComparisonData } from '$lib/timeline/comparison';
import type { TimelineView } from '$lib/timeline/timeline';
import { DEFAULT_VIEW } from '$lib/timeline/view';
import type { AccountFacts } from './account-facts';
import { competitorWeeks, findingsOf } from './account-row';
import { accountRow } from './account-row.text';
import { type ComparedFacts, comparisonOf } from './comparison';
import { comparedWeeks } from './comparison.text';
import { weeklySpend } from './own-spend';
import { readKnown } from './picture.server';

/**
 * The weeks that the view compares, beside the same ones a year before: one account read over both, so that both are
 * judged on the same evidence.
 *
 * @param seenFrom the picture's day, which it is seen from too
 * @returns null where the view compares nothing, or an account that does not exist
 */
export async function readComparison(
  db: Db,
  view: Pick<TimelineView, 'compare' | 'competitor'>,
  seenFrom: { asOf: Day; today: Day }
): Promise<ComparisonData | null> {
  if (!view.compare) return null;
  const { account } = view.compare;
  const { calendar } = await readOrganisation(db);
  const weeks = weeksOf(view.compare);
  const { weeks: before, week53 } = weeksYearBefore(calendar, weeks);
  const now = comparedWeeks(calendar, weeks);
  const then = comparedWeeks(calendar, before);
  const { asOf } = seenFrom;
  const [known, firsts] = await Promise.all([
    readKnown(
      db,
      { ...DEFAULT_VIEW, asOf, accounts: [account], from: then.from, to: now.to, grain: 'week' },
      seenFrom.today
    ),
    readFirsts(db, account, asOf)
  ]);
  const { frame, brands } = known;
  const facts = known.found[0];
  if (!facts) return null;
  const lists = competitorWeeks(facts, frame.evidenceWeeks, weeklySpend(facts.promotions, asOf)).map(
    (found) => ({ brand: brands.get(found.brand) ?? '', lists: [found.weeks] })
  );
  const compared: ComparedFacts = {
    asOf,
    columns: frame.columns,
    row: accountRow(facts, findingsOf(facts, frame, true), frame, known.words(account)),
    evidenceWeeks: frame.evidenceWeeks,
    competitors: shown(lists, view.competitor),
    ...watched(facts),
    ...firsts,
    ordersEnd: frame.ordersEnd
  };
  const dataFrom = facts.facts?.from ?? null;
  return {
    account: { code: facts.code, name: facts.name },
    asOf,
    currency: known.currency,
    then,
    now,
    week53,
    dataFrom,
    isThenEmpty: dataFrom === null || then.to < dataFrom,
    lines: comparisonOf(compared, before, weeks)
  };
}

/** The competitors that the picture of one account shows: each, the one that is asked for, or all together. */
function shown(each: ComparedFacts['competitors'], asked: string | null): ComparedFacts['competitors'] {
  if (asked === 'all') return [{ brand: null, lists: each.flatMap(({ lists }) => lists) }];
  if (asked === null || asked === 'each') return each;
  return [each.find(({ brand }) => brand === asked) ?? { brand: asked, lists: [] }];
}

/** Weeks in which somebody looked for what is out of stock, or the account reported what it has. */
function watched({ visits, sellThrough }: AccountFacts): Pick<ComparedFacts, 'visited' | 'stocked'> {
  return {
    visited: new Set(visits.map((visit) => mondayOf(visit.on))),
    stocked: new Set(sellThrough.flatMap((week) => (week.stockOnHand === null ? [] : week.week)))
  };
}

/** Before its first order or promotion, an account's zero is not known. */
async function readFirsts(
  db: Db,
  account: string,
  asOf: Day
): Promise<Pick<ComparedFacts, 'firstOrder' | 'firstPromotion'>> {
  const { rows } = await sql<{ first_order: Day | null; first_promotion: Day | null }>`
    select
      (select min(ordered_on) from sell_in where sell_in.account_id = account.account_id and ordered_on <= ${asOf}
        and product_id in (select product_id from product join brand using (brand_id) where is_own)) as first_order,
      (select min(starts_on) from promotion where promotion.account_id = account.account_id and created_on <= ${asOf})
        as first_promotion
    from account where code = ${account}`.execute(db);
  return { firstOrder: rows[0]?.first_order ?? null, firstPromotion: rows[0]?.first_promotion ?? null };
}
