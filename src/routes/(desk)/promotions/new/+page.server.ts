import { fail, redirect } from '@sveltejs/kit';
import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { addDays, type Day, parseDay } from '$lib/calendar/day';
import { today } from '$lib/calendar/today.server';
import { mondayOf } from '$lib/calendar/week';
import { database, type Db } from '$lib/db/connect.server';
import type { Fund } from '$lib/funds/fund';
import { readFunds } from '$lib/funds/fund.server';
import { mayDraw } from '$lib/funds/reserve';
import { readDrawn, readRule } from '$lib/funds/reserve.server';
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
import { readOpenWindows } from '$lib/windows/open-window.server';
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
  const account = asked('account');
  const owned = funds.filter((fund) => fund.account?.code === account);
  return {
    key: randomUUID(),
    /** The window that it is planned from, and what of each reserve it may draw; null where it is open no more. */
    draw: await readDrawable(db, { account, window: asked('window') }, owned, today()),
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
      draw: asked('draw'),
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

/** The window that a plan names, where it is open: as the data say. */
async function findWindow(db: Db, { account, window: id }: { account: string; window: string }, on: Day) {
  if (!account || !id) return null;
  return (await readOpenWindows(db, account, on)).find(({ window }) => window.id === id) ?? null;
}

async function readDrawable(
  db: Db,
  asked: { account: string; window: string },
  funds: readonly Fund[],
  on: Day
) {
  const holding = funds.filter(({ reserve }) => reserve > 0);
  const open = holding.length === 0 ? null : await findWindow(db, asked, on);
  if (!open) return null;
  const { window, title } = open;
  const reserves = await Promise.all(
    holding.map(async ({ fundId, code, reserve }) => {
      const [rule, drawn] = await Promise.all([readRule(db, fundId), readDrawn(db, fundId, window.id)]);
      return { fund: code, reserve, allowed: mayDraw(rule, reserve, window, drawn) };
    })
  );
  return { account: asked.account, title, reserves };
}

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
    const { account, fund, name, tactic, from, to, amount, reason, key, window, terms, draw } = parsed.data;
    const by = { personId: locals.person!.personId, today: today() };
    const open = draw > 0 ? await findWindow(db, { account, window: window ?? '' }, by.today) : null;
    if (draw > 0 && !open)
      return fail(409, {
        kept,
        faults: {} as Record<string, string[]>,
        refusal: { why: 'draw-no-window' as const }
      });
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
        terms,
        ...(open && { draw: { amountMinor: draw, window: open.window } })
      },
      by,
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
