import { redirect } from '@sveltejs/kit';
import { database } from '$lib/db/connect.server';
import { closeSession, sessionCookie } from '$lib/people/session.server';
import type { RequestHandler } from './$types';

export const POST: RequestHandler = async ({ cookies, locals, url }) => {
  if (locals.sessionToken) await closeSession(database(), locals.sessionToken);
  const { name, value, attributes } = sessionCookie('', url.protocol === 'https:');
  cookies.set(name, value, attributes);
  redirect(303, '/sign-in');
};
