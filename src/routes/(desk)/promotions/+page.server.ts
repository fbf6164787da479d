import { today } from '$lib/calendar/today.server';
import { database } from '$lib/db/connect.server';
import { may } from '$lib/people/permission';
import { statusOn } from '$lib/promotions/promotion';
import { readPromotions } from '$lib/promotions/promotion.server';
import type { PageServerLoad } from './$types';

const MOST = 500;

export const load: PageServerLoad = async ({ url, locals }) => {
  const asked = (name: string) => url.searchParams.get(name) ?? '';
  const filter = {
    status: asked('status'),
    account: asked('account'),
    search: asked('q').normalize('NFKC').trim()
  };
  const on = today();
  const all = await readPromotions(database());
  const words = filter.search.toLowerCase();
  const matching = all
    .map((promotion) => ({ ...promotion, status: statusOn(promotion, on) }))
    .filter(
      (promotion) =>
        (!filter.status || promotion.status === filter.status) &&
        (!filter.account || promotion.account.code === filter.account) &&
        (!words ||
          `${promotion.name} ${promotion.code} ${promotion.account.name}`.toLowerCase().includes(words))
    );
  const accounts = new Map(all.map(({ account }) => [account.code, account.name]));
  return {
    filter,
    promotions: matching.slice(0, MOST),
    matching: matching.length,
    inAll: all.length,
    totals: {
      plannedMinor: matching.reduce((sum, { plannedMinor }) => sum + (plannedMinor ?? 0), 0),
      committedMinor: matching.reduce((sum, { committedMinor }) => sum + committedMinor, 0),
      spentMinor: matching.reduce((sum, { spentMinor }) => sum + spentMinor, 0)
    },
    accounts: [...accounts]
      .map(([code, name]) => ({ code, name }))
      .sort((a, b) => a.name.localeCompare(b.name)),
    canPlan: may(locals.person!.role, 'promotion.plan')
  };
};
