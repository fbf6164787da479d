import type { MediaType } from '$lib/files/media-type';

/** A paper of a claim. One that is taken off stays on record. */
export interface Attachment {
  attachmentId: number;
  name: string;
  type: MediaType;
  sizeBytes: number;
  at: Date;
  by: string;
  takenOff: { at: Date; by: string; reason: string } | null;
}

/** Of one claim; what comes to more is another claim. */
export const MOST_ATTACHMENTS = 50;
