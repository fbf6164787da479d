import { error, fail } from '@sveltejs/kit';
import { randomUUID } from 'node:crypto';
import { today } from '$lib/calendar/today.server';
import { database, type Db } from '$lib/db/connect.server';
import { fiscalPeriodFrom } from '$lib/funds/allocation-grid';
import { fundName } from '$lib/funds/allocation.text';
import { closePeriod } from '$lib/funds/close-period.server';
import { readCarryOver, readFunds } from '$lib/funds/fund.server';
import { closableFunds } from '$lib/funds/period-close';
import { chosenFunds, closeInput } from '$lib/funds/period-close.input';
import { readAllocations } from '$lib/funds/undo-allocation.server';
import { getLocale } from '$lib/paraglide/runtime';
import { readOrganisation } from '$lib/people/organisation.server';
import { may, rolesFor } from '$lib/people/permission';
import { refusalText } from '$lib/people/permission.text';
import { fieldsOf } from '$lib/text/form-fields';
import { readFormData } from '$lib/text/form.server';
import type { Actions, PageServerLoad } from './$types';

/** Saved batches that are looked through for closes. */
const LOOKED_THROUGH = 50;

async function readClosable(db: Db) {
  const [{ calendar }, funds, rules] = await Promise.all([
    readOrganisation(db),
    readFunds(db, null),
    readCarryOver(db)
  ]);
  const ruled = funds.map((fund) => ({ ...fund, carryOver: rules.get(fund.code) ?? ('return' as const) }));
  return { calendar, ...closableFunds(ruled, calendar, today()) };
}

export const load: PageServerLoad = async ({ locals }) => {
  const db = database();
  const [{ calendar, closable, overdrawn }, batches] = await Promise.all([
    readClosable(db),
    readAllocations(db, LOOKED_THROUGH)
  ]);
  const closes = batches.filter(({ kind, undoes }) => kind === 'close' && undoes === null);
  return {
    key: randomUUID(),
    closable: closable.map((fund) => ({
      ...fund,
      nextName:
        fund.nextFund?.name ??
        fundName(fund.account?.name ?? null, fiscalPeriodFrom(calendar, fund.next), fund.next, getLocale())
    })),
    overdrawn,
    closes,
    keys: Object.fromEntries(closes.map(({ batchId }) => [batchId, randomUUID()])),
    canClose: may(locals.person!.role, 'period.close')
  };
};

export const actions: Actions = {
  close: async ({ request, locals }) => {
    const person = locals.person!;
    if (!may(person.role, 'period.close')) error(403, refusalText(person.role, rolesFor('period.close')));
    const db = database();
    const form = await readFormData(request);
    const given = fieldsOf(form);
    const parsed = closeInput.safeParse(given);
    const chosen = chosenFunds(form);
    const kept = { reason: given.reason ?? '', chosen: chosen.map(({ code }) => code) };
    if (!parsed.success) return fail(400, { kept, refusal: { why: 'no-reason' as const } });
    const { calendar, closable } = await readClosable(db);
    const known = new Map(closable.map((fund) => [fund.code, fund]));
    const funds = chosen.flatMap((each) => {
      const fund = known.get(each.code);
      return fund ? [{ ...each, next: fund.next }] : [];
    });
    if (funds.length < chosen.length)
      return fail(409, { kept, refusal: { why: 'moved-meanwhile' as const, fund: '' } });
    const nameOf = (code: string) => {
      const { account, next } = known.get(code)!;
      return fundName(account?.name ?? null, fiscalPeriodFrom(calendar, next), next, getLocale());
    };
    const { key, reason } = parsed.data;
    const by = { personId: person.personId, today: today() };
    const closed = await closePeriod(db, funds, reason, nameOf, by, key);
    return closed.ok ? { closed: funds.length } : fail(409, { kept, refusal: closed.refusal });
  }
};
