import { addDays, type Day, daysBetween, maxDay, minDay } from '$lib/calendar/day';

/** Days after the last sighting for which an open stock-out still counts as known. */
export const STALE_AFTER_DAYS = 7;
/** Two sightings further apart than this are two stock-outs, even if nobody looked in between. */
const SAME_WITHIN_DAYS = 28;
/** A visit that saw the goods between two sightings this close is taken as a look at the wrong shelf. */
const MISSED_WITHIN_DAYS = 14;

/** One report that a product cannot be had, or can be had again. */
export interface SupplyReport {
  kind: 'stock_out' | 'restock';
  brand: number;
  product: number | null;
  /** Null for what was said about the whole account. */
  store: number | null;
  seenOn: Day;
  /** Reported first day out; with `startsLatest` the first day lies between the two. */
  starts: Day | null;
  startsLatest: Day | null;
  /** Reported last day out. */
  ends: Day | null;
}

export interface StoreVisit {
  store: number;
  on: Day;
}

/** When a competitor's product could not be had: the first day out lies in one interval, the last in another. */
export interface StockOutInterval {
  brand: number;
  product: number | null;
  startEarliest: Day;
  startLatest: Day;
  /** Still out on this day; null while it goes on. */
  endEarliest: Day | null;
  endLatest: Day | null;
  lastSeen: Day;
  /** Stores that saw it, of the stores visited while it lasted; null when only the account as a whole was named. */
  stores: { out: number; of: number } | null;
  /** Stores and days on which it was seen, however often each was reported. */
  sightings: number;
}

/**
 * Stock-outs of competitors at one account, one list over brands and products, by their start.
 *
 * A first, simple rule. Sightings of one brand and product are one stock-out until something ends it: a report that
 * goods are back, an end that was reported, a later visit that found the goods where they had been out (unless the
 * same was seen out again within 14 days), or 28 days without a word. The first day out lies after the last visit
 * that found the goods, at most 28 days back, or within a week before the first sighting where nobody had looked.
 *
 * @param reports received by `asOf`
 * @param visits received by `asOf`, to any store of the account, whatever they found
 * @param storesInAll stores of the account; 0 when not known
 */
export function stockOuts(
  reports: SupplyReport[],
  visits: StoreVisit[],
  storesInAll: number,
  asOf: Day
): StockOutInterval[] {
  const groups = new Map<string, SupplyReport[]>();
  for (const report of reports) {
    if (report.seenOn > asOf) continue;
    const key = `${report.brand}|${report.product ?? ''}`;
    groups.set(key, [...(groups.get(key) ?? []), report]);
  }
  const known = visits.filter((visit) => visit.on <= asOf);
  return [...groups.values()]
    .flatMap((group) => ofOneProduct(group, known, storesInAll, asOf))
    .sort(
      (a, b) =>
        compare(a.startEarliest, b.startEarliest) || a.brand - b.brand || (a.product ?? 0) - (b.product ?? 0)
    );
}

/** Whether an open stock-out was seen too long ago to count on. */
export function isStale({ endLatest, lastSeen }: StockOutInterval, asOf: Day): boolean {
  return endLatest === null && daysBetween(lastSeen, asOf) > STALE_AFTER_DAYS;
}

function ofOneProduct(
  reports: SupplyReport[],
  visits: StoreVisit[],
  storesInAll: number,
  asOf: Day
): StockOutInterval[] {
  const outs = reports
    .filter((report) => report.kind === 'stock_out')
    .sort((a, b) => compare(orderKey(a), orderKey(b)));
  const sawOut = new Set(outs.map((report) => `${report.store}|${report.seenOn}`));
  const found: { store: number | null; on: Day; isReport: boolean }[] = [
    ...visits
      .filter((visit) => !sawOut.has(`${visit.store}|${visit.on}`))
      .map((visit) => ({ ...visit, isReport: false })),
    ...reports
      .filter((report) => report.kind === 'restock')
      .map((report) => ({ store: report.store, on: report.seenOn, isReport: true }))
  ].sort((a, b) => compare(a.on, b.on));

  const episodes: SupplyReport[][] = [];
  for (const report of outs) {
    const episode = episodes.at(-1);
    if (episode && isSame(episode, report, found)) episode.push(report);
    else episodes.push([report]);
  }
  return episodes.map((episode, i) => {
    const next = episodes[i + 1];
    return interval(episode, next ? outOn(next[0]!) : null, found, visits, storesInAll, asOf);
  });
}

/** By the day, then by all that a report says, so that the order in which reports came makes no difference. */
const orderKey = (report: SupplyReport): string =>
  [outOn(report), report.seenOn, report.starts, report.startsLatest, report.ends, report.store].join('|');

/** The last day on which a report says that goods were out. */
const outOn = (report: SupplyReport): Day =>
  report.ends && report.ends < report.seenOn ? report.ends : report.seenOn;

type Found = { store: number | null; on: Day; isReport: boolean };

function isSame(episode: SupplyReport[], report: SupplyReport, found: Found[]): boolean {
  const last = latest(episode.map(outOn));
  const gap = daysBetween(last, outOn(report));
  const ended = episode.flatMap((earlier) => earlier.ends ?? []);
  if (ended.some((end) => end < (report.starts ?? report.seenOn) && end >= last)) return false;
  if (gap > SAME_WITHIN_DAYS) return false;
  if (gap <= 1) return true;
  const between = found
    .slice(firstAfter(found, last), firstAfter(found, addDays(report.seenOn, -1)))
    .filter((look) => wasThere(look, episode));
  if (between.some((look) => look.isReport)) return false;
  return gap <= MISSED_WITHIN_DAYS || between.length === 0;
}

/** Place of the first look after a day. @param found by day */
function firstAfter(found: Found[], d: Day): number {
  let [low, high] = [0, found.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (found[middle]!.on <= d) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** A look at goods where they had been reported out, or a word about the whole account. */
function wasThere(look: Found, episode: SupplyReport[]): boolean {
  return (
    look.store === null || episode.some((report) => report.store === look.store || report.store === null)
  );
}

function interval(
  episode: SupplyReport[],
  nextOut: Day | null,
  found: Found[],
  visits: StoreVisit[],
  storesInAll: number,
  asOf: Day
): StockOutInterval {
  const first = minDay(episode[0]!.seenOn, ...episode.map(outOn));
  const lastSeen = latest(episode.map(outOn));
  const start = startOf(episode, first, found);
  const ends = episode.flatMap((report) => (report.ends && report.ends <= asOf ? [report.ends] : []));
  const explicit = ends.length > 0 && latest(ends) >= lastSeen ? latest(ends) : null;
  const back = found.find(
    (look) =>
      (look.isReport ? look.on >= lastSeen : look.on > lastSeen) &&
      (nextOut === null || look.on <= nextOut) &&
      wasThere(look, episode)
  );
  let end: { earliest: Day; latest: Day } | null = null;
  if (explicit) end = { earliest: explicit, latest: explicit };
  else if (back)
    end = { earliest: lastSeen, latest: maxDay(lastSeen, addDays(back.on, back.isReport ? 0 : -1)) };
  else if (nextOut) end = { earliest: lastSeen, latest: maxDay(lastSeen, addDays(nextOut, -1)) };
  return {
    brand: episode[0]!.brand,
    product: episode[0]!.product,
    ...start,
    endEarliest: end?.earliest ?? null,
    endLatest: end?.latest ?? null,
    lastSeen,
    stores: storesOf(episode, { from: first, to: lastSeen }, visits, storesInAll),
    // Told twice, or by two people who stood before the same shelf, it is one look.
    sightings: new Set(episode.map((report) => `${report.store}|${report.seenOn}`)).size
  };
}

function startOf(
  episode: SupplyReport[],
  first: Day,
  found: Found[]
): { startEarliest: Day; startLatest: Day } {
  const told = episode.filter((report) => report.starts && report.starts <= outOn(report));
  if (told.length > 0) {
    const earliest = minDay(told[0]!.starts!, ...told.map((report) => report.starts!));
    const sure = told.map((report) => maxDay(report.starts!, report.startsLatest ?? report.starts!));
    return { startEarliest: earliest, startLatest: maxDay(earliest, minDay(first, ...sure)) };
  }
  const before = found.filter((look) => look.on < first && wasThere(look, episode)).at(-1);
  const earliest = before
    ? maxDay(addDays(before.on, 1), addDays(first, -SAME_WITHIN_DAYS))
    : addDays(first, -6);
  return { startEarliest: earliest, startLatest: first };
}

/** Counted among stores that somebody entered: a store that nobody saw is neither out nor in stock. */
function storesOf(
  episode: SupplyReport[],
  range: { from: Day; to: Day },
  visits: StoreVisit[],
  storesInAll: number
): { out: number; of: number } | null {
  const out = new Set(episode.flatMap((report) => report.store ?? []));
  if (out.size === 0) return null;
  const looked = new Set(
    visits.filter((visit) => visit.on >= range.from && visit.on <= range.to).map((visit) => visit.store)
  );
  if (looked.size === 0)
    return storesInAll > 0 ? { out: out.size, of: Math.max(out.size, storesInAll) } : null;
  for (const store of out) looked.add(store);
  return { out: out.size, of: looked.size };
}

function latest(days: Day[]): Day {
  return maxDay(days[0]!, ...days);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
