import { addDays, type Day } from '$lib/calendar/day';
import type { AccountState, WeekReport } from './market';
import { MINOR_A_UNIT } from './own-promotion';
import type { Chance } from './random';
import type { Timetable } from './timetable';

export interface DemoVisit {
  store: number;
  visitedOn: Day;
  receivedOn: Day;
}

export interface DemoObservation {
  store: number;
  competitor: number;
  /** Place in the competitor's products; null for the brand as a whole. */
  product: number | null;
  kind: 'spend' | 'stock_out' | 'restock';
  tactic: 'display' | 'price' | 'promoter' | null;
  seenOn: Day;
  receivedOn: Day;
  startsOn: Day | null;
  startsLatestOn: Day | null;
  endsOn: Day | null;
  lowMinor: number | null;
  highMinor: number | null;
  sureness: 'saw' | 'told';
}

/** What the field brought home of one account, as far as it has arrived by today. */
export function dressReports(
  random: Chance,
  account: AccountState,
  reports: WeekReport[],
  table: Timetable
): { visits: DemoVisit[]; observations: DemoObservation[] } {
  const visits: DemoVisit[] = [];
  const observations: DemoObservation[] = [];
  /** Stores in which a competitor was last seen out of stock: the next visit that finds it says so. */
  const outAt = account.competitors.map(() => new Set<number>());
  for (const report of reports) {
    const monday = table.weeks[report.week]!;
    for (const store of report.visited) {
      const seenOn = addDays(monday, random.integer(0, 4));
      const receivedOn = addDays(seenOn, (report.arrives - report.week) * 7);
      if (receivedOn > table.today) continue;
      visits.push({ store, visitedOn: seenOn, receivedOn });
      account.competitors.forEach((state, competitor) => {
        const shared = {
          store,
          competitor,
          seenOn,
          receivedOn,
          sureness: random.isTrue(0.85) ? ('saw' as const) : ('told' as const)
        };
        const spend = report.promotions.find(
          (sighting) => sighting.competitor === competitor && sighting.store === store
        );
        if (spend) observations.push({ ...shared, ...spendOf(random, spend.spend, monday) });
        const isOut = report.stockOuts.some(
          (sighting) => sighting.competitor === competitor && sighting.store === store
        );
        if (isOut) {
          const known = outAt[competitor]!.has(store);
          outAt[competitor]!.add(store);
          observations.push({
            ...shared,
            ...stockOutOf(known ? monday : addDays(monday, -random.integer(2, 6)), seenOn)
          });
        } else if (!state.isOut[report.week] && outAt[competitor]!.delete(store)) {
          // A visit that merely missed the empty shelf does not say that it is full again.
          observations.push({ ...shared, ...stockOutOf(null, seenOn), kind: 'restock' });
        }
      });
    }
  }
  return { visits, observations };
}

function spendOf(random: Chance, spend: number, monday: Day) {
  const minor = spend * MINOR_A_UNIT;
  const [low, high] = [0.75, 1.3].map((factor) => Math.round((minor * factor) / 100_000) * 100_000) as [
    number,
    number
  ];
  return {
    product: null,
    kind: 'spend' as const,
    tactic: random.pick(['display', 'price', 'promoter'] as const),
    startsOn: monday,
    startsLatestOn: monday,
    endsOn: addDays(monday, 6),
    lowMinor: low,
    highMinor: Math.max(high, low)
  };
}

function stockOutOf(startsOn: Day | null, seenOn: Day) {
  const starts = startsOn !== null && startsOn > seenOn ? seenOn : startsOn;
  return {
    product: 0,
    kind: 'stock_out' as const,
    tactic: null,
    startsOn: starts,
    startsLatestOn: starts === null ? null : seenOn,
    endsOn: null,
    lowMinor: null,
    highMinor: null
  };
}
