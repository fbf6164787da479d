import * as m from '$lib/paraglide/messages';
import { MOST_BYTES, MOST_FILES, type UploadRefusal } from './upload';

const KILO = 1024;
const MEGA = KILO * KILO;

/** The size of a file as its reader counts: `340 kB`, `2.4 MB`. */
export function sizeText(bytes: number, locale: string): string {
  const isMega = bytes >= MEGA;
  return new Intl.NumberFormat(locale, {
    style: 'unit',
    unit: isMega ? 'megabyte' : 'kilobyte',
    maximumFractionDigits: isMega ? 1 : 0
  }).format(isMega ? bytes / MEGA : Math.max(1, Math.round(bytes / KILO)));
}

/** What may be sent, for whoever is about to choose. */
export function uploadHint(locale: string): string {
  return m.files_hint({ most: sizeText(MOST_BYTES, locale), count: MOST_FILES });
}

/** Why files were not kept, and what to do. */
export function uploadRefusalText(refusal: UploadRefusal, locale: string): string {
  switch (refusal.why) {
    case 'other-type':
      return m.files_refused_type({ name: refusal.name });
    case 'empty':
      return m.files_refused_empty({ name: refusal.name });
    case 'too-large':
      return m.files_refused_large({
        size: sizeText(refusal.bytes, locale),
        most: sizeText(MOST_BYTES, locale)
      });
    case 'too-many':
      return m.files_refused_many({ count: refusal.count, most: MOST_FILES });
  }
}
