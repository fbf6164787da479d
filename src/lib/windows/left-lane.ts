import { addDays, type Day, type DayRange, daysBetween, maxDay, minDay } from '$lib/calendar/day';
import { weeksBetween } from '$lib/calendar/week';
import { splitByWeights } from '$lib/money/money';
import type { BudgetSummary, LeftLane, Step } from '$lib/timeline/timeline';

/** One of an account's own funds with what was booked on it and on its promotions. */
export interface FundBooks {
  fund: number;
  code: string;
  period: DayRange;
  /** Change of a balance by day, minor units; `committed` and `spent` of the promotions that draw on the fund. */
  changes: { on: Day; kind: 'available' | 'reserve' | 'committed' | 'spent'; amount: number }[];
}

/** Money of a promotion that is still to come. */
export interface Due extends DayRange {
  fund: number | null;
  amount: number;
}

/** What own money went into the weeks gone by; the mean and how far a sum of weeks may stray from it. */
export interface SpendRate {
  mean: number;
  /** Variance of one week, with what neighbouring weeks have in common already in it. */
  variance: number;
}

const LEAST_WEEKS = 8;
const [Z75, Z90] = [0.6745, 1.2816];

/**
 * The rate at which an account spends, from its own past weeks.
 *
 * Weeks of one promotion resemble each other, so that a sum of weeks strays further than independent ones would: the
 * variance is widened by (1 + r) ÷ (1 − r), where r is the correlation of neighbouring weeks, held from 0 to 0.8.
 *
 * @param weekly minor units a week, oldest first
 * @returns null where fewer than eight weeks are known
 */
export function spendRate(weekly: number[]): SpendRate | null {
  const n = weekly.length;
  if (n < LEAST_WEEKS) return null;
  const mean = weekly.reduce((sum, x) => sum + x, 0) / n;
  const variance = weekly.reduce((sum, x) => sum + (x - mean) ** 2, 0) / (n - 1);
  const shared = weekly.slice(1).reduce((sum, x, i) => sum + (x - mean) * (weekly[i]! - mean), 0) / (n - 1);
  const r = variance > 0 ? Math.min(0.8, Math.max(0, shared / variance)) : 0;
  return { mean, variance: (variance * (1 + r)) / (1 - r) };
}

/**
 * The four named numbers of the budget that covers `asOf`, from the account's own funds; null without one.
 * `total` is spent + committed + reserve + left, always.
 *
 * @param fiscalYear label of the fiscal year of `asOf`
 * @param drafts plans that nobody has approved
 */
export function budgetOn(
  funds: FundBooks[],
  asOf: Day,
  fiscalYear: string,
  lane: Pick<LeftLane, 'forecast' | 'usual'> | null,
  drafts: Due[]
): BudgetSummary | null {
  const covering = funds.filter((fund) => covers(fund, asOf));
  const first = covering[0];
  if (!first) return null;
  const sums = covering.map((fund) => balancesOn(fund, asOf));
  const sum = (kind: keyof Balances) => sums.reduce((all, one) => all + one[kind], 0);
  const even = covering.reduce((all, fund, i) => {
    const days = daysBetween(fund.period.from, fund.period.to) + 1;
    return all + (totalOf(sums[i]!) * (daysBetween(fund.period.from, asOf) + 1)) / days;
  }, 0);
  const used = sum('spent') + sum('committed');
  const richest = covering.reduce((best, fund, i) =>
    sums[i]!.available > sums[covering.indexOf(best)]!.available ? fund : best
  );
  const end = lane?.forecast.at(-1);
  return {
    fiscalYear,
    period: {
      from: minDay(first.period.from, ...covering.map((fund) => fund.period.from)),
      to: maxDay(first.period.to, ...covering.map((fund) => fund.period.to))
    },
    total: sums.reduce((all, one) => all + totalOf(one), 0),
    spent: sum('spent'),
    committed: sum('committed'),
    reserve: sum('reserve'),
    left: sum('available'),
    pace: even > 0 ? (used - even) / even : null,
    drafts: drafts
      .filter((draft) => covering.some((fund) => fund.fund === draft.fund))
      .reduce((all, draft) => all + draft.amount, 0),
    yearEnd: end && lane?.usual ? { low: end.p10, median: end.p50, high: end.p90, ...lane.usual } : null,
    fund: richest.code
  };
}

/**
 * What is left over time. Up to `asOf` as booked; after it commitments fall due evenly over their weeks and drafts
 * take theirs. Each fund counts while its period runs; a reserve is not part of what is left.
 */
export function leftLane(
  funds: FundBooks[],
  dues: Due[],
  drafts: Due[],
  rate: SpendRate | null,
  asOf: Day,
  range: DayRange
): LeftLane | null {
  const shown = funds.filter((fund) => fund.period.from <= range.to && fund.period.to >= range.from);
  if (shown.length === 0) return null;
  const actual: Change[] = [];
  const committed: Change[] = [];
  for (const fund of shown) {
    const booked = fund.changes.filter((change) => change.on <= minDay(fund.period.to, asOf));
    const free = booked.filter((change) => change.kind === 'available').map((change) => at(fund, change));
    const promised = booked.filter((change) => change.kind === 'committed').map((change) => at(fund, change));
    const falling = dues
      .filter((due) => due.fund === fund.fund)
      .flatMap((due) => fallingDue(due, asOf))
      .filter((change) => change.on <= fund.period.to);
    committed.push(...ending(fund, free));
    actual.push(...ending(fund, [...free, ...promised, ...falling]));
  }
  const committedSteps = stepsOf(committed, range);
  const covering = funds.filter((fund) => covers(fund, asOf));
  const projected = rate && covering.length > 0 ? forecast(covering, dues, rate, asOf) : null;
  return {
    actual: stepsOf(actual, range),
    committed: committedSteps,
    planned: plannedSteps(committed, drafts, asOf, range),
    evenPace: shown.map((fund) => ({ ...fund.period, total: totalOf(balancesOn(fund, asOf)) })),
    forecast: projected?.points ?? [],
    usual: projected?.usual ?? null
  };
}

interface Change {
  on: Day;
  amount: number;
}
type Balances = Record<FundBooks['changes'][number]['kind'], number>;

/** What the balances of a fund held by the end of a day, minor units. */
export function balancesOn(fund: FundBooks, asOf: Day): Balances {
  const balances: Balances = { available: 0, reserve: 0, committed: 0, spent: 0 };
  for (const change of fund.changes) if (change.on <= asOf) balances[change.kind] += change.amount;
  return balances;
}

const totalOf = ({ available, reserve, committed, spent }: Balances): number =>
  available + reserve + committed + spent;

function covers(fund: FundBooks, d: Day): boolean {
  return fund.period.from <= d && d <= fund.period.to;
}

/** Booked before the period: it counts from the period's first day. */
function at(fund: FundBooks, { on, amount }: Change): Change {
  return { on: maxDay(on, fund.period.from), amount };
}

/** With the end of the period, after which what is left is no longer there to spend. */
function ending(fund: FundBooks, changes: Change[]): Change[] {
  const rest = changes.reduce((sum, change) => sum + change.amount, 0);
  return [...changes, { on: addDays(fund.period.to, 1), amount: -rest }];
}

function fallingDue(due: Due, asOf: Day): Change[] {
  const from = maxDay(due.from, addDays(asOf, 1));
  const weeks = weeksBetween(from, maxDay(due.to, from));
  const parts = splitByWeights(
    due.amount,
    weeks.map(() => 1)
  );
  return weeks.map((week, i) => ({ on: maxDay(week, from), amount: -parts[i]! }));
}

function plannedSteps(committed: Change[], drafts: Due[], asOf: Day, range: DayRange): Step[] {
  if (drafts.length === 0) return [];
  const from = maxDay(asOf, range.from);
  return stepsOf([...committed, ...drafts.flatMap((draft) => fallingDue(draft, asOf))], {
    from,
    to: range.to
  });
}

function stepsOf(changes: Change[], range: DayRange): Step[] {
  const steps = cumulate(
    changes
      .filter((change) => change.on <= range.to)
      .map((change) => ({ ...change, on: maxDay(change.on, range.from) }))
  );
  return steps;
}

function cumulate(changes: Change[]): Step[] {
  const byDay = new Map<Day, number>();
  for (const { on, amount } of changes) byDay.set(on, (byDay.get(on) ?? 0) + amount);
  const steps: Step[] = [];
  let value = 0;
  for (const on of [...byDay.keys()].sort()) {
    const change = byDay.get(on)!;
    if (change === 0 && steps.length > 0) continue;
    value += change;
    steps.push({ on, value });
  }
  return steps;
}

/**
 * By week to the end of the period, at the end of each day named: commitments fall due, and beyond them the account
 * goes on spending as it usually does. A commitment for the weeks to come is part of that spending, not on top of it,
 * so that making one, or moving it within the period, does not change the end by itself.
 */
function forecast(
  covering: FundBooks[],
  dues: Due[],
  rate: SpendRate,
  asOf: Day
): { points: LeftLane['forecast']; usual: NonNullable<LeftLane['usual']> } {
  const end = maxDay(covering[0]!.period.to, ...covering.map((fund) => fund.period.to));
  const left = covering.reduce((sum, fund) => sum + balancesOn(fund, asOf).available, 0);
  const falling = dues
    .filter((due) => covering.some((fund) => fund.fund === due.fund))
    .flatMap((due) => {
      const days = daysBetween(due.from, due.to) + 1;
      // Of a promotion that has begun, the part for days gone by is spending of the past.
      const ahead = Math.max(0, daysBetween(maxDay(due.from, addDays(asOf, 1)), due.to) + 1) / days;
      return fallingDue(due, asOf).map(({ on, amount }) => ({ on, amount: -amount, ahead }));
    })
    .filter(({ on }) => on <= end);
  const sum = (of: typeof falling, part: (one: (typeof falling)[number]) => number) =>
    of.reduce((all, one) => all + part(one), 0);
  const sundays = weeksBetween(addDays(asOf, 8), end).map((monday) => addDays(monday, -1));
  const days = asOf < end ? [asOf, ...sundays, end] : [end];
  const points = days.map((on) => {
    const weeks = Math.max(0, daysBetween(asOf, on) / 7);
    const deviation = Math.sqrt(weeks * rate.variance);
    const due = falling.filter((one) => one.on <= on);
    const level = left + sum(falling, (one) => one.amount) - sum(due, (one) => one.amount);
    const promised = sum(due, (one) => one.amount * one.ahead);
    const after = (z: number) =>
      Math.round(level - Math.max(0, weeks * rate.mean + z * deviation - promised));
    return { on, p10: after(Z90), p25: after(Z75), p50: after(0), p75: after(-Z75), p90: after(-Z90) };
  });
  return {
    points,
    usual: {
      perWeek: Math.round(rate.mean),
      weeks: Math.max(0, daysBetween(asOf, end) / 7),
      promised: Math.round(sum(falling, (one) => one.amount * one.ahead))
    }
  };
}
