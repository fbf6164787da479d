import { sql } from 'kysely';
import type { Db, Tx } from '$lib/db/connect.server';
import { keepFile, readFile } from '$lib/files/file.server';
import type { MediaType } from '$lib/files/media-type';
import type { Upload } from '$lib/files/upload';
import { type Attachment, MOST_ATTACHMENTS } from './attachment';

/** The papers of a claim in the order in which they came, those taken off among them. */
export async function readAttachments(db: Db, claimId: number): Promise<Attachment[]> {
  const { rows } = await sql<Attachment>`
    select a.claim_attachment_id as "attachmentId", a.name, f.media_type as type, f.size_bytes as "sizeBytes",
      a.made_at as at, maker.name as by, case when a.taken_off_at is not null then json_build_object(
        'at', a.taken_off_at, 'by', taker.name, 'reason', a.taken_off_reason) end as "takenOff"
    from claim_attachment a join file f using (sha256) join person maker on maker.person_id = a.made_by
      left join person taker on taker.person_id = a.taken_off_by
    where a.claim_id = ${claimId} order by a.claim_attachment_id`.execute(db);
  return rows.map((row) => ({
    ...row,
    // JSON has no instants.
    takenOff: row.takenOff && { ...row.takenOff, at: new Date(row.takenOff.at) }
  }));
}

export type AttachRefusal = { why: 'unknown' } | { why: 'too-many-on-claim'; most: number };

/**
 * Puts papers to a claim: all of them or none. One that is there already, by its content, is not put there twice, so a
 * form that is sent again does no harm.
 */
export async function attachFiles(
  tx: Tx,
  claimId: number,
  uploads: readonly Upload[],
  personId: number
): Promise<{ ok: true } | { ok: false; refusal: AttachRefusal }> {
  const claim = await tx
    .selectFrom('claim')
    .select('claim_id')
    .where('claim_id', '=', claimId)
    .forUpdate()
    .executeTakeFirst();
  if (!claim) return { ok: false, refusal: { why: 'unknown' } };
  const there = await tx
    .selectFrom('claim_attachment')
    .select('sha256')
    .where('claim_id', '=', claimId)
    .where('taken_off_at', 'is', null)
    .execute();
  const known = new Set(there.map(({ sha256 }) => sha256));
  for (const upload of uploads) {
    const sha256 = await keepFile(tx, upload);
    if (known.has(sha256)) continue;
    known.add(sha256);
    await tx
      .insertInto('claim_attachment')
      .values({ claim_id: claimId, sha256, name: upload.name, made_by: personId })
      .execute();
  }
  // What was written goes with the transaction, which the caller undoes.
  return known.size > MOST_ATTACHMENTS
    ? { ok: false, refusal: { why: 'too-many-on-claim', most: MOST_ATTACHMENTS } }
    : { ok: true };
}

/** Takes a paper off a claim that does not belong there. It is kept, with the reason; again it does nothing. */
export async function takeOffAttachment(
  db: Db,
  claimId: number,
  attachmentId: number,
  reason: string,
  personId: number
): Promise<{ ok: boolean }> {
  const { rows } = await sql<{ claim_attachment_id: number }>`
    update claim_attachment set taken_off_at = coalesce(taken_off_at, now()),
      taken_off_by = coalesce(taken_off_by, ${personId}), taken_off_reason = coalesce(taken_off_reason, ${reason})
    where claim_attachment_id = ${attachmentId} and claim_id = ${claimId}
    returning claim_attachment_id`.execute(db);
  return { ok: rows.length > 0 };
}

/** A paper of a claim with its content; null where the claim has none of the number. */
export async function readAttachedFile(
  db: Db,
  claimId: number,
  attachmentId: number
): Promise<{ name: string; sha256: string; type: MediaType; content: Buffer } | null> {
  const found = await db
    .selectFrom('claim_attachment')
    .select(['name', 'sha256'])
    .where('claim_attachment_id', '=', attachmentId)
    .where('claim_id', '=', claimId)
    .executeTakeFirst();
  if (!found) return null;
  const file = await readFile(db, found.sha256);
  return file && { ...found, ...file };
}
