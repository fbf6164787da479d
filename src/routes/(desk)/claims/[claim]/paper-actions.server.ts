import { fail } from '@sveltejs/kit';
import { z } from 'zod';
import { attachFiles, type AttachRefusal, takeOffAttachment } from '$lib/claims/attachment.server';
import { database } from '$lib/db/connect.server';
import { sentFiles } from '$lib/files/sent-files.server';
import { readUploads, UPLOAD_BYTES, type UploadRefusal } from '$lib/files/upload';
import { readForm, readFormData } from '$lib/text/form.server';
import { idOf } from '$lib/text/id';
import { neededInput } from '$lib/text/text.input';
import type { RequestEvent } from './$types';

type PaperRefusal = UploadRefusal | AttachRefusal | { why: 'none-chosen' | 'no-reason' };
const refused = (status: number, paperRefusal: PaperRefusal) => fail(status, { paperRefusal });

/** Undoes what was written of an upload that cannot be kept whole. */
class Refused extends Error {
  constructor(readonly refusal: AttachRefusal) {
    super(refusal.why);
  }
}

export async function attach({ request, params, locals }: RequestEvent) {
  const sent = await sentFiles(await readFormData(request, UPLOAD_BYTES), 'papers');
  if (sent.length === 0) return refused(400, { why: 'none-chosen' });
  const read = readUploads(sent);
  if (!read.ok) return refused(400, read.refusal);
  try {
    await database()
      .transaction()
      .execute(async (tx) => {
        const done = await attachFiles(tx, idOf(params.claim), read.uploads, locals.person!.personId);
        if (!done.ok) throw new Refused(done.refusal);
      });
  } catch (error) {
    if (error instanceof Refused) return refused(409, error.refusal);
    throw error;
  }
  return { attached: read.uploads.length };
}

const takeOffInput = z.object({ attachment: z.string().transform(idOf), reason: neededInput(400) });

export async function takeOff({ request, params, locals }: RequestEvent) {
  const parsed = takeOffInput.safeParse(await readForm(request));
  if (!parsed.success) return refused(400, { why: 'no-reason' });
  const { attachment, reason } = parsed.data;
  const done = await takeOffAttachment(
    database(),
    idOf(params.claim),
    attachment,
    reason,
    locals.person!.personId
  );
  return done.ok ? { takenOff: true } : refused(409, { why: 'unknown' });
}
