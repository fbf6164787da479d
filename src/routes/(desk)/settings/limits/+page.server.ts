import { fail } from '@sveltejs/kit';
import { z } from 'zod';
import { readAccounts } from '$lib/accounts/account.server';
import { database } from '$lib/db/connect.server';
import { readOrganisation } from '$lib/people/organisation.server';
import { ruleInput, withdrawRuleInput } from '$lib/promotions/approval.input';
import { addApprovalRule, readApprovalRules } from '$lib/promotions/approval.server';
import { readForm } from '$lib/text/form.server';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async () => {
  const db = database();
  const [rules, accounts] = await Promise.all([readApprovalRules(db), readAccounts(db)]);
  return { rules, accounts: accounts.map(({ code, name }) => ({ code, name })) };
};

export const actions: Actions = {
  add: async ({ request, locals }) => {
    const db = database();
    const kept = await readForm(request);
    const parsed = ruleInput((await readOrganisation(db)).currency).safeParse(kept);
    if (!parsed.success)
      return fail(400, {
        kept,
        faults: z.flattenError(parsed.error).fieldErrors as Record<string, string[]>
      });
    const { role, account, tactic, own, approve } = parsed.data;
    const isAdded = await addApprovalRule(
      db,
      {
        role,
        accountCode: account,
        tactic,
        ownLimitMinor: own,
        approveLimitMinor: approve,
        isWithdrawn: false
      },
      locals.person!.personId
    );
    return isAdded
      ? { done: true }
      : fail(409, { kept, faults: { account: ['unknown'] } as Record<string, string[]> });
  },
  withdraw: async ({ request, locals }) => {
    const parsed = withdrawRuleInput.safeParse(await readForm(request));
    if (!parsed.success)
      return fail(400, { kept: {} as Record<string, string>, faults: {} as Record<string, string[]> });
    const { role, account, tactic } = parsed.data;
    await addApprovalRule(
      database(),
      { role, accountCode: account, tactic, ownLimitMinor: null, approveLimitMinor: null, isWithdrawn: true },
      locals.person!.personId
    );
    return { done: true };
  }
};
