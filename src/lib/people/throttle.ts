/** Attempts of one name or address that did not succeed, and when the latest was. */
interface Attempts {
  failed: number;
  latestMs: number;
}

const FREE = 5;
const LONGEST_MS = 15 * 60_000;
const MOST_KEPT = 10_000;

/**
 * Slows down guessing: after five failures each further attempt waits twice as long as the one before, up to a
 * quarter of an hour. Kept in memory and bounded; the clock is passed in.
 *
 * An attempt counts as failed from its start and is forgiven when it succeeds: a hundred guesses sent in the same
 * moment are a hundred failures, not one.
 */
export class Throttle {
  readonly #attempts = new Map<string, Attempts>();

  /** Begins an attempt under each of the keys; @returns milliseconds to wait before it may be made, 0 for now. */
  begin(keys: readonly string[], nowMs: number): number {
    const waitMs = Math.max(0, ...keys.map((key) => this.#waitMs(key, nowMs)));
    if (waitMs === 0) for (const key of keys) this.#count(key, nowMs);
    return waitMs;
  }

  /** Forgets a name's failures once its owner is known. */
  clear(key: string): void {
    this.#attempts.delete(key);
  }

  /** Takes back the one attempt that succeeded; the others of an address stay, or a guesser would wipe them out. */
  forgive(key: string): void {
    const known = this.#attempts.get(key);
    if (known) known.failed -= 1;
  }

  #waitMs(key: string, nowMs: number): number {
    const known = this.#attempts.get(key);
    if (!known || known.failed < FREE) return 0;
    const pause = Math.min(LONGEST_MS, 1000 * 2 ** (known.failed - FREE));
    return Math.max(0, known.latestMs + pause - nowMs);
  }

  #count(key: string, nowMs: number): void {
    const known = this.#attempts.get(key);
    const failed = known && nowMs - known.latestMs < 2 * LONGEST_MS ? known.failed + 1 : 1;
    this.#attempts.delete(key);
    this.#attempts.set(key, { failed, latestMs: nowMs });
    // A Map keeps the order of insertion: the oldest goes first.
    if (this.#attempts.size > MOST_KEPT) this.#attempts.delete(this.#attempts.keys().next().value!);
  }
}
