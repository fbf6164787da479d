import { type Kysely, sql } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  // What an account bills for promotions, or has deducted already. The account's own number is used once: a claim that
  // comes in twice is found.
  await sql`
    create table claim (
      claim_id bigint generated always as identity,
      account_id bigint not null,
      reference text not null,
      kind text not null,
      amount_minor bigint not null,
      issued_on date not null,
      received_on date not null,
      note text,
      made_by bigint not null,
      made_at timestamptz not null default now(),
      idempotency_key text not null,
      request_hash text not null,
      approved_on date,
      disputed_on date,
      refused_on date,
      paid_on date,
      constraint claim_pk primary key (claim_id),
      constraint claim_reference_key unique (account_id, reference),
      constraint claim_idempotency_key unique (idempotency_key),
      constraint claim_kind_known check (kind in ('invoice', 'deduction')),
      constraint claim_amount_positive check (amount_minor > 0),
      constraint claim_reference_given check (reference <> ''),
      constraint claim_paid_was_approved check (paid_on is null or approved_on is not null),
      constraint claim_refused_is_not_paid check (refused_on is null or paid_on is null),
      constraint claim_account_fk foreign key (account_id) references account,
      constraint claim_made_by_fk foreign key (made_by) references person
    )`.execute(db);
  await sql`create index claim_open_idx on claim (received_on) where paid_on is null and refused_on is null`.execute(
    db
  );

  // Which promotions a claim belongs to, each with its part. What is set for the last time frees the rest of the promotion.
  await sql`
    create table claim_share (
      claim_id bigint not null,
      promotion_id bigint not null,
      amount_minor bigint not null,
      is_last boolean not null,
      constraint claim_share_pk primary key (claim_id, promotion_id),
      constraint claim_share_amount_positive check (amount_minor > 0),
      constraint claim_share_claim_fk foreign key (claim_id) references claim,
      constraint claim_share_promotion_fk foreign key (promotion_id) references promotion
    )`.execute(db);
  await sql`create index claim_share_promotion_idx on claim_share (promotion_id)`.execute(db);

  // Who did what to a claim, when and why. Of a payment, the movements that it made.
  await sql`
    create table claim_decision (
      claim_decision_id bigint generated always as identity,
      claim_id bigint not null,
      kind text not null,
      decided_on date not null,
      made_at timestamptz not null default now(),
      made_by bigint not null,
      reason text,
      amount_minor bigint not null,
      detail jsonb,
      idempotency_key text not null,
      request_hash text not null,
      constraint claim_decision_pk primary key (claim_decision_id),
      constraint claim_decision_idempotency_key unique (idempotency_key),
      constraint claim_decision_kind_known check (kind in ('match', 'approve', 'dispute', 'refuse', 'pay', 'unpay')),
      constraint claim_decision_claim_fk foreign key (claim_id) references claim,
      constraint claim_decision_made_by_fk foreign key (made_by) references person
    )`.execute(db);
  await sql`create index claim_decision_claim_idx on claim_decision (claim_id, claim_decision_id)`.execute(
    db
  );
  await sql`
    create function claim_decision_is_append_only() returns trigger language plpgsql as $$
    begin
      raise exception 'A decision on a claim cannot be changed or deleted; take another one instead.'
        using errcode = 'restrict_violation';
    end $$`.execute(db);
  await sql`
    create trigger claim_decision_append_only before update or delete on claim_decision
    for each row execute function claim_decision_is_append_only()`.execute(db);
  await sql`
    create trigger claim_decision_no_truncate before truncate on claim_decision
    for each statement execute function claim_decision_is_append_only()`.execute(db);
}
