import { fail, redirect } from '@sveltejs/kit';
import { z } from 'zod';
import { database } from '$lib/db/connect.server';
import { readOrganisation } from '$lib/people/organisation.server';
import { openSession, sessionCookie } from '$lib/people/session.server';
import { setupInput } from '$lib/people/setup.input';
import { hasPeople, setUp } from '$lib/people/setup.server';
import { strictly } from '$lib/people/throttle';
import { signInThrottle } from '$lib/people/throttle.server';
import { readForm } from '$lib/text/form.server';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async () => {
  const db = database();
  if (await hasPeople(db)) redirect(303, '/sign-in');
  return { organisation: await readOrganisation(db) };
};

export const actions: Actions = {
  default: async ({ request, cookies, locals, url, getClientAddress }) => {
    const values = await readForm(request);
    const { password: _, ...kept } = values;
    const parsed = setupInput.safeParse(values);
    if (!parsed.success)
      return fail(400, { why: null, seconds: 0, faults: z.flattenError(parsed.error).fieldErrors, kept });
    const throttle = signInThrottle();
    const count = strictly(`setup:${getClientAddress()}`);
    const seconds = Math.ceil(throttle.begin([count], Date.now()) / 1000);
    if (seconds > 0) return fail(429, { why: 'wait', seconds, faults: {}, kept });
    const outcome = await setUp(database(), parsed.data);
    if (!outcome.ok) return fail(400, { why: outcome.why, seconds: 0, faults: {}, kept });
    throttle.clear(count);
    const { name, value, attributes } = sessionCookie(
      await openSession(database(), outcome.personId, locals.sessionToken),
      url.protocol === 'https:'
    );
    cookies.set(name, value, attributes);
    redirect(303, '/timeline');
  }
};
