import { fail, redirect } from '@sveltejs/kit';
import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { readAccounts } from '$lib/accounts/account.server';
import { parseDay } from '$lib/calendar/day';
import { fiscalYearOf } from '$lib/calendar/fiscal';
import { today } from '$lib/calendar/today.server';
import { database } from '$lib/db/connect.server';
import { elapsedShare, paceOfAll, totalMoney } from '$lib/funds/fund';
import { newFundInput } from '$lib/funds/fund.input';
import { listFunds, parseFundList } from '$lib/funds/fund-list';
import { readFunds } from '$lib/funds/fund.server';
import { openFund } from '$lib/funds/open-fund.server';
import { getLocale } from '$lib/paraglide/runtime';
import { readOrganisation } from '$lib/people/organisation.server';
import { safePath } from '$lib/people/sign-in.input';
import { readForm } from '$lib/text/form.server';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ url }) => {
  const db = database();
  const on = today();
  const [{ calendar }, funds, accounts] = await Promise.all([
    readOrganisation(db),
    readFunds(db, null),
    readAccounts(db)
  ]);
  const list = parseFundList(url.searchParams);
  const shown = listFunds(funds, list, on, new Intl.Collator(getLocale()).compare);
  const year = fiscalYearOf(calendar, on);
  const newFor = url.searchParams.get('new');
  const neededOn = parseDay(url.searchParams.get('day') ?? '');
  return {
    list,
    funds: shown,
    inAll: funds.length,
    totals: totalMoney(shown),
    pace: paceOfAll(shown, on),
    sharedLeft: totalMoney(shown.filter(({ account }) => account === null)).left,
    elapsed: elapsedShare({ from: year.from, to: year.to }, on),
    accounts: accounts.map(({ code, name }) => ({ code, name })),
    sources: funds.filter((fund) => fund.account === null && fund.left > 0),
    /** The fiscal year that a new fund is for: that of the day which needs it, else the current one. */
    newYear: neededOn ? fiscalYearOf(calendar, neededOn) : year,
    periods: funds.map(({ code, name, account, periodStart, periodEnd }) => ({
      code,
      name,
      account: account?.code ?? '',
      from: periodStart,
      to: periodEnd
    })),
    year,
    isNew: newFor !== null,
    newFor: newFor ?? '',
    back: wayBack(url),
    key: randomUUID()
  };
};

/** Where somebody came from, if that is a page of ours; empty where they came from nowhere. */
function wayBack(url: URL): string {
  const asked = url.searchParams.get('back');
  const path = asked ? safePath(asked) : '/';
  return path === '/' ? '' : path;
}

export const actions: Actions = {
  open: async ({ request, locals, url }) => {
    const db = database();
    const given = await readForm(request);
    const { key: _, ...kept } = given;
    const parsed = newFundInput((await readOrganisation(db)).currency).safeParse(given);
    if (!parsed.success) {
      return fail(400, {
        kept,
        faults: z.flattenError(parsed.error).fieldErrors as Record<string, string[]>,
        refusal: null
      });
    }
    const { key, name, account, from, to, amount, source } = parsed.data;
    const opened = await openFund(
      db,
      { name, accountCode: account, from, to, amountMinor: amount, sourceCode: source },
      { personId: locals.person!.personId, today: today() },
      key
    );
    if (!opened.ok)
      return fail(409, { kept, faults: {} as Record<string, string[]>, refusal: opened.refusal });
    redirect(303, wayBack(url) || `/funds/${encodeURIComponent(opened.code)}?opened=yes`);
  }
};
