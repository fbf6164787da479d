/** Failed attempts of one name or address, and when the latest was. */
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
 */
export class Throttle {
  readonly #attempts = new Map<string, Attempts>();

  /** Milliseconds until the next attempt may be made; 0 for now. */
  waitMs(key: string, nowMs: number): number {
    const known = this.#attempts.get(key);
    if (!known || known.failed < FREE) return 0;
    const pause = Math.min(LONGEST_MS, 1000 * 2 ** (known.failed - FREE));
    return Math.max(0, known.latestMs + pause - nowMs);
  }

  fail(key: string, nowMs: number): void {
    const known = this.#attempts.get(key);
    const failed = known && nowMs - known.latestMs < LONGEST_MS ? known.failed + 1 : 1;
    this.#attempts.delete(key);
    this.#attempts.set(key, { failed, latestMs: nowMs });
    // A Map keeps the order of insertion: the oldest goes first.
    if (this.#attempts.size > MOST_KEPT) this.#attempts.delete(this.#attempts.keys().next().value!);
  }

  succeed(key: string): void {
    this.#attempts.delete(key);
  }
}
