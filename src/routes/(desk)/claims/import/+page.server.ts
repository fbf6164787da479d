import { fail, redirect } from '@sveltejs/kit';
import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { readAccounts } from '$lib/accounts/account.server';
import { today } from '$lib/calendar/today.server';
import { readClaims } from '$lib/claims/claim.server';
import { readClaimSheet } from '$lib/claims/claim-sheet.input';
import { sheetLabels } from '$lib/claims/claim-sheet.text';
import { cellsOf, countImported, importClaims } from '$lib/claims/import-claims.server';
import { database } from '$lib/db/connect.server';
import { sentFiles } from '$lib/files/sent-files.server';
import { sumMinor } from '$lib/money/money';
import { readOrganisation } from '$lib/people/organisation.server';
import { fieldsOf } from '$lib/text/form-fields';
import { readFormData } from '$lib/text/form.server';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = () => ({ key: randomUUID() });

/** What a sheet says beside what is on file, with what is wrong with it. */
async function look(text: string) {
  const db = database();
  const table = cellsOf(text);
  if (!table) return { ok: false as const, why: 'broken-quotes' as const, columns: [], count: 0, said: '' };
  const [accounts, claims, { currency }] = await Promise.all([
    readAccounts(db),
    readClaims(db),
    readOrganisation(db)
  ]);
  const sheet = readClaimSheet(table, {
    accounts,
    onFile: claims.map((claim) => ({ ...claim, account: claim.account.code })),
    currency,
    today: today(),
    labels: sheetLabels()
  });
  return sheet.ok ? sheet : { columns: [], count: 0, said: '', ...sheet };
}

/** The text of a file that was chosen; null where it is none. */
async function textOf(form: FormData): Promise<string | null> {
  const [file] = await sentFiles(form, 'file');
  if (!file) return fieldsOf(form).text ?? '';
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(file.content);
    return text.includes('\0') || text.startsWith('PK') ? null : text;
  } catch {
    return null;
  }
}

const enterInput = z.object({ key: z.uuid(), text: z.string() });

export const actions: Actions = {
  check: async ({ request }) => {
    const text = await textOf(await readFormData(request));
    if (text === null)
      return fail(400, { text: '', refusal: { why: 'no-text' as const, columns: [], count: 0, said: '' } });
    const sheet = await look(text);
    return sheet.ok
      ? { text, sheet, amountMinor: sumMinor(sheet.rows.map(({ claim }) => claim?.amountMinor ?? 0)) }
      : fail(400, { text, refusal: sheet });
  },
  enter: async ({ request, locals }) => {
    const parsed = enterInput.safeParse(fieldsOf(await readFormData(request)));
    const changed = { why: 'changed' as const, columns: [], count: 0, said: '' };
    if (!parsed.success) return fail(400, { text: '', refusal: changed });
    const { key, text } = parsed.data;
    const sheet = await look(text);
    if (!sheet.ok) return fail(400, { text, refusal: sheet });
    const claims = sheet.rows.flatMap(({ claim }) => claim ?? []);
    // Sent twice: all of it is on file, and this form brought it.
    const before = sheet.rows.every(({ sameAs }) => sameAs !== null)
      ? await countImported(database(), key)
      : 0;
    if (before > 0) redirect(303, `/claims?imported=${before}`);
    // What was looked at is entered whole: somebody entered one of them meanwhile, or the text is another.
    const isWhole = claims.length > 0 && sheet.rows.every(({ faults }) => faults.length === 0);
    if (!isWhole || !(await importClaims(database(), claims, locals.person!.personId, key)))
      return fail(409, { text, refusal: changed });
    redirect(303, `/claims?imported=${claims.length}`);
  }
};
