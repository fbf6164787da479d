import { addDays, type Day, daysBetween } from '$lib/calendar/day';
import { mondayOf } from '$lib/calendar/week';
import type { AccountState } from './market';
import type { Chance } from './random';
import { keyDates, type Timetable } from './timetable';

/** A promotion of ours in the demo. Money in minor units. */
export interface OwnPromotion {
  name: string;
  tactic: 'display' | 'promoter' | 'gift' | 'price' | 'sales_incentive' | 'push_agreement';
  startsOn: Day;
  endsOn: Day;
  plannedMinor: number;
  createdOn: Day;
  /** Null for a draft. */
  approvedOn: Day | null;
  cancelledOn: Day | null;
  settledOn: Day | null;
  actualMinor: number | null;
  /** The line of a file that it came from; absent where it was planned at a desk. */
  importedFrom?: string;
}

/** One account's own unit of money, in minor units: makes a size of 100 a yearly budget of one to two million. */
export const MINOR_A_UNIT = 650_000;

const TACTICS = [
  'display',
  'display',
  'promoter',
  'gift',
  'price',
  'sales_incentive',
  'push_agreement'
] as const;
const TACTIC_NAMES = {
  display: 'Display',
  promoter: 'Promoters',
  gift: 'Gift with purchase',
  price: 'Price cut',
  sales_incentive: 'Sales incentive',
  push_agreement: 'Main push'
} as const;

/** Our promotions at one account: every five to eight weeks, for two or three weeks, to the end of the fiscal year. */
export function ownPromotions(random: Chance, account: AccountState, table: Timetable): OwnPromotion[] {
  const dates = keyDates(table);
  const end = table.years.at(-1)!.to;
  const found: OwnPromotion[] = [];
  for (let start = addDays(table.weeks[0]!, 7 * random.integer(0, 4)); start <= end;) {
    const weeks = random.integer(2, 3);
    const endsOn = addDays(start, weeks * 7 - 1);
    if (endsOn > end) break;
    const tactic = random.pick(TACTICS);
    const occasion = dates.find(({ on }) => on >= start && on <= endsOn);
    const spend = account.size * (0.08 + 0.16 * random.uniform()) * weeks;
    found.push(
      dated(random, table.today, {
        tactic,
        occasion: occasion?.name,
        startsOn: start,
        endsOn,
        plannedMinor: round(spend * MINOR_A_UNIT)
      })
    );
    start = mondayOf(addDays(start, 7 * (weeks + random.integer(3, 5))));
  }
  return found;
}

/** The decisions that would have been taken by today: planned six weeks ahead or more, settled weeks after the end. */
function dated(
  random: Chance,
  today: Day,
  plan: {
    tactic: OwnPromotion['tactic'];
    occasion: string | undefined;
    startsOn: Day;
    endsOn: Day;
    plannedMinor: number;
  }
): OwnPromotion {
  const createdOn = addDays(plan.startsOn, -random.integer(42, 70));
  const approval = addDays(plan.startsOn, -random.integer(14, 24));
  const approvedOn = approval <= today ? approval : null;
  const settlement = addDays(plan.endsOn, random.integer(16, 35));
  const isCancelled = random.isTrue(0.04) && approvedOn !== null;
  const settledOn = !isCancelled && settlement <= today ? settlement : null;
  const used = 0.84 + 0.16 * random.uniform();
  const name = plan.occasion
    ? `${plan.occasion} ${TACTIC_NAMES[plan.tactic].toLowerCase()}`
    : TACTIC_NAMES[plan.tactic];
  return {
    name,
    tactic: plan.tactic,
    startsOn: plan.startsOn,
    endsOn: plan.endsOn,
    plannedMinor: plan.plannedMinor,
    createdOn,
    approvedOn,
    cancelledOn: isCancelled ? earlier(addDays(plan.startsOn, -3), today) : null,
    settledOn,
    actualMinor: settledOn ? Math.round(plan.plannedMinor * used) : null
  };
}

/** Spend a week, in the account's own units, over the demo's weeks; a cancelled or not yet approved one spends nothing. */
export function weeklySpend(promotions: OwnPromotion[], table: Timetable): number[] {
  return table.weeks.map((week) =>
    promotions
      .filter(
        ({ startsOn, endsOn, approvedOn, cancelledOn }) =>
          approvedOn && !cancelledOn && startsOn <= week && week <= endsOn
      )
      .reduce(
        (sum, { plannedMinor, startsOn, endsOn }) =>
          sum + plannedMinor / ((daysBetween(startsOn, endsOn) + 1) / 7) / MINOR_A_UNIT,
        0
      )
  );
}

export const round = (minor: number): number => Math.round(minor / 100_000) * 100_000;
const earlier = (a: Day, b: Day): Day => (a < b ? a : b);
