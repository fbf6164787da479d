import { createHash, randomInt } from 'node:crypto';
import type { Db } from '$lib/db/connect.server';
import { hashPassword } from './password.server';
import type { SetupInput } from './setup.input';

/** Without letters that are taken for one another. */
const ALPHABET = 'ABCDEFGHJKMNPQRSTUVWXYZ23456789';

/**
 * A one-time code with which the first visitor becomes the administrator. Only its hash is stored; each start makes
 * a new one until it is used.
 *
 * @returns null where somebody can sign in already
 */
export async function issueSetupCode(db: Db): Promise<string | null> {
  if (await hasPeople(db)) return null;
  const letters = Array.from({ length: 16 }, () => ALPHABET[randomInt(ALPHABET.length)]).join('');
  const code = letters.match(/.{4}/g)!.join('-');
  await db
    .updateTable('organisation')
    .set({ setup_code_hash: codeHash(code) })
    .execute();
  return code;
}

export async function hasPeople(db: Db): Promise<boolean> {
  return (await db.selectFrom('person').select('person_id').limit(1).executeTakeFirst()) !== undefined;
}

export type SetupOutcome =
  { ok: true; personId: number } | { ok: false; why: 'wrong-code' | 'done-before' | 'currency-in-use' };

/** Makes the organisation and its administrator; the code works once. */
export async function setUp(db: Db, input: SetupInput): Promise<SetupOutcome> {
  const passwordHash = await hashPassword(input.password);
  return db.transaction().execute(async (tx) => {
    const organisation = await tx
      .selectFrom('organisation')
      .selectAll()
      .forUpdate()
      .executeTakeFirstOrThrow();
    if (await tx.selectFrom('person').select('person_id').limit(1).executeTakeFirst())
      return { ok: false, why: 'done-before' };
    if (organisation.setup_code_hash !== codeHash(input.code)) return { ok: false, why: 'wrong-code' };
    const booked = await tx.selectFrom('movement').select('movement_id').limit(1).executeTakeFirst();
    // Amounts are stored in the minor units of a currency; what is booked cannot change its meaning.
    if (booked && organisation.currency !== input.currency) return { ok: false, why: 'currency-in-use' };
    await tx
      .updateTable('organisation')
      .set({
        name: input.organisation,
        currency: input.currency,
        fiscal_kind: input.fiscalKind,
        fiscal_year_start_month: input.yearStartMonth,
        fund_period: input.fundPeriod,
        setup_code_hash: null
      })
      .execute();
    const { person_id } = await tx
      .insertInto('person')
      .values({
        name: input.name,
        email: input.email,
        role: 'admin',
        password_hash: passwordHash,
        language: null,
        theme: null
      })
      .returning('person_id')
      .executeTakeFirstOrThrow();
    return { ok: true, personId: person_id };
  });
}

function codeHash(code: string): string {
  return createHash('sha256')
    .update(code.toUpperCase().replace(/[^A-Z0-9]/g, ''))
    .digest('hex');
}
