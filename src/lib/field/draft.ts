/** A report that was begun and is not known to be saved, as the phone keeps it. */
export interface Draft {
  /** The report's UUID: sent again it is the same report. */
  id: string;
  /** When it was last touched, milliseconds since 1970. */
  at: number;
  /** The day on which it was begun, in the server's calendar; empty where the page was older than that. */
  begunOn: string;
  /** Where its form is found, and what it is called there. */
  href: string;
  title: string;
  values: Record<string, string>;
}

/** The part of a storage that is needed, so that a test can stand in for the phone. */
export type DraftStorage = Pick<Storage, 'getItem' | 'setItem' | 'removeItem' | 'key' | 'length'>;

const PREFIX = 'warchest.draft';

/** One draft a person and form; a phone may be passed on. @param form the kind and place, or the report that is corrected */
export function draftKey(personId: number, form: string): string {
  return `${PREFIX}.${personId}.${form}`;
}

/** Every draft of a person, the latest first. What cannot be read is left out. */
export function readDrafts(storage: DraftStorage, personId: number): { key: string; draft: Draft }[] {
  const found: { key: string; draft: Draft }[] = [];
  for (let i = 0; i < storage.length; i++) {
    const key = storage.key(i) ?? '';
    const draft = key.startsWith(draftKey(personId, '')) ? readDraft(storage, key) : null;
    if (draft) found.push({ key, draft });
  }
  return found.sort((a, b) => b.draft.at - a.draft.at);
}

export function readDraft(storage: DraftStorage, key: string): Draft | null {
  try {
    const read: unknown = JSON.parse(storage.getItem(key) ?? 'null');
    return isDraft(read) ? read : null;
  } catch {
    return null;
  }
}

/** A full or forbidden storage keeps nothing; the page itself still does. */
export function keepDraft(storage: DraftStorage, key: string, draft: Draft): void {
  try {
    storage.setItem(key, JSON.stringify(draft));
  } catch {
    /* There is no second place to keep it. */
  }
}

function isDraft(read: unknown): read is Draft {
  if (typeof read !== 'object' || read === null) return false;
  const { id, at, begunOn, href, title, values } = read as Record<string, unknown>;
  const isText = [id, begunOn, href, title].every((one) => typeof one === 'string');
  // An address of this app alone: what is read becomes a link.
  const isOurs = typeof href === 'string' && href.startsWith('/field?');
  return (
    isText &&
    isOurs &&
    typeof at === 'number' &&
    typeof values === 'object' &&
    values !== null &&
    Object.values(values).every((value) => typeof value === 'string')
  );
}
