import { Lucia, TimeSpan } from 'lucia';
import type { Db } from '$lib/db/connect.server';
import type { Person } from './person';
import { sessionAdapter } from './session-adapter.server';

declare module 'lucia' {
  interface Register {
    Lucia: ReturnType<typeof luciaOn>;
    UserId: number;
    DatabaseUserAttributes: { person: Person };
  }
}

/** A cookie as SvelteKit sets it. */
export interface SessionCookie {
  name: string;
  value: string;
  attributes: { path: string; httpOnly: true; sameSite: 'lax'; secure: boolean; maxAge: number };
}

export const SESSION_COOKIE = 'warchest_session';
const DAYS = 30;

function luciaOn(db: Db) {
  return new Lucia(sessionAdapter(db), {
    sessionExpiresIn: new TimeSpan(DAYS, 'd'),
    sessionCookie: { name: SESSION_COOKIE },
    getUserAttributes: ({ person }) => ({ person })
  });
}

/**
 * Who a session token belongs to; null for an unknown or expired one and for a disabled person.
 *
 * @returns `isFresh` where the session was prolonged, so that its cookie must be too
 */
export async function findSession(
  db: Db,
  token: string
): Promise<{ person: Person; isFresh: boolean } | null> {
  const { session, user } = await luciaOn(db).validateSession(token);
  return session ? { person: user.person, isFresh: session.fresh } : null;
}

/** Opens a new session; an earlier one of the same browser is closed, so that a planted token is worth nothing. */
export async function openSession(db: Db, personId: number, earlierToken: string | null): Promise<string> {
  const lucia = luciaOn(db);
  if (earlierToken) await lucia.invalidateSession(earlierToken);
  await lucia.deleteExpiredSessions();
  return (await lucia.createSession(personId, {})).id;
}

export async function closeSession(db: Db, token: string): Promise<void> {
  await luciaOn(db).invalidateSession(token);
}

/** Ends every session of a person, as after a changed password. */
export async function closeAllSessions(db: Db, personId: number): Promise<void> {
  await luciaOn(db).invalidateUserSessions(personId);
}

/** @param isSecure whether people reach the app by https; plain http on this machine must work too */
export function sessionCookie(token: string, isSecure: boolean): SessionCookie {
  return {
    name: SESSION_COOKIE,
    value: token,
    attributes: {
      path: '/',
      httpOnly: true,
      sameSite: 'lax',
      secure: isSecure,
      maxAge: token ? DAYS * 86_400 : 0
    }
  };
}
