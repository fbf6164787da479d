import { type Day, daysBetween, maxDay, minDay } from '$lib/calendar/day';
import { type Minor, splitByWeights } from '$lib/money/money';

/**
 * A promotion's money over spans of time: spread evenly over its days and cut to whole minor units by largest
 * remainder, so that spans that cover it add up to `amountMinor` exactly.
 *
 * @param spans in order and without overlap; what falls outside them is left out
 * @returns one amount a span
 */
export function spreadOverDays(
  promotion: { startsOn: Day; endsOn: Day },
  amountMinor: Minor,
  spans: readonly { from: Day; to: Day }[]
): Minor[] {
  const overlap = (span: { from: Day; to: Day }) =>
    Math.max(0, daysBetween(maxDay(promotion.startsOn, span.from), minDay(promotion.endsOn, span.to)) + 1);
  const inside = spans.map(overlap);
  const outside = daysBetween(promotion.startsOn, promotion.endsOn) + 1 - inside.reduce((a, b) => a + b, 0);
  return splitByWeights(amountMinor, [...inside, outside]).slice(0, spans.length);
}
