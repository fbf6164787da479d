import { createHash } from 'node:crypto';
import type { Db, Tx } from '$lib/db/connect.server';
import type { MediaType } from './media-type';
import type { Upload } from './upload';

/** Keeps a file under the hash of its content; the same content is kept once. @returns the hash */
export async function keepFile(db: Db | Tx, { type, content }: Upload): Promise<string> {
  const sha256 = createHash('sha256').update(content).digest('hex');
  await db
    .insertInto('file')
    .values({ sha256, media_type: type, size_bytes: content.length, content: Buffer.from(content) })
    .onConflict((conflict) => conflict.column('sha256').doNothing())
    .execute();
  return sha256;
}

/** A file as it was put there; null where there is none of the hash. */
export async function readFile(db: Db, sha256: string): Promise<{ type: MediaType; content: Buffer } | null> {
  const found = await db
    .selectFrom('file')
    .select(['media_type as type', 'content'])
    .where('sha256', '=', sha256)
    .executeTakeFirst();
  return found ?? null;
}
