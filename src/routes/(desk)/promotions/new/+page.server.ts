import { fail, redirect } from '@sveltejs/kit';
import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { addDays, parseDay } from '$lib/calendar/day';
import { today } from '$lib/calendar/today.server';
import { mondayOf } from '$lib/calendar/week';
import { database } from '$lib/db/connect.server';
import { readFunds } from '$lib/funds/fund.server';
import { readOrganisation } from '$lib/people/organisation.server';
import { readBrands } from '$lib/products/product.server';
import { planPromotion } from '$lib/promotions/plan.server';
import type { Advice } from '$lib/promotions/promotion';
import { planInput } from '$lib/promotions/promotion.input';
import { TACTICS } from '$lib/promotions/tactic';
import { readAccounts } from '$lib/accounts/account.server';
import { fieldsOf } from '$lib/text/form-fields';
import { readFormData } from '$lib/text/form.server';
import { plainText } from '$lib/text/plain-text';
import type { Actions, PageServerLoad } from './$types';

/** More than any assortment has; a form with more of them is not ours. */
const MOST_PRODUCTS = 5000;

export const load: PageServerLoad = async ({ url }) => {
  const db = database();
  const [funds, accounts, brands] = await Promise.all([
    readFunds(db, null),
    readAccounts(db),
    readBrands(db)
  ]);
  const asked = (name: string) => url.searchParams.get(name) ?? '';
  const nextMonday = addDays(mondayOf(today()), 7);
  const from = parseDay(asked('from')) ?? nextMonday;
  const to = parseDay(asked('to')) ?? addDays(from, 13);
  return {
    key: randomUUID(),
    accounts: accounts.map(({ code, name }) => ({ code, name })),
    funds,
    products: brands.filter(({ isOwn }) => isOwn).flatMap(({ products }) => products),
    values: {
      account: asked('account'),
      fund: asked('fund'),
      name: asked('name'),
      tactic: TACTICS.find((tactic) => tactic === asked('tactic')) ?? 'display',
      from: from as string,
      to: to as string,
      amount: asked('amount'),
      reason: asked('reason'),
      window: asked('window'),
      basis: asked('basis') || 'lump',
      rate: asked('rate'),
      volume: asked('volume'),
      each: asked('each'),
      fixed: asked('fixed'),
      threshold: asked('threshold'),
      stores: asked('stores'),
      stock: asked('stock'),
      shelfPrice: asked('shelfPrice'),
      agreed: asked('agreed'),
      /** Empty for all of ours. */
      products: url.searchParams.getAll('products')
    }
  };
};

/** What the window proposed: the address still says it, whatever has been typed since. */
function adviceOf(window: string, asked: URLSearchParams): Advice {
  const text = (name: string) => plainText(asked.get(name) ?? '', 2000);
  return {
    window,
    account: text('account'),
    from: text('from'),
    to: text('to'),
    amount: text('amount'),
    reason: text('reason')
  };
}

export const actions: Actions = {
  default: async ({ request, locals, url }) => {
    const db = database();
    const { currency } = await readOrganisation(db);
    const sent = await readFormData(request);
    const given = fieldsOf(sent);
    const { key: _, products: __, ...fields } = given;
    const productCodes = sent
      .getAll('products')
      .slice(0, MOST_PRODUCTS)
      .map((code) => plainText(String(code), 200));
    const kept = { ...fields, products: productCodes };
    const parsed = planInput(currency).safeParse(given);
    if (!parsed.success) {
      return fail(400, {
        kept,
        faults: z.flattenError(parsed.error).fieldErrors as Record<string, string[]>,
        refusal: null
      });
    }
    const { account, fund, name, tactic, from, to, amount, reason, key, window, terms } = parsed.data;
    const planned = await planPromotion(
      db,
      {
        accountCode: account,
        fundCode: fund,
        name,
        tactic,
        startsOn: from,
        endsOn: to,
        amountMinor: amount,
        reason,
        advice: window ? adviceOf(window, url.searchParams) : null,
        productCodes,
        terms
      },
      { personId: locals.person!.personId, today: today() },
      key
    );
    if (!planned.ok)
      return fail(409, { kept, faults: {} as Record<string, string[]>, refusal: planned.refusal });
    if (planned.isSubmitted) redirect(303, `/promotions/${encodeURIComponent(planned.code)}?submitted=yes`);
    redirect(
      303,
      `/timeline?${new URLSearchParams({ open: account, planned: planned.code })}#account-${encodeURIComponent(account)}`
    );
  }
};
