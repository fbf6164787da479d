import { fail, redirect } from '@sveltejs/kit';
import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { readAccounts } from '$lib/accounts/account.server';
import { today } from '$lib/calendar/today.server';
import { newClaimInput } from '$lib/claims/claim.input';
import { enterClaim } from '$lib/claims/enter-claim.server';
import { database } from '$lib/db/connect.server';
import { readOrganisation } from '$lib/people/organisation.server';
import { readForm } from '$lib/text/form.server';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ url }) => ({
  key: randomUUID(),
  today: today(),
  account: url.searchParams.get('account') ?? '',
  accounts: (await readAccounts(database())).map(({ code, name }) => ({ code, name }))
});

export const actions: Actions = {
  default: async ({ request, locals }) => {
    const db = database();
    const given = await readForm(request);
    const { key: _, ...kept } = given;
    const parsed = newClaimInput((await readOrganisation(db)).currency).safeParse(given);
    if (!parsed.success)
      return fail(400, {
        kept,
        faults: z.flattenError(parsed.error).fieldErrors as Record<string, string[]>,
        onFile: null
      });
    const { key, account, reference, kind, amount, issued, received, note } = parsed.data;
    const entered = await enterClaim(
      db,
      {
        accountCode: account,
        reference,
        kind,
        amountMinor: amount,
        issuedOn: issued,
        receivedOn: received,
        note
      },
      locals.person!.personId,
      key
    );
    if (entered.ok) redirect(303, `/claims/${entered.claimId}?entered=yes`);
    return fail(409, {
      kept,
      faults: (entered.refusal.why === 'unknown-account' ? { account: ['missing'] } : {}) as Record<
        string,
        string[]
      >,
      onFile: entered.refusal.why === 'on-file' ? entered.refusal.claimId : null
    });
  }
};
