import { error, fail } from '@sveltejs/kit';
import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { today } from '$lib/calendar/today.server';
import { database } from '$lib/db/connect.server';
import { readFunds } from '$lib/funds/fund.server';
import { mayDraw, NO_RULE, reserveAge, reserveLayers } from '$lib/funds/reserve';
import { reserveRuleInput } from '$lib/funds/reserve.input';
import { readDrawn, readReserveBooks, setReserveRule } from '$lib/funds/reserve.server';
import { readOrganisation } from '$lib/people/organisation.server';
import { may, rolesFor } from '$lib/people/permission';
import { refusalText } from '$lib/people/permission.text';
import { fieldsOf } from '$lib/text/form-fields';
import { readFormData } from '$lib/text/form.server';
import { readOpenWindows } from '$lib/windows/open-window.server';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals }) => {
  const db = database();
  const on = today();
  const [all, books] = await Promise.all([readFunds(db, null), readReserveBooks(db)]);
  const reserves = all.flatMap((fund) => {
    const found = books.get(fund.fundId);
    if (!found) return [];
    const rule = found.rule ?? NO_RULE;
    return [
      {
        fundId: fund.fundId,
        code: fund.code,
        name: fund.name,
        account: fund.account,
        periodStart: fund.periodStart,
        periodEnd: fund.periodEnd,
        held: fund.reserve,
        free: Math.max(0, fund.reserve - rule.floorMinor),
        age: reserveAge(reserveLayers(found.changes), on),
        rule,
        /** Null where nobody has set one. */
        setBy: found.rule,
        draws: found.draws
      }
    ];
  });
  const holding = reserves.filter(
    ({ held, periodStart, periodEnd }) => held > 0 && periodStart <= on && on <= periodEnd
  );
  // Windows are looked for only where there is money that they could draw.
  const open = holding.length === 0 ? [] : await readOpenWindows(db, null, on);
  const windows = await Promise.all(
    open.flatMap(({ account, window, title, planHref }) =>
      holding
        .filter((fund) => fund.account?.code === account.code)
        .map(async (fund) => ({
          id: window.id,
          account,
          title,
          confidence: window.confidence,
          from: window.from,
          to: window.to,
          fund: fund.name,
          planHref: `${planHref}&${new URLSearchParams({ fund: fund.code })}`,
          draw: mayDraw(fund.rule, fund.held, window, await readDrawn(db, fund.fundId, window.id))
        }))
    )
  );
  return {
    reserves,
    windows,
    today: on,
    ruleKey: randomUUID(),
    canPlan: may(locals.person!.role, 'promotion.plan'),
    canRule: may(locals.person!.role, 'reserve.rule')
  };
};

export const actions: Actions = {
  rule: async ({ request, locals }) => {
    const person = locals.person!;
    if (!may(person.role, 'reserve.rule')) error(403, refusalText(person.role, rolesFor('reserve.rule')));
    const db = database();
    const sent = await readFormData(request);
    const given = fieldsOf(sent);
    const kinds = sent.getAll('kinds').map(String);
    const kept = { ...given, kinds };
    const parsed = reserveRuleInput((await readOrganisation(db)).currency).safeParse({ ...given, kinds });
    if (!parsed.success)
      return fail(400, {
        kept,
        faults: z.flattenError(parsed.error).fieldErrors as Record<string, string[] | undefined>,
        refusal: null
      });
    const { fund, floor, confidence, limit, hand, reason, key } = parsed.data;
    const outcome = await setReserveRule(
      db,
      fund,
      {
        floorMinor: floor,
        kinds: parsed.data.kinds,
        leastConfidence: confidence,
        windowLimitMinor: limit,
        isByHand: hand === 'yes'
      },
      reason,
      { personId: person.personId, today: today() },
      key
    );
    if (!outcome.ok)
      return fail(409, {
        kept,
        faults: {} as Record<string, string[] | undefined>,
        refusal: outcome.refusal
      });
    return { done: fund };
  }
};
