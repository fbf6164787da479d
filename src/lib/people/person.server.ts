import { sql } from 'kysely';
import type { Db, Tx } from '$lib/db/connect.server';
import { hashPassword, isPassword } from './password.server';
import type { Language, Role, Theme } from './person';
import { closeAllSessions } from './session.server';

export interface PersonRow {
  personId: number;
  name: string;
  email: string;
  role: Role;
  isDisabled: boolean;
  isDemo: boolean;
}

export type PersonChange =
  { ok: true } | { ok: false; why: 'last-admin' | 'yourself' | 'email-taken' | 'unknown' };

/** Who an e-mail and a password belong to; null for a wrong one of either, and for a disabled person. */
export async function findByPassword(db: Db, email: string, password: string) {
  const row = await db
    .selectFrom('person')
    .select(['person_id', 'password_hash', 'language', 'theme', 'role', 'disabled_at'])
    .where(sql`lower(email)`, '=', email)
    .executeTakeFirst();
  const matches = await isPassword(row?.password_hash ?? null, password);
  return row && matches && row.disabled_at === null
    ? { personId: row.person_id, language: row.language, theme: row.theme, role: row.role }
    : null;
}

/** The demo person of a role; null unless the demo market was loaded. */
export async function findDemoPerson(db: Db, role: Role) {
  const row = await db
    .selectFrom('person')
    .innerJoin('organisation', (join) => join.onTrue())
    .select(['person_id', 'language', 'theme', 'role'])
    .where('is_demo', '=', true)
    .where('demo_seed', 'is not', null)
    .where('role', '=', role)
    .where('disabled_at', 'is', null)
    .executeTakeFirst();
  return row ? { personId: row.person_id, language: row.language, theme: row.theme, role: row.role } : null;
}

export async function readPeople(db: Db): Promise<PersonRow[]> {
  const rows = await db.selectFrom('person').selectAll().orderBy('name').execute();
  return rows.map((row) => ({
    personId: row.person_id,
    name: row.name,
    email: row.email,
    role: row.role,
    isDisabled: row.disabled_at !== null,
    isDemo: row.is_demo
  }));
}

export async function savePreferences(
  db: Db,
  personId: number,
  values: { language?: Language; theme?: Theme | null; name?: string }
): Promise<void> {
  if (Object.keys(values).length === 0) return;
  await db.updateTable('person').set(values).where('person_id', '=', personId).execute();
}

export async function addPerson(
  db: Db,
  person: { name: string; email: string; role: Role; password: string }
): Promise<PersonChange> {
  const added = await db
    .insertInto('person')
    .values({
      name: person.name,
      email: person.email,
      role: person.role,
      password_hash: await hashPassword(person.password),
      language: null,
      theme: null
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning('person_id')
    .executeTakeFirst();
  return added ? { ok: true } : { ok: false, why: 'email-taken' };
}

/** A new password ends every session of the person; whoever changed their own signs in again by it. */
export async function setPassword(db: Db, personId: number, password: string): Promise<void> {
  await db
    .updateTable('person')
    .set({ password_hash: await hashPassword(password) })
    .where('person_id', '=', personId)
    .execute();
  await closeAllSessions(db, personId);
}

export async function hasPassword(db: Db, personId: number, password: string): Promise<boolean> {
  const row = await db
    .selectFrom('person')
    .select('password_hash')
    .where('person_id', '=', personId)
    .executeTakeFirst();
  return isPassword(row?.password_hash ?? null, password);
}

/**
 * Changes somebody's role, or shuts them out or lets them in again. Nobody does it to themselves, and the last
 * administrator who can sign in stays one.
 */
export async function changePerson(
  db: Db,
  byPersonId: number,
  personId: number,
  change: { role: Role } | { isDisabled: boolean }
): Promise<PersonChange> {
  if (byPersonId === personId) return { ok: false, why: 'yourself' };
  const outcome = await db.transaction().execute(async (tx): Promise<PersonChange> => {
    // Two administrators who demote each other at once must not both succeed.
    const admins = await lockAdmins(tx);
    const isLosingAdmin = 'role' in change ? change.role !== 'admin' : change.isDisabled;
    if (isLosingAdmin && admins.length === 1 && admins[0] === personId)
      return { ok: false, why: 'last-admin' };
    const values =
      'role' in change ? { role: change.role } : { disabled_at: change.isDisabled ? new Date() : null };
    const { numUpdatedRows } = await tx
      .updateTable('person')
      .set(values)
      .where('person_id', '=', personId)
      .executeTakeFirst();
    return numUpdatedRows === 1n ? { ok: true } : { ok: false, why: 'unknown' };
  });
  if (outcome.ok && 'isDisabled' in change && change.isDisabled) await closeAllSessions(db, personId);
  return outcome;
}

async function lockAdmins(tx: Tx): Promise<number[]> {
  const rows = await tx
    .selectFrom('person')
    .select('person_id')
    .where('role', '=', 'admin')
    .where('disabled_at', 'is', null)
    .orderBy('person_id')
    .forUpdate()
    .execute();
  return rows.map((row) => row.person_id);
}
