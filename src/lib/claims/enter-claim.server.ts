import type { Day } from '$lib/calendar/day';
import type { Db, Tx } from '$lib/db/connect.server';
import { hashOf } from '$lib/funds/ledger.server';
import type { Minor } from '$lib/money/money';
import type { ClaimKind } from './claim';

export interface NewClaim {
  accountCode: string;
  reference: string;
  kind: ClaimKind;
  amountMinor: Minor;
  issuedOn: Day;
  receivedOn: Day;
  note: string;
}

export type EnterRefusal =
  | { why: 'unknown-account' | 'key-reused' }
  /** The account's number is on file already. */
  | { why: 'on-file'; claimId: number };

/**
 * Keeps a claim that an account sent.
 *
 * @param key made by the client: the same form sent twice keeps one
 */
export async function enterClaim(
  db: Db | Tx,
  claim: NewClaim,
  personId: number,
  key: string
): Promise<{ ok: true; claimId: number } | { ok: false; refusal: EnterRefusal }> {
  const hash = hashOf(JSON.stringify(['claim', claim]));
  const account = await db
    .selectFrom('account')
    .select('account_id')
    .where('code', '=', claim.accountCode)
    .executeTakeFirst();
  if (!account) return { ok: false, refusal: { why: 'unknown-account' } };
  const entered = await db
    .insertInto('claim')
    .values({
      account_id: account.account_id,
      reference: claim.reference,
      kind: claim.kind,
      amount_minor: claim.amountMinor,
      issued_on: claim.issuedOn,
      received_on: claim.receivedOn,
      note: claim.note || null,
      made_by: personId,
      idempotency_key: key,
      request_hash: hash
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning('claim_id')
    .executeTakeFirst();
  if (entered) return { ok: true, claimId: entered.claim_id };
  const before = await db
    .selectFrom('claim')
    .select(['claim_id', 'request_hash'])
    .where('idempotency_key', '=', key)
    .executeTakeFirst();
  if (before)
    return before.request_hash === hash
      ? { ok: true, claimId: before.claim_id }
      : { ok: false, refusal: { why: 'key-reused' } };
  const { claim_id } = await db
    .selectFrom('claim')
    .select('claim_id')
    .where('account_id', '=', account.account_id)
    .where('reference', '=', claim.reference)
    .executeTakeFirstOrThrow();
  return { ok: false, refusal: { why: 'on-file', claimId: claim_id } };
}
