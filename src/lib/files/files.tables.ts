import type { Generated } from 'kysely';
import type { MediaType } from './media-type';

/** A file by the hash of its content; only ever added to. */
export interface FileTable {
  /** SHA-256 of the content, 64 hexadecimal digits. */
  sha256: string;
  media_type: MediaType;
  size_bytes: number;
  content: Buffer;
  made_at: Generated<Date>;
}
