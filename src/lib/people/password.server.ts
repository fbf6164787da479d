import { hash, verify } from '@node-rs/argon2';
import { normalForm } from '$lib/text/normal-form';

/** OWASP's first recommendation for argon2id: 19 MiB, two passes, one lane. */
const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };
/** Of a password nobody has: an unknown e-mail then takes as long to refuse as a wrong password. */
const NOBODYS = hash(`${Math.random()}`, COST);

/** An argon2id hash with its salt and cost in it. Takes a noticeable part of a second on purpose. */
export function hashPassword(password: string): Promise<string> {
  return hash(normalForm(password, 'NFKC'), COST);
}

/** @param stored null for a person who has no password, or for nobody */
export async function isPassword(stored: string | null, password: string): Promise<boolean> {
  const matches = await verify(stored ?? (await NOBODYS), normalForm(password, 'NFKC'));
  return stored !== null && matches;
}
