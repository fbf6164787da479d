import { z } from 'zod';
import { neededInput } from '$lib/text/text.input';
import { ROLES } from './person';

export const signInInput = z.object({
  email: neededInput(254).transform((value) => value.toLowerCase()),
  password: z.string().max(1000)
});

export const demoInput = z.object({ role: z.enum(ROLES) });

/** A path on this site, whatever was asked for: nobody is sent elsewhere after signing in. */
export function safePath(asked: string | null): string {
  if (!asked || !asked.startsWith('/') || /^\/[/\\]/.test(asked) || /[\r\n\t]/.test(asked)) return '/';
  const url = new URL(asked, 'http://here.invalid');
  return url.host === 'here.invalid' ? url.pathname + url.search + url.hash : '/';
}
