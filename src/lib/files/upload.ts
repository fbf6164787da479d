import { fileName } from './file-name';
import { type MediaType, mediaTypeOf } from './media-type';

/** Of all files that are sent at once. */
export const MOST_BYTES = 10 * 1024 * 1024;
/** Of a form with files: they, its text, and what stands between them. */
export const UPLOAD_BYTES = MOST_BYTES + 512 * 1024;
/** More are sent in several goes. */
export const MOST_FILES = 10;

/** A file that may be kept. */
export interface Upload {
  name: string;
  type: MediaType;
  content: Uint8Array;
}

export type UploadRefusal =
  /** Neither a PDF nor a picture, or empty. */
  | { why: 'other-type' | 'empty'; name: string }
  | { why: 'too-large'; bytes: number }
  | { why: 'too-many'; count: number };

/** What is wrong with files before they are sent, by their sizes alone; null where nothing is. */
export function sizeRefusal(files: readonly { size: number }[]): UploadRefusal | null {
  if (files.length > MOST_FILES) return { why: 'too-many', count: files.length };
  const bytes = files.reduce((sum, { size }) => sum + size, 0);
  return bytes > MOST_BYTES ? { why: 'too-large', bytes } : null;
}

/** Files that were sent, as they may be kept: all, or the reason why none is. */
export function readUploads(
  sent: readonly { name: string; content: Uint8Array }[]
): { ok: true; uploads: Upload[] } | { ok: false; refusal: UploadRefusal } {
  const refusal = sizeRefusal(sent.map(({ content }) => ({ size: content.length })));
  if (refusal) return { ok: false, refusal };
  const uploads: Upload[] = [];
  for (const { name, content } of sent) {
    if (content.length === 0) return { ok: false, refusal: { why: 'empty', name } };
    const type = mediaTypeOf(content);
    if (!type) return { ok: false, refusal: { why: 'other-type', name } };
    uploads.push({ name: fileName(name, type), type, content });
  }
  return { ok: true, uploads };
}
