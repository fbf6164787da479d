/** Attempts under one key that did not succeed, and when the latest was. */
interface Attempts {
  failed: number;
  latestMs: number;
}

/** What an attempt is counted under, and how many failures it may have before it waits, and for how long at most. */
export interface Count {
  key: string;
  free: number;
  longestMs: number;
}

const FORGOTTEN_MS = 30 * 60_000;
const MOST_KEPT = 10_000;

/** Counts one thing strictly: five failures are free, then it waits up to a quarter of an hour. */
export function strictly(key: string): Count {
  return { key, free: 5, longestMs: 15 * 60_000 };
}

/** Counts what many may share: it slows a flood of guesses down, and shuts nobody out for longer than a breath. */
function loosely(key: string): Count {
  return { key, free: 100, longestMs: 10_000 };
}

/**
 * Under what a sign-in is counted: strictly by e-mail and address together, so that whoever guesses shuts out
 * themselves and not the owner, who sits elsewhere, nor their neighbours, who have other e-mails; loosely by each of
 * the two alone, so that neither many addresses nor many e-mails make guessing fast.
 */
export function signInCounts(email: string, address: string): { pair: Count; shared: Count[] } {
  return {
    pair: strictly(`pair:${email} ${address}`),
    shared: [loosely(`email:${email}`), loosely(`address:${address}`)]
  };
}

/**
 * Slows down guessing: after its free failures each further attempt waits twice as long as the one before, up to a
 * limit. Kept in memory and bounded; the clock is passed in.
 *
 * An attempt counts as failed from its start and is forgiven when it succeeds: a hundred guesses sent in the same
 * moment are a hundred failures, not one.
 */
export class Throttle {
  readonly #attempts = new Map<string, Attempts>();

  /** Begins an attempt under each of the counts; @returns milliseconds to wait before it may be made, 0 for now. */
  begin(counts: readonly Count[], nowMs: number): number {
    const waitMs = Math.max(0, ...counts.map((count) => this.#waitMs(count, nowMs)));
    if (waitMs === 0) for (const { key } of counts) this.#count(key, nowMs);
    return waitMs;
  }

  /** Forgets failures once whose they are is known. */
  clear({ key }: Count): void {
    this.#attempts.delete(key);
  }

  /** Takes back the one attempt that succeeded; the others stay, or a guesser would wipe them out. */
  forgive({ key }: Count): void {
    const known = this.#attempts.get(key);
    if (known) known.failed -= 1;
  }

  #waitMs({ key, free, longestMs }: Count, nowMs: number): number {
    const known = this.#attempts.get(key);
    if (!known || known.failed < free) return 0;
    const pause = Math.min(longestMs, 1000 * 2 ** (known.failed - free));
    return Math.max(0, known.latestMs + pause - nowMs);
  }

  #count(key: string, nowMs: number): void {
    const known = this.#attempts.get(key);
    const failed = known && nowMs - known.latestMs < FORGOTTEN_MS ? known.failed + 1 : 1;
    this.#attempts.delete(key);
    this.#attempts.set(key, { failed, latestMs: nowMs });
    // A Map keeps the order of insertion: the oldest goes first.
    if (this.#attempts.size > MOST_KEPT) this.#attempts.delete(this.#attempts.keys().next().value!);
  }
}
