import { sql } from 'kysely';
import type { Tx } from '$lib/db/connect.server';
import { addApprovalRule } from '$lib/promotions/approval.server';

const OWN_LIMIT_MINOR = 50_000_000;
const APPROVE_LIMIT_MINOR = 200_000_000;
/** At one account less is committed without a second pair of eyes, and the next plan there waits for them. */
const NEW_ACCOUNT_LIMIT_MINOR = 10_000_000;

/** Who may commit how much in the demo market, and one plan that waits for approval. */
export async function loadApprovals(tx: Tx, manager: number): Promise<void> {
  const rule = { role: 'manager', tactic: null, isWithdrawn: false } as const;
  await addApprovalRule(
    tx,
    { ...rule, accountCode: '', ownLimitMinor: OWN_LIMIT_MINOR, approveLimitMinor: APPROVE_LIMIT_MINOR },
    null
  );
  const { rows } = await sql<{ account: string }>`
    update promotion p set submitted_on = created_on, submitted_by = ${manager}::bigint
    from account a
    where a.account_id = p.account_id and p.promotion_id = (
      select promotion_id from promotion
      where approved_on is null and cancelled_on is null and planned_minor > ${NEW_ACCOUNT_LIMIT_MINOR}::bigint
        and planned_minor <= ${OWN_LIMIT_MINOR}::bigint
      order by code desc limit 1)
    returning a.code as account`.execute(tx);
  for (const { account } of rows)
    await addApprovalRule(
      tx,
      {
        ...rule,
        accountCode: account,
        ownLimitMinor: NEW_ACCOUNT_LIMIT_MINOR,
        approveLimitMinor: APPROVE_LIMIT_MINOR
      },
      null
    );
}
