import { error, type Handle, type HandleServerError, json, redirect } from '@sveltejs/kit';
import { sequence } from '@sveltejs/kit/hooks';
import { randomUUID } from 'node:crypto';
import { database } from '$lib/db/connect.server';
import { decideAccess } from '$lib/people/permission';
import { refusalText } from '$lib/people/permission.text';
import { findSession, SESSION_COOKIE, sessionCookie } from '$lib/people/session.server';
import { paraglideMiddleware } from '$lib/paraglide/server';

/** The page in the reader's language and theme, before anything is drawn. */
const language: Handle = ({ event, resolve }) =>
  paraglideMiddleware(event.request, ({ request, locale }) => {
    event.request = request;
    const theme = event.cookies.get('theme');
    return resolve(event, {
      transformPageChunk: ({ html }) =>
        html
          .replace('%lang%', locale)
          .replace('%theme%', theme === 'light' || theme === 'dark' ? theme : 'auto')
    });
  });

/** SvelteKit checks the origin of forms only; a JSON body from another site must not pass either. */
const origin: Handle = ({ event, resolve }) => {
  const isWrite = !['GET', 'HEAD', 'OPTIONS'].includes(event.request.method);
  const from = event.request.headers.get('origin');
  const site = event.request.headers.get('sec-fetch-site');
  const isForeign =
    (from !== null && from !== event.url.origin) ||
    (site !== null && !['same-origin', 'none'].includes(site));
  if (isWrite && isForeign)
    return json({ message: 'Requests from another site are refused.' }, { status: 403 });
  return resolve(event);
};

/** Who is asking, and may they? The one place that decides it for every route. */
const guard: Handle = async ({ event, resolve }) => {
  const token = event.cookies.get(SESSION_COOKIE) ?? null;
  const session = token ? await findSession(database(), token) : null;
  event.locals.person = session?.person ?? null;
  event.locals.sessionToken = session ? token : null;
  if (token && session?.isFresh) {
    const { name, value, attributes } = sessionCookie(token, event.url.protocol === 'https:');
    event.cookies.set(name, value, attributes);
  }
  // An address without a route is answered by the page that says so.
  if (event.route.id === null) return resolve(event);
  const role = event.locals.person?.role ?? null;
  const verdict = decideAccess(event.route.id, event.request.method, role);
  if (verdict === 'allow') return resolve(event);
  if (verdict === 'sign-in') {
    const here = event.request.method === 'GET' ? event.url.pathname + event.url.search : '/';
    redirect(303, `/sign-in?next=${encodeURIComponent(here)}`);
  }
  if (event.request.method !== 'GET' || event.isDataRequest) error(403, refusalText(role, verdict.deny));
  const refused = await event.fetch(`/refused?route=${encodeURIComponent(event.route.id)}`);
  return new Response(refused.body, refused);
};

/** What is drawn for somebody is kept by nobody else. The headers of every answer are set by `cli/security-headers`. */
const headers: Handle = async ({ event, resolve }) => {
  const response = await resolve(event);
  if (event.locals.person && !response.headers.has('cache-control'))
    response.headers.set('cache-control', 'private, no-store');
  return response;
};

export const handle = sequence(headers, origin, language, guard);

export const handleError: HandleServerError = ({ error, status, message }) => {
  if (status === 404) return { message };
  const reference = randomUUID().slice(0, 8);
  console.error(`[${reference}]`, error);
  return { message, reference };
};
