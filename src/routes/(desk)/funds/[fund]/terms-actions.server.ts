import { error, fail, type RequestEvent } from '@sveltejs/kit';
import { z } from 'zod';
import { today } from '$lib/calendar/today.server';
import { database } from '$lib/db/connect.server';
import { setAccrualRate } from '$lib/funds/accrual.server';
import { overdrawInput, rateInput } from '$lib/funds/fund.input';
import { setOverdraw } from '$lib/funds/overdraw.server';
import { may, rolesFor } from '$lib/people/permission';
import { refusalText } from '$lib/people/permission.text';
import { readForm } from '$lib/text/form.server';
import type { Actions, RouteParams } from './$types';

function asked({ locals }: RequestEvent) {
  const person = locals.person!;
  if (!may(person.role, 'fund.terms')) error(403, refusalText(person.role, rolesFor('fund.terms')));
  return { personId: person.personId, today: today() };
}

/** What was typed goes back with what is wrong with it. */
const faultsOf = (wrong: z.ZodError) =>
  z.flattenError(wrong).fieldErrors as Record<string, string[] | undefined>;
const NO_FAULTS: Record<string, string[] | undefined> = {};

/** What says how a fund grows and how far it may be overdrawn. */
export const termsActions = {
  rate: async (event: RequestEvent<RouteParams>) => {
    const by = asked(event);
    const given = await readForm(event.request);
    const { key: _, ...typed } = given;
    const parsed = rateInput.safeParse(given);
    if (!parsed.success)
      return fail(400, { set: 'rate' as const, typed, wrong: faultsOf(parsed.error), refusedTerms: null });
    const { product, rate, from, reason, key } = parsed.data;
    const outcome = await setAccrualRate(
      database(),
      { fundCode: event.params.fund, productCode: product, basisPoints: rate!, fromOn: from, reason },
      by,
      key
    );
    if (outcome.ok) return { set: 'rate' as const };
    return fail(409, { set: 'rate' as const, typed, wrong: NO_FAULTS, refusedTerms: outcome.refusal });
  },
  overdraw: async (event: RequestEvent<RouteParams>) => {
    const by = asked(event);
    const given = await readForm(event.request);
    const { key: _, ...typed } = given;
    const parsed = overdrawInput.safeParse(given);
    if (!parsed.success)
      return fail(400, {
        set: 'overdraw' as const,
        typed,
        wrong: faultsOf(parsed.error),
        refusedTerms: null
      });
    const { percent, reason, key } = parsed.data;
    const outcome = await setOverdraw(database(), event.params.fund, percent, reason, by, key);
    if (outcome.ok) return { set: 'overdraw' as const };
    return fail(409, { set: 'overdraw' as const, typed, wrong: NO_FAULTS, refusedTerms: outcome.refusal });
  }
} satisfies Actions;
