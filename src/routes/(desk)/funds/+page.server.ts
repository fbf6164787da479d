import { fail, redirect } from '@sveltejs/kit';
import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { readAccounts } from '$lib/accounts/account.server';
import { fiscalYearOf } from '$lib/calendar/fiscal';
import { today } from '$lib/calendar/today.server';
import { database } from '$lib/db/connect.server';
import { elapsedShare, paceOf, totalMoney } from '$lib/funds/fund';
import { newFundInput } from '$lib/funds/fund.input';
import { readFunds } from '$lib/funds/fund.server';
import { openFund } from '$lib/funds/open-fund.server';
import { readOrganisation } from '$lib/people/organisation.server';
import { safePath } from '$lib/people/sign-in.input';
import type { Actions, PageServerLoad } from './$types';

const SORTS = ['name', 'total', 'spent', 'committed', 'left', 'pace'] as const;

export const load: PageServerLoad = async ({ url }) => {
  const db = database();
  const on = today();
  const [{ calendar }, funds, accounts] = await Promise.all([
    readOrganisation(db),
    readFunds(db, null),
    readAccounts(db)
  ]);
  const asked = (name: string) => url.searchParams.get(name) ?? '';
  const filter = {
    search: asked('q').normalize('NFKC').trim(),
    period: asked('period') === 'all' ? 'all' : 'current'
  };
  const sort = SORTS.find((name) => name === asked('sort')) ?? 'name';
  const words = filter.search.toLowerCase();
  const shown = funds
    .filter(
      (fund) =>
        (filter.period === 'all' || (fund.periodStart <= on && on <= fund.periodEnd)) &&
        (!words || `${fund.name} ${fund.code} ${fund.account?.name ?? ''}`.toLowerCase().includes(words))
    )
    .map((fund) => ({ ...fund, pace: paceOf(fund, { from: fund.periodStart, to: fund.periodEnd }, on) }));
  if (sort !== 'name') shown.sort((a, b) => (b[sort] ?? -Infinity) - (a[sort] ?? -Infinity));
  const year = fiscalYearOf(calendar, on);
  const newFor = url.searchParams.get('new');
  return {
    funds: shown,
    inAll: funds.length,
    totals: totalMoney(shown),
    elapsed: elapsedShare({ from: year.from, to: year.to }, on),
    filter,
    sort,
    accounts: accounts.map(({ code, name }) => ({ code, name })),
    sources: funds.filter((fund) => !fund.account && fund.left > 0),
    year,
    isNew: newFor !== null,
    newFor: newFor ?? '',
    back: url.searchParams.get('back') ?? '',
    key: randomUUID()
  };
};

export const actions: Actions = {
  open: async ({ request, locals, url }) => {
    const db = database();
    const given = Object.fromEntries(await request.formData()) as Record<string, string>;
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
    const back = url.searchParams.get('back');
    redirect(303, back ? safePath(back) : `/funds/${encodeURIComponent(opened.code)}?opened=yes`);
  }
};
