import { readAccounts } from '$lib/accounts/account.server';
import { parseDay } from '$lib/calendar/day';
import { today } from '$lib/calendar/today.server';
import { database } from '$lib/db/connect.server';
import { findFundFacts } from '$lib/funds/fund.server';
import { getLocale } from '$lib/paraglide/runtime';
import { readOrganisation } from '$lib/people/organisation.server';
import { may } from '$lib/people/permission';
import { statusOn } from '$lib/promotions/promotion';
import { calendarRows, calendarSpan } from '$lib/promotions/promotion-calendar';
import { readPromotions } from '$lib/promotions/promotion.server';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ url, locals }) => {
  const db = database();
  const on = today();
  const asked = {
    account: url.searchParams.get('account') ?? '',
    fund: url.searchParams.get('fund') ?? ''
  };
  const [{ calendar }, accounts, fund] = await Promise.all([
    readOrganisation(db),
    readAccounts(db),
    asked.fund ? findFundFacts(db, asked.fund) : null
  ]);
  const account = accounts.find(({ code }) => code === asked.account) ?? null;
  const promotions = await readPromotions(db, {
    ...(account && { account: account.code }),
    ...(fund && { fund: fund.code })
  });
  const grain = url.searchParams.get('grain') === 'month' ? 'month' : 'quarter';
  const span = calendarSpan(calendar, grain, parseDay(url.searchParams.get('on') ?? '') ?? on);
  const rows = calendarRows(
    promotions.map((promotion) => ({ ...promotion, status: statusOn(promotion, on) })),
    span,
    new Intl.Collator(getLocale()).compare
  );
  const busy = new Set(rows.map((row) => row.account.code));
  return {
    today: on,
    span,
    rows: rows.map((row) => ({
      ...row,
      bars: row.bars.map(({ promotion, ...bar }) => ({
        ...bar,
        promotion: {
          code: promotion.code,
          name: promotion.name,
          tactic: promotion.tactic,
          startsOn: promotion.startsOn,
          endsOn: promotion.endsOn,
          plannedMinor: promotion.plannedMinor,
          status: promotion.status
        }
      }))
    })),
    account: account?.code ?? '',
    fund: fund && { code: fund.code, name: fund.name },
    accounts: accounts.map(({ code, name }) => ({ code, name })),
    /** Accounts at which nothing is on; of a fund or one account that is no news. */
    idle:
      account || fund
        ? []
        : accounts.filter(({ code }) => !busy.has(code)).map(({ code, name }) => ({ code, name })),
    canPlan: may(locals.person!.role, 'promotion.plan')
  };
};
