import { redirect } from '@sveltejs/kit';
import { z } from 'zod';
import { database } from '$lib/db/connect.server';
import { LANGUAGES, THEMES } from '$lib/people/person';
import { savePreferences } from '$lib/people/person.server';
import { safePath } from '$lib/people/sign-in.input';
import { readForm } from '$lib/text/form.server';
import type { RequestHandler } from './$types';

const input = z.object({
  language: z.enum(LANGUAGES).nullish(),
  theme: z.enum([...THEMES, 'auto']).nullish(),
  back: z.string().nullish()
});
const YEAR = 31_536_000;

export const POST: RequestHandler = async ({ request, cookies, locals, url }) => {
  const { language, theme, back } = input.catch({}).parse(await readForm(request));
  const isSecure = url.protocol === 'https:';
  // Scripts read both: the language to draw in it, the theme not to flash.
  const options = { path: '/', maxAge: YEAR, httpOnly: false, sameSite: 'lax', secure: isSecure } as const;
  if (language) cookies.set('language', language, options);
  if (theme) cookies.set('theme', theme, options);
  if (locals.person) {
    await savePreferences(database(), locals.person.personId, {
      ...(language && { language }),
      ...(theme && { theme: theme === 'auto' ? null : theme })
    });
  }
  redirect(303, safePath(back ?? null));
};
