import { z } from 'zod';
import { neededInput } from '$lib/text/text.input';
import { ROLES } from './person';

export const signInInput = z.object({
  email: neededInput(254).transform((value) => value.toLowerCase()),
  password: z.string().max(1000)
});

export const demoInput = z.object({ role: z.enum(ROLES) });

const HERE = 'http://here.invalid';

/**
 * A path on this site, whatever was asked for: nobody is sent elsewhere by a `next` or a `back` of an address. What
 * counts is what comes out: `/.//elsewhere` begins like a path of ours, and is none once its dots are gone.
 */
export function safePath(asked: string | null): string {
  if (!asked?.startsWith('/') || !URL.canParse(asked, HERE)) return '/';
  const { origin, pathname, search, hash } = new URL(asked, HERE);
  const path = pathname + search + hash;
  const isHere = origin === HERE && /^\/(?![/\\])/.test(path) && new URL(path, HERE).origin === HERE;
  return isHere ? path : '/';
}
