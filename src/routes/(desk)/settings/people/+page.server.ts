import { fail } from '@sveltejs/kit';
import { z } from 'zod';
import { database } from '$lib/db/connect.server';
import { passwordFault } from '$lib/people/password';
import { addPerson, changePerson, readPeople, setPassword } from '$lib/people/person.server';
import { accessInput, newPersonInput, resetInput, roleInput } from '$lib/people/settings.input';
import { readForm } from '$lib/text/form.server';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async () => ({ people: await readPeople(database()) });

const values = async (request: Request) => await readForm(request);

export const actions: Actions = {
  add: async ({ request }) => {
    const given = await values(request);
    const parsed = newPersonInput.safeParse(given);
    const kept = { name: given.name ?? '', email: given.email ?? '', role: given.role ?? 'manager' };
    if (!parsed.success)
      return fail(400, {
        kept,
        faults: z.flattenError(parsed.error).fieldErrors as Record<string, string[]>,
        why: null
      });
    const outcome = await addPerson(database(), parsed.data);
    if (!outcome.ok)
      return fail(409, { kept, faults: {} as Record<string, string[]>, why: outcome.why as string });
    return { done: parsed.data.name };
  },
  role: async ({ request, locals }) => {
    const parsed = roleInput.safeParse(await values(request));
    if (!parsed.success) return fail(400, { why: 'unknown' });
    const outcome = await changePerson(database(), locals.person!.personId, parsed.data.personId, {
      role: parsed.data.role
    });
    return outcome.ok ? { done: '' } : fail(409, { why: outcome.why as string });
  },
  access: async ({ request, locals }) => {
    const parsed = accessInput.safeParse(await values(request));
    if (!parsed.success) return fail(400, { why: 'unknown' });
    const outcome = await changePerson(database(), locals.person!.personId, parsed.data.personId, {
      isDisabled: parsed.data.isDisabled
    });
    return outcome.ok ? { done: '' } : fail(409, { why: outcome.why as string });
  },
  reset: async ({ request }) => {
    const parsed = resetInput.safeParse(await values(request));
    if (!parsed.success) return fail(400, { why: 'unknown' });
    const person = (await readPeople(database())).find(({ personId }) => personId === parsed.data.personId);
    if (!person || person.isDemo) return fail(400, { why: 'unknown' });
    const fault = passwordFault(parsed.data.password, [person.email, person.name]);
    if (fault) return fail(400, { why: fault as string });
    await setPassword(database(), person.personId, parsed.data.password);
    return { done: person.name };
  }
};
