import { today } from '$lib/calendar/today.server';
import { database } from '$lib/db/connect.server';
import { getLocale } from '$lib/paraglide/runtime';
import { readOrganisation } from '$lib/people/organisation.server';
import { may } from '$lib/people/permission';
import { listPromotions, parsePromotionList, totalPromotions } from '$lib/promotions/promotion-list';
import { sumProjections } from '$lib/promotions/projection';
import { readProjections } from '$lib/promotions/projection.server';
import { readPromotions } from '$lib/promotions/promotion.server';
import { choosePeriod, reviewPeriods } from '$lib/review/query';
import type { PageServerLoad } from './$types';

/** Rows on one page; the totals are of all that match. */
const MOST = 500;

export const load: PageServerLoad = async ({ url, locals }) => {
  const list = parsePromotionList(url.searchParams);
  const { compare } = new Intl.Collator(getLocale());
  const db = database();
  const on = today();
  const [all, { calendar }] = await Promise.all([readPromotions(db), readOrganisation(db)]);
  const starts = all.map(({ startsOn }) => startsOn);
  // The same years and the same default as the review, so that one question has one headline.
  const years = reviewPeriods(calendar, [on, ...starts]);
  const period = choosePeriod(years, url.searchParams.get('period') ?? '', starts, on);
  const matching = listPromotions(all, list, on, period, compare);
  const projections = await readProjections(db, matching, on);
  const accounts = new Map(all.map(({ account }) => [account.code, account.name]));
  return {
    list,
    period,
    years: years.map((year) => year[0]!),
    promotions: matching.slice(0, MOST).map((promotion) => ({
      ...promotion,
      projection: projections.get(promotion.promotionId)!.projection
    })),
    matching: matching.length,
    inAll: all.length,
    totals: totalPromotions(matching, on),
    projected: sumProjections([...projections.values()].map(({ projection }) => projection)),
    accounts: [...accounts].map(([code, name]) => ({ code, name })).sort((a, b) => compare(a.name, b.name)),
    canPlan: may(locals.person!.role, 'promotion.plan')
  };
};
