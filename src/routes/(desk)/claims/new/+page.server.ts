import { fail, redirect } from '@sveltejs/kit';
import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { readAccounts } from '$lib/accounts/account.server';
import { today } from '$lib/calendar/today.server';
import { attachFiles } from '$lib/claims/attachment.server';
import { newClaimInput } from '$lib/claims/claim.input';
import { enterClaim } from '$lib/claims/enter-claim.server';
import { database } from '$lib/db/connect.server';
import { sentFiles } from '$lib/files/sent-files.server';
import { readUploads, UPLOAD_BYTES } from '$lib/files/upload';
import { readOrganisation } from '$lib/people/organisation.server';
import { fieldsOf } from '$lib/text/form-fields';
import { readFormData } from '$lib/text/form.server';
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
    const form = await readFormData(request, UPLOAD_BYTES);
    const given = fieldsOf(form);
    const { key: _, ...kept } = given;
    const parsed = newClaimInput((await readOrganisation(db)).currency).safeParse(given);
    const papers = readUploads(await sentFiles(form, 'papers'));
    if (!parsed.success || !papers.ok)
      return fail(400, {
        kept,
        faults: (parsed.error ? z.flattenError(parsed.error).fieldErrors : {}) as Record<string, string[]>,
        paperRefusal: papers.ok ? null : papers.refusal,
        onFile: null
      });
    const { key, account, reference, kind, amount, issued, received, note } = parsed.data;
    const { personId } = locals.person!;
    const claim = {
      accountCode: account,
      reference,
      kind,
      amountMinor: amount,
      issuedOn: issued,
      receivedOn: received,
      note
    };
    // The claim and its papers come together or not at all.
    const entered = await db.transaction().execute(async (tx) => {
      const outcome = await enterClaim(tx, claim, personId, key);
      if (outcome.ok) await attachFiles(tx, outcome.claimId, papers.uploads, personId);
      return outcome;
    });
    if (entered.ok) redirect(303, `/claims/${entered.claimId}?entered=yes`);
    return fail(409, {
      kept,
      faults: (entered.refusal.why === 'unknown-account' ? { account: ['missing'] } : {}) as Record<
        string,
        string[]
      >,
      paperRefusal: null,
      onFile: entered.refusal.why === 'on-file' ? entered.refusal.claimId : null
    });
  }
};
