import { fail } from '@sveltejs/kit';
import { database } from '$lib/db/connect.server';
import { passwordFault } from '$lib/people/password';
import { hasPassword, savePreferences, setPassword } from '$lib/people/person.server';
import { openSession, sessionCookie } from '$lib/people/session.server';
import { ownNameInput, ownPasswordInput } from '$lib/people/settings.input';
import { strictly } from '$lib/people/throttle';
import { signInThrottle } from '$lib/people/throttle.server';
import { readForm } from '$lib/text/form.server';
import type { Actions } from './$types';

export const actions: Actions = {
  name: async ({ request, locals }) => {
    const parsed = ownNameInput.safeParse(await readForm(request));
    if (!parsed.success) return fail(400, { about: 'name', why: 'name' });
    await savePreferences(database(), locals.person!.personId, parsed.data);
    return { about: 'name', why: null };
  },
  password: async ({ request, locals, cookies, url }) => {
    const person = locals.person!;
    const parsed = ownPasswordInput.safeParse(await readForm(request));
    if (!parsed.success || person.isDemo) return fail(400, { about: 'password', why: 'wrong' });
    const { current, next } = parsed.data;
    // Whoever finds a browser signed in must not guess the password from it.
    const throttle = signInThrottle();
    const count = strictly(`own-password:${person.personId}`);
    const seconds = Math.ceil(throttle.begin([count], Date.now()) / 1000);
    if (seconds > 0) return fail(429, { about: 'password', why: 'wait', seconds });
    if (!(await hasPassword(database(), person.personId, current)))
      return fail(400, { about: 'password', why: 'wrong' });
    throttle.clear(count);
    const fault = passwordFault(next, [person.email, person.name]);
    if (fault) return fail(400, { about: 'password', why: fault });
    await setPassword(database(), person.personId, next);
    const token = await openSession(database(), person.personId, null);
    const { name, value, attributes } = sessionCookie(token, url.protocol === 'https:');
    cookies.set(name, value, attributes);
    return { about: 'password', why: null };
  }
};
