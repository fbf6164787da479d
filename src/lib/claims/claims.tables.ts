import type { ColumnType, Generated } from 'kysely';
import type { Day } from '$lib/calendar/day';

export interface ClaimTable {
  claim_id: Generated<number>;
  account_id: number;
  /** The account's own number of it. */
  reference: string;
  kind: 'invoice' | 'deduction';
  amount_minor: number;
  issued_on: Day;
  received_on: Day;
  note: string | null;
  made_by: number;
  made_at: Generated<Date>;
  idempotency_key: string;
  request_hash: string;
  approved_on: Day | null;
  disputed_on: Day | null;
  refused_on: Day | null;
  paid_on: Day | null;
}

export interface ClaimShareTable {
  claim_id: number;
  promotion_id: number;
  amount_minor: number;
  /** The last claim of the promotion: what is left of its commitment goes back to the fund. */
  is_last: boolean;
}

/** Who did what to a claim; only ever added to. */
export interface ClaimDecisionTable {
  claim_decision_id: Generated<number>;
  claim_id: number;
  kind: 'match' | 'approve' | 'dispute' | 'refuse' | 'pay' | 'unpay';
  decided_on: Day;
  made_at: Generated<Date>;
  made_by: number;
  reason: string | null;
  amount_minor: number;
  detail: ColumnType<unknown, string | null, never>;
  idempotency_key: string;
  request_hash: string;
}

/** A paper of a claim. One that does not belong there is taken off, and stays on record. */
export interface ClaimAttachmentTable {
  claim_attachment_id: Generated<number>;
  claim_id: number;
  sha256: string;
  name: string;
  made_by: number;
  made_at: Generated<Date>;
  taken_off_at: Date | null;
  taken_off_by: number | null;
  taken_off_reason: string | null;
}
