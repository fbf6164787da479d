import type { Db } from '../../src/lib/db/connect.server';
import type { Role } from '../../src/lib/people/person';

let made = 0;

/** Somebody of a role, who cannot sign in. */
export async function person(db: Db, role: Role = 'manager'): Promise<number> {
  const number = ++made;
  const { person_id } = await db
    .insertInto('person')
    .values({ email: `person-${number}@example.com`, name: `Person ${number}`, role })
    .returning('person_id')
    .executeTakeFirstOrThrow();
  return person_id;
}
