import { sql } from 'kysely';
import type { Day } from '$lib/calendar/day';
import type { Db, Tx } from '$lib/db/connect.server';
import type { Minor } from '$lib/money/money';
import type { Claim, ClaimDecision, ClaimKind, ClaimShare, PayingPromotion } from './claim';

interface Row {
  claimId: number;
  accountCode: string;
  accountName: string;
  reference: string;
  kind: ClaimKind;
  amountMinor: Minor;
  issuedOn: Day;
  receivedOn: Day;
  note: string | null;
  makerId: number;
  makerName: string;
  approvedOn: Day | null;
  disputedOn: Day | null;
  refusedOn: Day | null;
  paidOn: Day | null;
  shares: ClaimShare[];
}

/** Claims with their shares, the oldest that is open first. @param filter by number, or by promotion */
export async function readClaims(
  db: Db | Tx,
  filter: { claimId?: number; promotionId?: number } = {}
): Promise<Claim[]> {
  const { rows } = await sql<Row>`
    select c.claim_id as "claimId", a.code as "accountCode", a.name as "accountName", c.reference, c.kind,
      c.amount_minor as "amountMinor", c.issued_on as "issuedOn", c.received_on as "receivedOn", c.note,
      c.made_by as "makerId", person.name as "makerName", c.approved_on as "approvedOn",
      c.disputed_on as "disputedOn", c.refused_on as "refusedOn", c.paid_on as "paidOn",
      (select coalesce(json_agg(json_build_object('promotion', json_build_object('code', p.code, 'name', p.name),
          'amountMinor', s.amount_minor, 'isLast', s.is_last) order by p.starts_on, p.code), '[]')
        from claim_share s join promotion p using (promotion_id) where s.claim_id = c.claim_id) as shares
    from claim c join account a using (account_id) join person on person.person_id = c.made_by
    where (${filter.claimId ?? null}::bigint is null or c.claim_id = ${filter.claimId ?? null}::bigint)
      and (${filter.promotionId ?? null}::bigint is null or exists (
        select from claim_share s where s.claim_id = c.claim_id and s.promotion_id = ${filter.promotionId ?? null}::bigint))
    order by c.paid_on is not null or c.refused_on is not null, c.received_on, c.claim_id`.execute(db);
  return rows.map(({ accountCode, accountName, makerId, makerName, ...row }) => ({
    ...row,
    account: { code: accountCode, name: accountName },
    madeBy: { personId: makerId, name: makerName }
  }));
}

/** Holds a claim until the transaction ends, so that decisions on it come one after the other; null where there is none. */
export async function lockClaim(tx: Tx, claimId: number): Promise<Claim | null> {
  const locked = await tx
    .selectFrom('claim')
    .select('claim_id')
    .where('claim_id', '=', claimId)
    .forUpdate()
    .executeTakeFirst();
  return locked ? ((await readClaims(tx, { claimId }))[0] ?? null) : null;
}

/** A promotion that pays, with what the books need to know of it. */
export interface LockedPromotion extends PayingPromotion {
  promotionId: number;
  fundId: number | null;
  fundName: string | null;
}

/** Holds promotions, by their codes, in the order of their ids; those that there are not are absent. */
export async function lockPromotions(
  tx: Tx,
  codes: readonly string[]
): Promise<Map<string, LockedPromotion>> {
  const ids = await tx
    .selectFrom('promotion')
    .select('promotion_id')
    .where('code', 'in', codes.length > 0 ? codes : [''])
    .orderBy('promotion_id')
    .forUpdate()
    .execute();
  const { rows } = await sql<LockedPromotion>`
    select p.promotion_id as "promotionId", p.fund_id as "fundId", f.name as "fundName", p.code, p.name,
      a.code as account, b.amount_minor as "committedMinor", p.approved_on is not null as "isApproved",
      p.cancelled_on is not null or p.settled_on is not null as "isClosed"
    from promotion p join account a using (account_id) left join fund f on f.fund_id = p.fund_id
      join balance b on b.promotion_id = p.promotion_id and b.kind = 'committed'
    where p.promotion_id = any(${ids.map(({ promotion_id }) => promotion_id)}::bigint[])`.execute(tx);
  return new Map(rows.map((row) => [row.code, row]));
}

/** Everything that was done to a claim, the oldest first. */
export async function readClaimDecisions(db: Db, claimId: number): Promise<ClaimDecision[]> {
  return db
    .selectFrom('claim_decision')
    .innerJoin('person', 'person.person_id', 'claim_decision.made_by')
    .select(['kind', 'made_at as at', 'person.name as by', 'reason', 'amount_minor as amountMinor'])
    .where('claim_id', '=', claimId)
    .orderBy('claim_decision_id')
    .execute();
}
