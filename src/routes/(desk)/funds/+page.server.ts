import { error, fail, redirect } from '@sveltejs/kit';
import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { readAccounts } from '$lib/accounts/account.server';
import { parseDay } from '$lib/calendar/day';
import { fiscalYearNumbered, fiscalYearOf } from '$lib/calendar/fiscal';
import { today } from '$lib/calendar/today.server';
import { database } from '$lib/db/connect.server';
import { allocate } from '$lib/funds/allocate.server';
import {
  columnsBefore,
  fiscalPeriodFrom,
  gridColumns,
  gridRows,
  parseGridView
} from '$lib/funds/allocation-grid';
import { allocationInput, undoAllocationInput } from '$lib/funds/allocation.input';
import { fundName } from '$lib/funds/allocation.text';
import { elapsedShare, paceOfAll, totalMoney } from '$lib/funds/fund';
import { newFundInput } from '$lib/funds/fund.input';
import { asksForList, listFunds, parseFundList } from '$lib/funds/fund-list';
import { readFunds } from '$lib/funds/fund.server';
import { openFund } from '$lib/funds/open-fund.server';
import { kindOfBatch, readAllocations, undoAllocation } from '$lib/funds/undo-allocation.server';
import { getLocale } from '$lib/paraglide/runtime';
import { readOrganisation } from '$lib/people/organisation.server';
import { may, rolesFor } from '$lib/people/permission';
import { refusalText } from '$lib/people/permission.text';
import { safePath } from '$lib/people/sign-in.input';
import { readSellInValue } from '$lib/sell-through/sell-in-value.server';
import { readForm } from '$lib/text/form.server';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ url, locals }) => {
  const db = database();
  const on = today();
  const isList = asksForList(url.searchParams);
  const [{ calendar, fundPeriod }, funds, accounts, sellIn, saved] = await Promise.all([
    readOrganisation(db),
    readFunds(db, null),
    readAccounts(db),
    isList ? {} : readSellInValue(db, on),
    isList ? [] : readAllocations(db, SAVED_SHOWN)
  ]);
  const list = parseFundList(url.searchParams);
  const shown = listFunds(funds, list, on, new Intl.Collator(getLocale()).compare);
  const year = fiscalYearOf(calendar, on);
  const newFor = url.searchParams.get('new');
  const neededOn = parseDay(url.searchParams.get('day') ?? '');
  const view = parseGridView(url.searchParams, fundPeriod, year.year);
  const columns = gridColumns(calendar, view);
  return {
    grid: isList
      ? null
      : {
          ...view,
          columns,
          yearLabel: fiscalYearNumbered(calendar, view.year).label,
          rows: gridRows(accounts, funds, columns, columnsBefore(calendar, view))
        },
    sellIn,
    saved,
    canReopen: may(locals.person!.role, 'period.close'),
    /** A key for the undo of each saved allocation. */
    keys: Object.fromEntries(saved.map(({ batchId }) => [batchId, randomUUID()])),
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

/** Saved allocations under the grid. */
const SAVED_SHOWN = 10;

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
        did: 'open' as const,
        kept,
        faults: z.flattenError(parsed.error).fieldErrors as Record<string, string[]>,
        refusal: null
      });
    }
    const { key, name, account, from, to, amount, source, accrual } = parsed.data;
    const opened = await openFund(
      db,
      {
        name,
        accountCode: account,
        from,
        to,
        amountMinor: amount,
        sourceCode: source,
        ...(accrual !== undefined && { accrualBasisPoints: accrual })
      },
      { personId: locals.person!.personId, today: today() },
      key
    );
    if (!opened.ok)
      return fail(409, {
        did: 'open' as const,
        kept,
        faults: {} as Record<string, string[]>,
        refusal: opened.refusal
      });
    redirect(303, wayBack(url) || `/funds/${encodeURIComponent(opened.code)}?opened=yes`);
  },
  allocate: async ({ request, locals }) => {
    const db = database();
    const parsed = allocationInput.safeParse(await readForm(request));
    if (!parsed.success) return fail(400, { did: 'allocate' as const, refusal: { why: 'unreadable' } });
    const { key, reason, source, edits } = parsed.data;
    const [{ calendar }, accounts] = await Promise.all([readOrganisation(db), readAccounts(db)]);
    const nameOf = new Map(accounts.map(({ code, name }) => [code, name]));
    const names = edits.map((edit) =>
      fundName(nameOf.get(edit.account) ?? null, fiscalPeriodFrom(calendar, edit), edit, getLocale())
    );
    const by = { personId: locals.person!.personId, today: today() };
    const done = await allocate(db, { edits, sourceCode: source, reason }, names, by, key);
    return done.ok
      ? { did: 'allocate' as const, batchId: done.batchId }
      : fail(409, { did: 'allocate' as const, refusal: done.refusal });
  },
  undo: async ({ request, locals }) => {
    const parsed = undoAllocationInput.safeParse(await readForm(request));
    if (!parsed.success) return fail(400, { did: 'undo' as const, refusal: { why: 'unknown-batch' } });
    const { key, batch, reason } = parsed.data;
    const { role } = locals.person!;
    // Who does not close periods does not open them again.
    if (!may(role, 'period.close') && (await kindOfBatch(database(), batch)) === 'close')
      error(403, refusalText(role, rolesFor('period.close')));
    const by = { personId: locals.person!.personId, today: today() };
    const done = await undoAllocation(database(), batch, reason, by, key);
    return done.ok
      ? { did: 'undo' as const, batchId: done.batchId }
      : fail(409, { did: 'undo' as const, refusal: done.refusal });
  }
};
