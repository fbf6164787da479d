import type { Day, DayRange } from '$lib/calendar/day';

/**
 * The shapes that the picture draws. They know days, columns and amounts, not where those come from.
 *
 * Every array called "per column" has one entry for each of `TimelineData.columns`, in their order.
 * `null` in such an array means *not known*, which is never drawn or added as zero.
 * Money is integer minor units of `TimelineData.currency`.
 */
export interface TimelineData {
  /** The clock's day. */
  today: Day;
  /** The day that everything is seen from: only what was known by its end is here. */
  asOf: Day;
  /** Why `asOf` is not `today`: the URL says so, or the data end earlier. */
  asOfBecause: 'today' | 'asked' | 'data-end';
  currency: string;
  grain: Grain;
  /** First day of the first and last day of the last column. */
  range: DayRange;
  /** What could be shown: from the first fact to the last plan, in whole weeks. For the overview strip. */
  extent: DayRange;
  columns: Column[];
  /** Coarser bands above the columns: periods above weeks, years above quarters. */
  bands: Band[];
  events: KeyDay[];
  portfolio: Portfolio;
  /** What this week asks of the reader, most pressing first; empty for a day of the past. */
  agenda: AgendaItem[];
  /** Rows after the filters, in the order to show them. */
  rows: AccountRow[];
  /** Accounts before the filters, for "3 of 42 accounts". */
  accountsInAll: number;
  choices: FilterChoices;
}

export type Grain = 'week' | 'period' | 'quarter';
export type RowMode = 'dense' | 'compact' | 'full';
export type LaneKind = 'left' | 'spend' | 'competitor' | 'supply' | 'promotions' | 'orders';

export interface Column extends DayRange {
  /** "W36", "P9", "Q3". */
  label: string;
  /** "FY26 W36 · 1–7 Sep 2026", in the reader's language. */
  title: string;
  /** A 53rd week, or a column that holds one. */
  hasWeek53: boolean;
  /** First column of a fiscal year, for the double rule. */
  startsYear: boolean;
}

export interface Band extends DayRange {
  /** "P9 (5w)", "FY26". */
  label: string;
}

export interface KeyDay {
  on: Day;
  name: string;
  /** Code of the account it concerns; null for all. */
  account: string | null;
}

export interface FilterChoices {
  regions: string[];
  channels: string[];
  competitors: string[];
  accounts: { code: string; name: string }[];
}

interface Named {
  code: string;
  name: string;
}

/** One thing to do or to look into. */
export type AgendaItem =
  /** More is committed and spent than there is. */
  | { kind: 'over'; account: Named; over: number; fund: string | null }
  /** Our own goods are out while a promotion runs or is about to. */
  | { kind: 'own-out'; account: Named; sentence: string; promotion: Named & { isRunning: boolean } }
  | { kind: 'act'; account: Named; window: WindowMark }
  /** Planned, not approved, and about to start. */
  | { kind: 'draft'; account: Named; promotion: Named; startsOn: Day; amount: number | null }
  /** Promotions that ended so many weeks ago and still hold money. */
  | { kind: 'unsettled'; count: number; amount: number; weeks: number };

/** The answer in the title and the strip under the chart. */
export interface Portfolio {
  /** Sums over the shown accounts that have a budget, at `asOf`, in the fiscal year of `asOf`. */
  budget: BudgetSummary | null;
  /** Money of shared funds that no account has yet. */
  sharedAvailable: number | null;
  /** Left over all shown accounts as steps over `extent`. */
  left: Step[];
  windows: DayRange[];
  /** The open window that is best to act on first, if there is one. */
  best: { account: string; window: string } | null;
}

/**
 * A dense row that is not open carries what it draws: budget, left, supply and windows. Its spend, competitors,
 * promotions and orders are empty arrays; the table always has all.
 */
export interface AccountRow {
  code: string;
  name: string;
  region: string | null;
  channel: string | null;
  /** Last day with any fact of this account known at `asOf`; null when it has no data at all. */
  dataEnd: Day | null;
  /** The account's data lie wholly outside the range shown: a link to where they are. */
  elsewhere: DayRange | null;
  budget: BudgetSummary | null;
  left: LeftLane | null;
  spend: SpendLane;
  competitors: CompetitorLane[];
  /** All competitors together; its range is combined, not summed end by end. */
  competitorSum: Estimate[];
  supply: StockOut[];
  promotions: PromotionBar[];
  orders: OrdersLane;
  windows: WindowMark[];
  /** A sentence that says the row aloud. */
  sentence: string;
}

export interface BudgetSummary {
  fiscalYear: string;
  period: DayRange;
  total: number;
  spent: number;
  committed: number;
  reserve: number;
  /** What can still be committed; below zero when overdrawn. */
  left: number;
  /** (spent + committed − even pace) ÷ even pace of the day; null before the first day. Positive is faster. */
  pace: number | null;
  /** Plans on these funds that nobody has approved; not part of any other figure. */
  drafts: number;
  /**
   * Left at the end of the period if spending goes on as it has: p10, p50, p90, and what it is made of; null where too
   * few weeks are known.
   */
  yearEnd: ({ low: number; median: number; high: number } & UsualSpend) | null;
  /** Code of the fund that a promotion planned here would draw on, and how much it can still give. */
  fund: string | null;
}

/** What an account's own money does beyond what is promised. */
export interface UsualSpend {
  /** Mean of a week. */
  perWeek: number;
  /** To the end of the period. */
  weeks: number;
  /** Committed for days to come: part of what those weeks usually take. */
  promised: number;
}

/** Value from `on` until the next step. */
export interface Step {
  on: Day;
  value: number;
}

export interface LeftLane {
  /** Budget less what was spent, up to `asOf`, then as commitments fall due. */
  actual: Step[];
  /** Less what is committed too. */
  committed: Step[];
  /** Less what is planned and not approved. */
  planned: Step[];
  /** Straight from the whole budget to zero at the period's end. */
  evenPace: { from: Day; to: Day; total: number }[];
  /** From `asOf` to the period's end, at the end of each day named. */
  forecast: { on: Day; p10: number; p25: number; p50: number; p75: number; p90: number }[];
  /** What the forecast rests on; null without one. */
  usual: UsualSpend | null;
}

/** Per column; a promotion's money is spread evenly over its days. */
export interface SpendLane {
  /** Null where promotions ran that were never planned in money, and no other. */
  planned: (number | null)[];
  committed: number[];
  actual: number[];
}

/** `null`: nobody looked. */
export type Estimate = {
  p10: number;
  p25: number;
  p50: number;
  p75: number;
  p90: number;
  /** Sightings behind it. */
  sightings: number;
  newest: Day | null;
  /** Share of the column's weeks in which somebody looked, 0 to 1. */
  looked: number;
  how: 'seen' | 'told' | 'estimated';
} | null;

export interface CompetitorLane {
  brand: string;
  /** Per column. */
  estimate: Estimate[];
}

export interface StockOut {
  id: string;
  owner: 'competitor' | 'own';
  brand: string;
  product: string | null;
  startEarliest: Day;
  startLatest: Day;
  /** Still seen on this day; null while it goes on. */
  endEarliest: Day | null;
  endLatest: Day | null;
  lastSeen: Day;
  /** Stores that saw it and stores that the account has (or that reported); null when not known by store. */
  stores: { out: number; of: number } | null;
  sentence: string;
}

export type PromotionStatus =
  'draft' | 'submitted' | 'approved' | 'running' | 'ended' | 'settled' | 'declined' | 'cancelled';

export interface PromotionBar extends DayRange {
  id: string;
  owner: 'own' | 'competitor';
  name: string;
  /** Two letters for a bar too short for its name. */
  short: string;
  status: PromotionStatus;
  amount: number | null;
  href: string | null;
  /** Which of its ends can be dragged, and the first day on which a moved one may lie; null for neither. */
  movable: { start: boolean; end: boolean; least: Day } | null;
  sentence: string;
}

export interface OrdersLane {
  /** Per column, units. */
  sellIn: (number | null)[];
  sellThrough: (number | null)[];
  weeksOfCover: number | null;
  /** Above the limit above which more would only fill the warehouse. */
  isCoverHigh: boolean;
  unitsSource: 'orders' | 'sell-through' | 'both' | 'none';
}

export interface WindowMark extends DayRange {
  id: string;
  /** "W36–38". */
  weeks: string;
  kind: string;
  title: string;
  low: number | null;
  high: number | null;
  /** What a plan made from it opens with. */
  middle: number | null;
  /** Where the amount comes from, as a sentence. */
  amountBasis: string | null;
  /** How sure we are, 0 to 1. */
  confidence: number;
  state: 'open' | 'taken' | 'passed';
  reasons: Reason[];
  /** What speaks against it. A window that is blocked is shown with why. */
  against: Reason[];
  isBlocked: boolean;
  /** Address of *plan a promotion* with account, dates, amount and reason filled in. */
  planHref: string | null;
}

export interface Reason {
  text: string;
  evidence: { label: string; href: string | null }[];
}

/** Everything about the view that the address holds: the same address shows the same picture. */
export interface TimelineView {
  asOf: Day | null;
  from: Day | null;
  to: Day | null;
  grain: Grain | 'auto';
  mode: RowMode;
  /** Codes of rows opened to full, whatever the mode. */
  open: string[];
  /** Only these accounts; empty for all. */
  accounts: string[];
  region: string | null;
  channel: string | null;
  search: string;
  hidden: LaneKind[];
  /** Competitor shown in its lane; null for the one that spends most; "all" for the sum. */
  competitor: string | null;
  isSameScale: boolean;
  isTable: boolean;
  /** `account/window` whose drawer is open. */
  window: string | null;
  /** Weeks of an account that are compared with the same ones a year before. */
  compare: (DayRange & { account: string }) | null;
}
