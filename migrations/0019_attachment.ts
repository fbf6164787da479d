import { type Kysely, sql } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  // A file is called by the hash of its content: the same paper sent twice is kept once, and a damaged one cannot pass
  // for what was put there. Papers and pictures are compressed already.
  await sql`
    create table file (
      sha256 text not null,
      media_type text not null,
      size_bytes integer not null,
      content bytea not null,
      made_at timestamptz not null default now(),
      constraint file_pk primary key (sha256),
      constraint file_is_its_content check (sha256 = encode(sha256(content), 'hex')),
      constraint file_size_is_its_content check (size_bytes = octet_length(content) and size_bytes > 0),
      constraint file_media_type_known check (media_type in ('application/pdf', 'image/png', 'image/jpeg', 'image/webp'))
    )`.execute(db);
  await sql`alter table file alter column content set storage external`.execute(db);
  await sql`
    create function file_is_append_only() returns trigger language plpgsql as $$
    begin
      raise exception 'A file cannot be changed or deleted.' using errcode = 'restrict_violation';
    end $$`.execute(db);
  await sql`
    create trigger file_append_only before update or delete on file
    for each row execute function file_is_append_only()`.execute(db);
  await sql`
    create trigger file_no_truncate before truncate on file
    for each statement execute function file_is_append_only()`.execute(db);

  // The papers of a claim. One that does not belong there is taken off it: it stays on record, with the reason.
  await sql`
    create table claim_attachment (
      claim_attachment_id bigint generated always as identity,
      claim_id bigint not null,
      sha256 text not null,
      name text not null,
      made_by bigint not null,
      made_at timestamptz not null default now(),
      taken_off_at timestamptz,
      taken_off_by bigint,
      taken_off_reason text,
      constraint claim_attachment_pk primary key (claim_attachment_id),
      constraint claim_attachment_named check (name <> ''),
      constraint claim_attachment_taken_off_by_somebody check (
        (taken_off_at is null) = (taken_off_by is null) and (taken_off_at is null) = (taken_off_reason is null)),
      constraint claim_attachment_claim_fk foreign key (claim_id) references claim,
      constraint claim_attachment_file_fk foreign key (sha256) references file,
      constraint claim_attachment_made_by_fk foreign key (made_by) references person,
      constraint claim_attachment_taken_off_by_fk foreign key (taken_off_by) references person
    )`.execute(db);
  await sql`
    create unique index claim_attachment_once on claim_attachment (claim_id, sha256)
    where taken_off_at is null`.execute(db);
}
