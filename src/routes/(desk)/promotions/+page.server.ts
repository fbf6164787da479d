import { today } from '$lib/calendar/today.server';
import { database } from '$lib/db/connect.server';
import { getLocale } from '$lib/paraglide/runtime';
import { may } from '$lib/people/permission';
import { listPromotions, parsePromotionList, totalPromotions } from '$lib/promotions/promotion-list';
import { readPromotions } from '$lib/promotions/promotion.server';
import type { PageServerLoad } from './$types';

/** Rows on one page; the totals are of all that match. */
const MOST = 500;

export const load: PageServerLoad = async ({ url, locals }) => {
  const list = parsePromotionList(url.searchParams);
  const { compare } = new Intl.Collator(getLocale());
  const all = await readPromotions(database());
  const matching = listPromotions(all, list, today(), compare);
  const accounts = new Map(all.map(({ account }) => [account.code, account.name]));
  return {
    list,
    promotions: matching.slice(0, MOST),
    matching: matching.length,
    inAll: all.length,
    totals: totalPromotions(matching),
    accounts: [...accounts].map(([code, name]) => ({ code, name })).sort((a, b) => compare(a.name, b.name)),
    canPlan: may(locals.person!.role, 'promotion.plan')
  };
};
