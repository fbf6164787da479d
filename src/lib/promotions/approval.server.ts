import { sql } from 'kysely';
import type { Db, Tx } from '$lib/db/connect.server';
import type { Minor } from '$lib/money/money';
import type { Role } from '$lib/people/person';
import { type ApprovalRule, type Limits, limitsFor } from './approval';
import type { Tactic } from './tactic';

/** The rules that count now: the newest of each role, account and tactic that is not withdrawn. */
export async function readApprovalRules(db: Db | Tx): Promise<ApprovalRule[]> {
  const { rows } = await sql<
    Omit<ApprovalRule, 'account'> & { accountCode: string | null; accountName: string | null }
  >`
    select * from (
      select distinct on (r.role, r.account_id, r.tactic) r.approval_rule_id as "ruleId", r.role, r.tactic,
        a.code as "accountCode", a.name as "accountName", r.own_limit_minor as "ownLimitMinor",
        r.approve_limit_minor as "approveLimitMinor", r.is_withdrawn
      from approval_rule r left join account a using (account_id)
      order by r.role, r.account_id, r.tactic, r.approval_rule_id desc) newest
    where not is_withdrawn
    order by role, "accountName" nulls first, tactic nulls first`.execute(db);
  return rows.map(({ accountCode, accountName, ...rule }) => ({
    ...rule,
    account: accountCode === null ? null : { code: accountCode, name: accountName! }
  }));
}

export interface NewRule {
  role: Role;
  /** Empty for every account. */
  accountCode: string;
  tactic: Tactic | null;
  ownLimitMinor: Minor | null;
  approveLimitMinor: Minor | null;
  /** The rule of this role, account and tactic counts no more. */
  isWithdrawn: boolean;
}

/** Adds a rule, which counts from now on instead of the one before it. @returns false where there is no such account */
export async function addApprovalRule(db: Db | Tx, rule: NewRule, by: number | null): Promise<boolean> {
  const { numAffectedRows } = await sql`
    insert into approval_rule (role, account_id, tactic, own_limit_minor, approve_limit_minor, is_withdrawn, made_by)
    select ${rule.role}, a.account_id, ${rule.tactic}, ${rule.ownLimitMinor}::bigint, ${rule.approveLimitMinor}::bigint,
      ${rule.isWithdrawn}, ${by}::bigint
    from (select 1) one left join account a on a.code = ${rule.accountCode}
    where ${rule.accountCode} = '' or a.account_id is not null`.execute(db);
  return numAffectedRows === 1n;
}

/** The limits of a person at an account for a tactic. @throws where there is no such person */
export async function readLimits(
  db: Db | Tx,
  personId: number,
  asked: { account: string; tactic: Tactic }
): Promise<Limits> {
  const { role } = await db
    .selectFrom('person')
    .select('role')
    .where('person_id', '=', personId)
    .executeTakeFirstOrThrow();
  return limitsFor(await readApprovalRules(db), { role, ...asked });
}
