import { createHash } from 'node:crypto';
import type { Adapter, DatabaseSession, DatabaseUser } from 'lucia';
import type { Db } from '$lib/db/connect.server';
import type { Person } from './person';

/** What is stored of a token: whoever copies the table cannot sign in with it. */
export function tokenHash(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}

/**
 * Lucia's sessions on our tables. Lucia hands over the raw token as the session's id; only its SHA-256 is stored.
 * A disabled person has no session, whatever the table says.
 */
export function sessionAdapter(db: Db): Adapter {
  return {
    async getSessionAndUser(token): Promise<[DatabaseSession | null, DatabaseUser | null]> {
      const row = await db
        .selectFrom('session')
        .innerJoin('person', 'person.person_id', 'session.person_id')
        .selectAll('person')
        .select('session.expires_at')
        .where('token_hash', '=', tokenHash(token))
        .where('disabled_at', 'is', null)
        .executeTakeFirst();
      if (!row) return [null, null];
      const person: Person = {
        personId: row.person_id,
        name: row.name,
        email: row.email,
        role: row.role,
        language: row.language,
        theme: row.theme,
        isDemo: row.is_demo
      };
      return [
        { id: token, userId: row.person_id, expiresAt: row.expires_at, attributes: {} },
        { id: row.person_id, attributes: { person } }
      ];
    },
    async getUserSessions(personId): Promise<DatabaseSession[]> {
      const rows = await db.selectFrom('session').selectAll().where('person_id', '=', personId).execute();
      return rows.map((row) => ({
        id: row.token_hash,
        userId: row.person_id,
        expiresAt: row.expires_at,
        attributes: {}
      }));
    },
    async setSession(session) {
      await db
        .insertInto('session')
        .values({
          token_hash: tokenHash(session.id),
          person_id: session.userId,
          expires_at: session.expiresAt
        })
        .execute();
    },
    async updateSessionExpiration(token, expiresAt) {
      await db
        .updateTable('session')
        .set({ expires_at: expiresAt })
        .where('token_hash', '=', tokenHash(token))
        .execute();
    },
    async deleteSession(token) {
      await db.deleteFrom('session').where('token_hash', '=', tokenHash(token)).execute();
    },
    async deleteUserSessions(personId) {
      await db.deleteFrom('session').where('person_id', '=', personId).execute();
    },
    async deleteExpiredSessions() {
      await db.deleteFrom('session').where('expires_at', '<=', new Date()).execute();
    }
  };
}
