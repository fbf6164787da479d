import { type Minor, splitByWeights, sumMinor } from '$lib/money/money';

/** A cell that money is spread over. */
export interface SpreadCell {
  /** Its share of the whole; zero or more. Where all are zero the parts are equal. */
  weight: number;
  /** What it cannot go below. */
  least: Minor;
}

/**
 * Parts of `total` in proportion to weights, none below its least: cells whose share is less than what they have used
 * keep just that, and the rest is spread over the others.
 *
 * @returns parts that add up to `total` exactly; null where what is used alone is more than it
 */
export function spread(total: Minor, cells: readonly SpreadCell[]): Minor[] | null {
  if (cells.length === 0 || sumMinor(cells.map(({ least }) => least)) > total) return null;
  const parts = new Map<number, Minor>();
  let open = cells.map((_, index) => index);
  for (;;) {
    const kept = sumMinor(parts.values());
    const shares = splitByWeights(
      total - kept,
      open.map((index) => cells[index]!.weight)
    );
    const short = open.filter((index, i) => shares[i]! < cells[index]!.least);
    if (short.length === 0) {
      open.forEach((index, i) => parts.set(index, shares[i]!));
      break;
    }
    // Never all of them: what is left is at least the sum of what they cannot go below.
    for (const index of short) parts.set(index, cells[index]!.least);
    open = open.filter((index) => !parts.has(index));
  }
  return cells.map((_, index) => parts.get(index)!);
}
