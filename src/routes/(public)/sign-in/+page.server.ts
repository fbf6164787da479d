import { type Cookies, fail, redirect } from '@sveltejs/kit';
import { database } from '$lib/db/connect.server';
import { readOrganisation } from '$lib/people/organisation.server';
import { HOME, type Language, type Role, type Theme } from '$lib/people/person';
import { findByPassword, findDemoPerson } from '$lib/people/person.server';
import { openSession, sessionCookie } from '$lib/people/session.server';
import { hasPeople } from '$lib/people/setup.server';
import { demoInput, safePath, signInInput } from '$lib/people/sign-in.input';
import { signInCounts } from '$lib/people/throttle';
import { signInThrottle } from '$lib/people/throttle.server';
import { readForm } from '$lib/text/form.server';
import type { Actions, PageServerLoad, RequestEvent } from './$types';

export const load: PageServerLoad = async ({ locals, url }) => {
  const db = database();
  if (locals.person) redirect(303, HOME[locals.person.role]);
  if (!(await hasPeople(db))) redirect(303, '/setup');
  return { isDemo: (await readOrganisation(db)).isDemo, next: safePath(url.searchParams.get('next')) };
};

export const actions: Actions = {
  password: async (event) => {
    const parsed = signInInput.safeParse(await readForm(event.request));
    if (!parsed.success) return fail(400, { why: 'wrong', seconds: 0, email: '' });
    const { email, password } = parsed.data;
    const throttle = signInThrottle();
    const { pair, shared } = signInCounts(email, event.getClientAddress());
    const waitMs = throttle.begin([pair, ...shared], Date.now());
    if (waitMs > 0) return fail(429, { why: 'wait', seconds: Math.ceil(waitMs / 1000), email });
    const found = await findByPassword(database(), email, password);
    if (!found) return fail(400, { why: 'wrong', seconds: 0, email });
    throttle.clear(pair);
    for (const count of shared) throttle.forgive(count);
    await enter(event, found);
  },
  demo: async (event) => {
    const parsed = demoInput.safeParse(await readForm(event.request));
    const found = parsed.success ? await findDemoPerson(database(), parsed.data.role) : null;
    if (!found) return fail(400, { why: 'no-demo', seconds: 0, email: '' });
    await enter(event, found);
  }
};

async function enter(
  { cookies, locals, url }: RequestEvent,
  person: { personId: number; role: Role; language: Language | null; theme: Theme | null }
): Promise<never> {
  const isSecure = url.protocol === 'https:';
  const { name, value, attributes } = sessionCookie(
    await openSession(database(), person.personId, locals.sessionToken),
    isSecure
  );
  cookies.set(name, value, attributes);
  keep(cookies, isSecure, { language: person.language, theme: person.theme });
  const next = safePath(url.searchParams.get('next'));
  redirect(303, next === '/' ? HOME[person.role] : next);
}

/** What the person chose on another machine holds on this one too. */
function keep(cookies: Cookies, secure: boolean, values: Record<string, string | null>): void {
  for (const [name, value] of Object.entries(values)) {
    if (value)
      cookies.set(name, value, { path: '/', maxAge: 31_536_000, httpOnly: false, sameSite: 'lax', secure });
  }
}
