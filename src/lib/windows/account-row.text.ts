import { addDays, type Day, daysBetween, maxDay } from '$lib/calendar/day';
import { formatDayRange } from '$lib/calendar/format';
import type { SpendReport } from '$lib/competitors/spend-estimate';
import {
  stockOuts,
  type StockOutInterval,
  type StoreVisit,
  type SupplyReport
} from '$lib/competitors/stock-out';
import * as m from '$lib/paraglide/messages';
import { getLocale } from '$lib/paraglide/runtime';
import { isCoverHigh, weeksOfCover } from '$lib/sell-through/cover';
import type { AccountRow, DayRange, PromotionBar, StockOut } from '$lib/timeline/timeline';
import { competitorBars, ownBar, type OwnBar, type SeenActivity } from './bar.text';
import { type ComparedQuarters, exhaustionOf } from './exhaustion';
import { budgetOn, type FundBooks, leftLane, spendRate } from './left-lane';
import {
  type BrandWeeks,
  brandWeeks,
  estimatePerColumn,
  lookedByWeek,
  ordersPerColumn,
  sumPerColumn
} from './market';
import { draftsOf, duesOf, type PromotionMoney, spendLane, weeklySpend } from './own-spend';
import { stockOutText, type Wording } from './reason.text';
import { rowSentence, windowMark } from './row.text';
import { openWindows, pastWindows } from './spend-window';

/** What the row of one account is made of: all of it known on the frame's `asOf`. */
export interface AccountFacts {
  code: string;
  name: string;
  region: string | null;
  channel: string | null;
  stores: number;
  /** First and last day with any fact; null without one. */
  facts: DayRange | null;
  /** Last day of the last promotion. */
  plannedTo: Day | null;
  funds: FundBooks[];
  promotions: (PromotionMoney & OwnBar & { createdOn: Day; window: string | null })[];
  /** Reports of competitors' spend by brand. */
  spendReports: Map<number, SpendReport[]>;
  /** Reports about supply, of competitors and of ourselves. */
  supplyReports: (SupplyReport & { isOwn: boolean })[];
  activities: SeenActivity[];
  visits: StoreVisit[];
  sellIn: { week: Day; units: number }[];
  sellThrough: { week: Day; units: number | null; stockOnHand: number | null }[];
  emptyWeeks: { product: number; productName: string; brandName: string; week: Day }[];
}

/** What all rows share. */
export interface PictureFrame {
  today: Day;
  asOf: Day;
  /** Last day on which any account ordered; null without an order. */
  ordersEnd: Day | null;
  columns: DayRange[];
  range: DayRange;
  /** Mondays from which evidence is read, up to that of `asOf`. */
  evidenceWeeks: Day[];
  fiscalYear: string;
  quarters: ComparedQuarters;
  /** Index of the column that a week, named by its Monday, falls into; absent outside the picture. */
  columnOfWeek: Map<Day, number>;
}

/**
 * One account's row. A dense row that is not open carries what it draws and no more: what is left, supply, windows.
 * Its other lanes are empty.
 */
export function accountRow(
  facts: AccountFacts,
  frame: PictureFrame,
  words: Wording,
  isWhole: boolean
): AccountRow {
  const { asOf, range, columns } = frame;
  const { promotions, funds } = facts;
  const weekly = weeklySpend(promotions, asOf);
  const drafts = draftsOf(promotions, asOf);
  const left = leftLane(funds, duesOf(promotions), drafts, spendRate(weekly), asOf, range);
  const budget = budgetOn(funds, asOf, frame.fiscalYear, left, drafts);
  const brands = competitorWeeks(facts, frame.evidenceWeeks, weekly);
  const weekColumns = frame.evidenceWeeks.map((week) => frame.columnOfWeek.get(week) ?? -1);
  const outs = stockOuts(
    facts.supplyReports.filter((report) => !report.isOwn),
    facts.visits,
    facts.stores,
    asOf
  );
  const cover = weeksOfCover(facts.sellThrough.filter(({ week }) => daysBetween(week, asOf) <= 7 * 16));
  const asWindowFact = (own: AccountFacts['promotions'][number]) => ({
    code: own.code,
    name: own.name,
    from: own.startsOn,
    to: own.endsOn,
    amount: own.spent + own.committed > 0 ? own.spent + own.committed : own.plannedMinor,
    createdOn: own.createdOn,
    window: own.window
  });
  const windowFacts = {
    asOf,
    stockOuts: outs,
    exhaustions: brands.map(({ brand, weeks }) => exhaustionOf(brand, weeks, frame.quarters)),
    cover,
    left: budget?.left ?? null,
    yearEnd: budget?.yearEnd?.median ?? null,
    promotions: promotions
      .filter((own) => own.approvedOn !== null && own.cancelledOn === null)
      .map(asWindowFact),
    drafts: promotions.filter((own) => own.approvedOn === null && own.cancelledOn === null).map(asWindowFact)
  };
  const windows = [...pastWindows(windowFacts), ...openWindows(windowFacts)]
    .filter((one) => one.from <= range.to && one.to >= range.from)
    .map((one) => windowMark(one, frame, budget?.fund ?? null, words));
  const supply = [...outs.map((out) => competitorOut(out, words)), ...ownOuts(facts, asOf, words)].filter(
    (one) => one.startEarliest <= range.to && (one.endLatest ?? asOf) >= range.from
  );
  const orders = ordersPerColumn(facts.sellIn, facts.sellThrough, frame);
  return {
    code: facts.code,
    name: facts.name,
    region: facts.region,
    channel: facts.channel,
    dataEnd: facts.facts?.to ?? null,
    elsewhere: elsewhere(facts, range),
    budget,
    left,
    spend: isWhole ? spendLane(promotions, columns, asOf) : { planned: [], committed: [], actual: [] },
    competitors: isWhole
      ? brands.map((found) => ({
          brand: words.brands.get(found.brand) ?? '',
          estimate: estimatePerColumn(found, weekColumns, columns, asOf)
        }))
      : [],
    competitorSum: isWhole && brands.length > 0 ? sumPerColumn(brands, weekColumns, columns, asOf) : [],
    supply,
    promotions: isWhole ? bars(facts, frame, words.currency) : [],
    orders: {
      sellIn: isWhole ? orders.sellIn : [],
      sellThrough: isWhole ? orders.sellThrough : [],
      weeksOfCover: cover,
      isCoverHigh: isCoverHigh(cover),
      unitsSource: unitsSource(facts)
    },
    windows,
    sentence: rowSentence(facts.name, budget, windows, facts.facts !== null, words.currency)
  };
}

/** What each competitor is believed to have spent, week by week. @param weekly our own spend of the past weeks */
export function competitorWeeks(facts: AccountFacts, weeks: Day[], weekly: number[]): BrandWeeks[] {
  const looked = lookedByWeek(weeks, facts.visits, facts.stores);
  const ownWeekly = weekly.length > 0 ? weekly.reduce((sum, x) => sum + x, 0) / weekly.length : 0;
  return brandWeeks(weeks, facts.spendReports, looked, ownWeekly);
}

function competitorOut(out: StockOutInterval, words: Wording): StockOut {
  return {
    id: `${out.brand}-${out.product ?? 'all'}-${out.startLatest}`,
    owner: 'competitor',
    brand: words.brands.get(out.brand) ?? '',
    product: out.product === null ? null : (words.products.get(out.product) ?? null),
    startEarliest: out.startEarliest,
    startLatest: out.startLatest,
    endEarliest: out.endEarliest,
    endLatest: out.endLatest,
    lastSeen: out.lastSeen,
    stores: out.stores,
    sentence: stockOutText(out, words)
  };
}

/** Our own: as reported, and weeks at whose end a product was not on hand, weeks in a row taken together. */
function ownOuts(
  { emptyWeeks, supplyReports, visits, stores }: AccountFacts,
  asOf: Day,
  words: Wording
): StockOut[] {
  const found: StockOut[] = stockOuts(
    supplyReports.filter((report) => report.isOwn),
    visits,
    stores,
    asOf
  ).map((out) => ({ ...competitorOut(out, words), owner: 'own' }));
  let last: { product: number; week: Day; mark: StockOut } | null = null;
  for (const { product, productName, brandName, week } of emptyWeeks) {
    const to = addDays(week, 6);
    if (last && last.product === product && addDays(last.week, 7) === week) {
      Object.assign(last.mark, { endEarliest: to, endLatest: to, lastSeen: to });
    } else {
      const mark: StockOut = {
        id: `own-${product}-${week}`,
        owner: 'own',
        brand: brandName,
        product: productName,
        startEarliest: week,
        startLatest: to,
        endEarliest: to,
        endLatest: to,
        lastSeen: to,
        stores: null,
        sentence: ''
      };
      found.push(mark);
      last = { product, week, mark };
    }
    last = { product, week, mark: last!.mark };
  }
  for (const mark of found) {
    if (mark.sentence === '') {
      const range = formatDayRange(mark.startEarliest, mark.lastSeen, getLocale());
      mark.sentence = m.windows_own_stock_out({ product: mark.product ?? mark.brand, range });
    }
  }
  return found;
}

function bars(facts: AccountFacts, { range, asOf, today }: PictureFrame, currency: string): PromotionBar[] {
  return [
    ...facts.promotions
      .filter((own) => own.startsOn <= range.to && own.endsOn >= range.from)
      .map((own) => ownBar(own, currency, asOf === today ? today : null)),
    ...competitorBars(facts.activities, range, asOf)
  ];
}

/** Where the account's data lie, when none of them lie in the range shown. */
function elsewhere({ facts, plannedTo }: AccountFacts, range: DayRange): DayRange | null {
  if (!facts) return null;
  const to = plannedTo ? maxDay(facts.to, plannedTo) : facts.to;
  return to < range.from || facts.from > range.to ? { from: facts.from, to } : null;
}

function unitsSource({ sellIn, sellThrough }: AccountFacts): 'orders' | 'sell-through' | 'both' | 'none' {
  if (sellIn.length > 0) return sellThrough.length > 0 ? 'both' : 'orders';
  return sellThrough.length > 0 ? 'sell-through' : 'none';
}
