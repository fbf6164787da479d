import { addDays, type DayRange, maxDay, minDay } from '$lib/calendar/day';

/** A product of ours that could not be had at an account, or all of a brand where no product was named. */
export interface OwnOut extends DayRange {
  product: string;
}

/**
 * What of our own was out while a promotion ran: spans are cut to its days, and those of one product that touch or
 * overlap are one. Somebody who saw an empty shelf and a week's stock of nothing tell the same story once.
 */
export function ownOutDuring(outs: readonly OwnOut[], promotion: DayRange): OwnOut[] {
  const found: OwnOut[] = [];
  const sorted = [...outs].sort(
    (a, b) => a.product.localeCompare(b.product, 'en') || (a.from < b.from ? -1 : a.from > b.from ? 1 : 0)
  );
  for (const { product, from, to } of sorted) {
    const cut = { product, from: maxDay(from, promotion.from), to: minDay(to, promotion.to) };
    if (cut.to < cut.from) continue;
    const last = found.at(-1);
    if (last && last.product === product && cut.from <= addDays(last.to, 1))
      last.to = maxDay(last.to, cut.to);
    else found.push(cut);
  }
  return found;
}
