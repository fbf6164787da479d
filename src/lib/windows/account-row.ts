import { addDays, type Day, type DayRange, daysBetween, maxDay } from '$lib/calendar/day';
import { stockOuts, type StockOutInterval } from '$lib/competitors/stock-out';
import { COVER_MEMORY_WEEKS, isCoverHigh, weeksOfCover } from '$lib/sell-through/cover';
import type { BudgetSummary, Estimate, LeftLane, OrdersLane, SpendLane } from '$lib/timeline/timeline';
import type { AccountFacts } from './account-facts';
import { activitiesIn, type SeenActivity } from './bar';
import { type ComparedQuarters, exhaustionOf } from './exhaustion';
import { budgetOn, leftLane, spendRate } from './left-lane';
import {
  type BrandWeeks,
  brandWeeks,
  estimatePerColumn,
  lookedByWeek,
  ordersPerColumn,
  sumPerColumn
} from './market';
import { draftsOf, duesOf, spendLane, weeklySpend } from './own-spend';
import { openWindows, pastWindows, type SpendWindow } from './spend-window';

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

/** Weeks in a row at whose end a product of ours was not on hand. */
export interface EmptyShelf extends DayRange {
  product: number;
  productName: string;
  brandName: string;
}

/** One account's row before it is put into words: brands, products and windows stand as the rules know them. */
export interface RowFindings {
  budget: BudgetSummary | null;
  left: LeftLane | null;
  spend: SpendLane;
  /** The brand that spends most first. */
  competitors: { brand: number; estimate: Estimate[] }[];
  competitorSum: Estimate[];
  outs: StockOutInterval[];
  /** Of our own products, as reported. */
  ownOuts: StockOutInterval[];
  /** Of our own products, as the sell-through shows. */
  emptyShelves: EmptyShelf[];
  promotions: AccountFacts['promotions'];
  activities: SeenActivity[];
  orders: OrdersLane;
  windows: SpendWindow[];
  /** Where the account's data lie, when none of them lie in the range shown. */
  elsewhere: DayRange | null;
}

/**
 * What is found about one account. A dense row that is not open carries what it draws and no more: what is left,
 * supply, windows. Its other lanes are empty.
 */
export function findingsOf(facts: AccountFacts, frame: PictureFrame, isWhole: boolean): RowFindings {
  const { asOf, range, columns } = frame;
  const { promotions, funds, visits, stores } = facts;
  const weekly = weeklySpend(promotions, asOf);
  const drafts = draftsOf(promotions, asOf);
  const left = leftLane(funds, duesOf(promotions), drafts, spendRate(weekly), asOf, range);
  const budget = budgetOn(funds, asOf, frame.fiscalYear, left, drafts);
  const brands = competitorWeeks(facts, frame.evidenceWeeks, weekly);
  const weekColumns = frame.evidenceWeeks.map((week) => frame.columnOfWeek.get(week) ?? -1);
  const outsOf = (isOwn: boolean) =>
    stockOuts(
      facts.supplyReports.filter((report) => report.isOwn === isOwn),
      visits,
      stores,
      asOf
    );
  const outs = outsOf(false);
  const cover = weeksOfCover(
    facts.sellThrough.filter(({ week }) => daysBetween(week, asOf) <= 7 * COVER_MEMORY_WEEKS)
  );
  const planned = promotions.filter((own) => own.cancelledOn === null);
  const windowFacts = {
    asOf,
    stockOuts: outs,
    exhaustions: brands.map(({ brand, weeks }) => exhaustionOf(brand, weeks, frame.quarters)),
    cover,
    left: budget?.left ?? null,
    yearEnd: budget?.yearEnd?.median ?? null,
    promotions: planned.filter((own) => own.approvedOn !== null).map(asWindowFact),
    drafts: planned.filter((own) => own.approvedOn === null).map(asWindowFact)
  };
  const isShown = (one: DayRange) => one.from <= range.to && one.to >= range.from;
  const isOutShown = (out: StockOutInterval) =>
    isShown({ from: out.startEarliest, to: out.endLatest ?? asOf });
  const orders = ordersPerColumn(facts.sellIn, facts.sellThrough, frame);
  return {
    budget,
    left,
    spend: isWhole ? spendLane(promotions, columns, asOf) : { planned: [], committed: [], actual: [] },
    competitors: isWhole
      ? brands.map((found) => ({
          brand: found.brand,
          estimate: estimatePerColumn(found, weekColumns, columns, asOf)
        }))
      : [],
    competitorSum: isWhole && brands.length > 0 ? sumPerColumn(brands, weekColumns, columns, asOf) : [],
    outs: outs.filter(isOutShown),
    ownOuts: outsOf(true).filter(isOutShown),
    emptyShelves: emptyShelves(facts.emptyWeeks).filter(isShown),
    promotions: isWhole ? promotions.filter((own) => isShown({ from: own.startsOn, to: own.endsOn })) : [],
    activities: isWhole ? activitiesIn(facts.activities, range) : [],
    orders: {
      sellIn: isWhole ? orders.sellIn : [],
      sellThrough: isWhole ? orders.sellThrough : [],
      weeksOfCover: cover,
      isCoverHigh: isCoverHigh(cover),
      unitsSource: unitsSource(facts)
    },
    windows: [...pastWindows(windowFacts), ...openWindows(windowFacts)].filter(isShown),
    elsewhere: elsewhere(facts, range)
  };
}

/** What each competitor is believed to have spent, week by week. @param weekly our own spend of the past weeks */
export function competitorWeeks(facts: AccountFacts, weeks: Day[], weekly: number[]): BrandWeeks[] {
  const looked = lookedByWeek(weeks, facts.visits, facts.stores);
  const ownWeekly = weekly.length > 0 ? weekly.reduce((sum, x) => sum + x, 0) / weekly.length : 0;
  return brandWeeks(weeks, facts.spendReports, looked, ownWeekly);
}

/** A promotion as windows look at it: what it costs is what was booked, and before that what was planned. */
function asWindowFact(own: AccountFacts['promotions'][number]) {
  return {
    code: own.code,
    name: own.name,
    from: own.startsOn,
    to: own.endsOn,
    amount: own.spent + own.committed > 0 ? own.spent + own.committed : own.plannedMinor,
    createdOn: own.createdOn,
    window: own.window
  };
}

/** Weeks at whose end a product was not on hand, weeks in a row taken together. @param weeks by product and week */
export function emptyShelves(weeks: AccountFacts['emptyWeeks']): EmptyShelf[] {
  const found: EmptyShelf[] = [];
  for (const { product, productName, brandName, week } of weeks) {
    const to = addDays(week, 6);
    const last = found.at(-1);
    if (last && last.product === product && addDays(last.to, 1) === week) last.to = to;
    else found.push({ product, productName, brandName, from: week, to });
  }
  return found;
}

function elsewhere({ facts, plannedTo }: AccountFacts, range: DayRange): DayRange | null {
  if (!facts) return null;
  const to = plannedTo ? maxDay(facts.to, plannedTo) : facts.to;
  return to < range.from || facts.from > range.to ? { from: facts.from, to } : null;
}

function unitsSource({ sellIn, sellThrough }: AccountFacts): OrdersLane['unitsSource'] {
  if (sellIn.length > 0) return sellThrough.length > 0 ? 'both' : 'orders';
  return sellThrough.length > 0 ? 'sell-through' : 'none';
}
