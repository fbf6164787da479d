import { addDays, type Day, type DayRange, daysBetween, maxDay, minDay } from '$lib/calendar/day';
import { mondayOf } from '$lib/calendar/week';
import { normalCdf, type SpendDistribution, meanOf, varianceOf } from '$lib/competitors/spend-distribution';
import { STALE_AFTER_DAYS, type StockOutInterval, isStale } from '$lib/competitors/stock-out';
import { COVER_LIMIT_WEEKS } from '$lib/sell-through/cover';
import { type AmountBasis, amountFor } from './window-amount';

type SpendWindowKind = 'stock-out' | 'exhaustion' | 'both';

/** A time to put money in at one account, with what speaks for and against it. */
export interface SpendWindow {
  /** Unique at the account, the same on every load of the same facts. */
  id: string;
  from: Day;
  /** Included. */
  to: Day;
  kind: SpendWindowKind;
  /** Amount that fits, minor units; null without promotions of our own to go by. */
  low: number | null;
  high: number | null;
  /** What the amount rests on; null without one. */
  basis: AmountBasis | null;
  /** 0 to 1, see `stockOutConfidence` and `exhaustionConfidence`. */
  confidence: number;
  state: 'open' | 'taken' | 'passed';
  reasons: WindowReason[];
  against: WindowAgainst[];
  isBlocked: boolean;
}

export type WindowReason =
  { kind: 'stock-out'; stockOut: StockOutInterval } | { kind: 'exhaustion'; exhaustion: Exhaustion };

export type WindowAgainst =
  | { kind: 'cover-high'; weeks: number; limit: number }
  | { kind: 'cover-unknown' }
  | { kind: 'no-money'; left: number }
  | { kind: 'no-budget' }
  | { kind: 'own-promotion'; code: string; name: string; from: Day; to: Day }
  | { kind: 'own-draft'; code: string; name: string; from: Day; to: Day; amount: number | null }
  | { kind: 'year-end'; below: number }
  | { kind: 'takes-all'; left: number }
  | { kind: 'one-sighting'; stores: { out: number; of: number } | null }
  | { kind: 'few-stores'; out: number; of: number };

/** What a competitor spent so far in this budget period beside a whole period before. */
export interface Exhaustion {
  brand: number;
  /** The period compared with: the same one a year before, or the one just before where that year is not known. */
  compared: DayRange & { basis: 'year' | 'quarter' };
  /** The period now, whole. */
  from: Day;
  to: Day;
  soFar: SpendDistribution;
  /** Of the whole period, weeks in which nobody looked taken as the others. */
  before: SpendDistribution;
  /** Share of weeks with evidence: of the weeks gone by now, and of the whole period before. */
  lookedNow: number;
  lookedBefore: number;
  /** Weeks in which spend was seen. */
  seenNow: number;
  seenBefore: number;
}

interface OwnPromotion {
  code: string;
  name: string;
  from: Day;
  to: Day;
  /** Planned, or actual where that is known, minor units. */
  amount: number | null;
  createdOn: Day;
  /** Id of the window that it was planned from. */
  window: string | null;
}

export interface WindowFacts {
  asOf: Day;
  /** Of competitors, at this account. */
  stockOuts: StockOutInterval[];
  exhaustions: Exhaustion[];
  /** Weeks; null when not known. */
  cover: number | null;
  /** What can still be committed; null when no budget is set. */
  left: number | null;
  /** Left at the period's end if spending goes on as usual; null where not known. */
  yearEnd: number | null;
  /** Ours at this account that are approved and not cancelled: a draft holds no money. */
  promotions: OwnPromotion[];
  /** Ours at this account that nobody has approved yet. */
  drafts: OwnPromotion[];
}

const WEEKS = 3;
/** A competitor's spend counts as near its end from this share of the same period before. */
const NEAR_SHARE = 0.85;
/** Above this share it has more money than it had then, and that period says nothing about its end. */
const FAR_ABOVE_SHARE = 1.5;
const LEAST_LOOKED = 0.5;
const LEAST_SEEN_WEEKS = 3;
/** Below this a window would be a guess. */
const LEAST_CONFIDENCE = 0.25;

/**
 * The windows that are open on `asOf`: at most one an account, so that there is one thing to decide.
 *
 * A first, simple rule: a competitor's stock-out that is open and was seen in the last seven days; a competitor that
 * has spent 85 % or more (and not half as much again) of what it spent in the whole same period a year before, while
 * two weeks or more of the period are left; or both at once. It starts on the next Monday (today, if today is one) and lasts three weeks, an
 * exhaustion window at most to the period's end, when the competitor has new money.
 * Our own cover above its limit, no money left, or a single unconfirmed sighting block it: it is still shown, with why.
 */
export function openWindows(facts: WindowFacts): SpendWindow[] {
  const outs = facts.stockOuts.filter(
    (stockOut) =>
      stockOut.endLatest === null &&
      !isStale(stockOut, facts.asOf) &&
      isWide(stockOut) &&
      stockOutConfidence(stockOut, facts.asOf) >= LEAST_CONFIDENCE
  );
  const near = facts.exhaustions.filter((exhaustion) => isNear(exhaustion, facts.asOf));
  if (outs.length + near.length === 0) return [];
  const kind = outs.length === 0 ? 'exhaustion' : near.length === 0 ? 'stock-out' : 'both';
  const from = mondayOf(addDays(facts.asOf, 6));
  let to = addDays(from, WEEKS * 7 - 1);
  if (kind === 'exhaustion') to = minDay(to, ...near.map((exhaustion) => exhaustion.to));
  const sure = [
    ...outs.map((stockOut) => stockOutConfidence(stockOut, facts.asOf)),
    ...near.map(exhaustionConfidence)
  ];
  // Two independent reasons: wrong only if both are.
  const confidence = 1 - sure.reduce((wrong, one) => wrong * (1 - one), 1);
  const id = `${from}-${kind}`;
  const knownSince = minDay(addDays(facts.asOf, -13), ...outs.map((stockOut) => stockOut.startLatest));
  const taken = facts.promotions.find((own) => own.window === id || answers(own, knownSince, { from, to }));
  const amount = amountFor(facts, { from, to });
  const against = speaksAgainst(facts, outs, { from, to }, near.length > 0, taken, amount.low);
  return [
    {
      id,
      from,
      to,
      kind,
      ...amount,
      confidence: Math.min(0.95, confidence),
      state: taken ? 'taken' : 'open',
      reasons: [
        ...outs.map((stockOut) => ({ kind: 'stock-out' as const, stockOut })),
        ...near.map((exhaustion) => ({ kind: 'exhaustion' as const, exhaustion }))
      ],
      against,
      isBlocked: against.some(blocks)
    }
  ];
}

/**
 * Windows that are over: stock-outs that ended (or that nobody has confirmed since), lasted over a Monday, and were
 * seen in half of the stores visited and more than once. From the first Monday on which it was known to its end.
 * Taken where a promotion of ours ran in it.
 */
export function pastWindows({ asOf, stockOuts, promotions }: WindowFacts): SpendWindow[] {
  return stockOuts.flatMap((stockOut) => {
    if (stockOut.endLatest === null && !isStale(stockOut, asOf)) return [];
    const from = mondayOf(addDays(stockOut.startLatest, 6));
    const to = addDays(mondayOf(stockOut.endEarliest ?? stockOut.lastSeen), 6);
    if (to <= from || to >= asOf || stockOut.sightings < 2 || !isWide(stockOut)) return [];
    const isTaken = promotions.some((own) => own.from <= to && own.to >= from);
    return [
      {
        id: `${from}-stock-out-${stockOut.brand}-${stockOut.product ?? 'all'}`,
        from,
        to,
        kind: 'stock-out' as const,
        low: null,
        high: null,
        basis: null,
        confidence: stockOutConfidence(stockOut, stockOut.lastSeen),
        state: isTaken ? ('taken' as const) : ('passed' as const),
        reasons: [{ kind: 'stock-out' as const, stockOut }],
        against: [],
        isBlocked: false
      }
    ];
  });
}

/**
 * How sure a stock-out is: (stores out + 1) ÷ (stores visited + 2), 0.6 where the account told it as a whole;
 * times freshness, falling from 1 today to one half after seven days; times 1 − 0.5^sightings.
 * The factors are judgement, not measurement; the record of windows will correct them.
 */
export function stockOutConfidence({ stores, lastSeen, sightings }: StockOutInterval, asOf: Day): number {
  const share = stores ? (stores.out + 1) / (stores.of + 2) : 0.6;
  const age = Math.max(0, daysBetween(lastSeen, asOf));
  return share * Math.max(0.5, 1 - (0.5 * age) / STALE_AFTER_DAYS) * (1 - 0.5 ** sightings);
}

/**
 * How sure it is that a competitor is near the end of its money: the probability that it has spent 85 % of what it
 * spent in the same period before, times the thinner share of weeks looked at, times 0.7, because last year's spend
 * is not this year's ceiling.
 */
function exhaustionConfidence({ soFar, before, lookedNow, lookedBefore }: Exhaustion): number {
  const gap = meanOf(soFar) - NEAR_SHARE * meanOf(before);
  const deviation = Math.sqrt(varianceOf(soFar) + NEAR_SHARE ** 2 * varianceOf(before));
  const probability = deviation > 0 ? normalCdf(gap / deviation) : gap >= 0 ? 1 : 0;
  return 0.7 * probability * Math.min(lookedNow, lookedBefore);
}

/** Seen in half of the stores that anybody entered, or told of the whole account. */
function isWide({ stores }: StockOutInterval): boolean {
  return stores === null || stores.out * 2 >= stores.of;
}

function isNear(exhaustion: Exhaustion, asOf: Day): boolean {
  const { soFar, before, to, lookedNow, lookedBefore, seenNow, seenBefore } = exhaustion;
  return (
    lookedNow >= LEAST_LOOKED &&
    lookedBefore >= LEAST_LOOKED &&
    seenNow >= LEAST_SEEN_WEEKS &&
    seenBefore >= LEAST_SEEN_WEEKS &&
    daysBetween(asOf, to) >= 14 &&
    meanOf(soFar) >= NEAR_SHARE * meanOf(before) &&
    meanOf(soFar) <= FAR_ABOVE_SHARE * meanOf(before) &&
    exhaustionConfidence(exhaustion) >= LEAST_CONFIDENCE
  );
}

/** Planned for these weeks once the reason was known; one that was planned long before is no answer to it. */
function answers(own: OwnPromotion, knownSince: Day, { from, to }: DayRange): boolean {
  return own.createdOn >= knownSince && own.from >= addDays(from, -6) && own.from <= to;
}

function blocks({ kind }: WindowAgainst): boolean {
  return kind === 'cover-high' || kind === 'no-money' || kind === 'one-sighting';
}

function speaksAgainst(
  { cover, left, yearEnd, promotions, drafts, asOf }: WindowFacts,
  outs: StockOutInterval[],
  range: { from: Day; to: Day },
  isNearToo: boolean,
  taken: OwnPromotion | undefined,
  low: number | null
): WindowAgainst[] {
  const against: WindowAgainst[] = [];
  if (cover === null) against.push({ kind: 'cover-unknown' });
  else if (cover > COVER_LIMIT_WEEKS)
    against.push({ kind: 'cover-high', weeks: cover, limit: COVER_LIMIT_WEEKS });
  if (left === null) against.push({ kind: 'no-budget' });
  else if (left <= 0) against.push({ kind: 'no-money', left });
  const running = promotions.find(
    (own) => own !== taken && own.to >= range.from && own.from <= maxDay(asOf, range.to)
  );
  if (running)
    against.push({
      kind: 'own-promotion',
      code: running.code,
      name: running.name,
      from: running.from,
      to: running.to
    });
  const draft = drafts.find((own) => own !== taken && own.to >= range.from && own.from <= range.to);
  if (draft) {
    const { code, name, from, to, amount } = draft;
    against.push({ kind: 'own-draft', code, name, from, to, amount });
  }
  // Money is said once: what is gone, what would be gone, or what will be missing later.
  if (left !== null && left > 0) {
    if (yearEnd !== null && yearEnd < 0) against.push({ kind: 'year-end', below: -yearEnd });
    else if (low !== null && low >= left) against.push({ kind: 'takes-all', left });
  }
  const sightings = outs.reduce((sum, stockOut) => sum + stockOut.sightings, 0);
  if (!isNearToo && sightings === 1) against.push({ kind: 'one-sighting', stores: outs[0]!.stores });
  const thin = outs.find((stockOut) => stockOut.stores && stockOut.stores.of < 3 && sightings > 1);
  if (thin?.stores) against.push({ kind: 'few-stores', ...thin.stores });
  // What blocks it is said first.
  return against.sort((a, b) => Number(blocks(b)) - Number(blocks(a)));
}
