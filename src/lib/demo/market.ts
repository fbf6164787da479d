import { DEFAULT_PARAMETERS, type MarketParameters } from './parameters';
import { chance, type Chance } from './random';

/** One competitor at one account; arrays have one entry a week. Money is in the account's own units. */
export interface CompetitorState {
  share: number;
  isOut: boolean[];
  isPromoting: boolean[];
  spend: number[];
  /** Hidden ceiling and what is left of it, of the quarter that holds the week. */
  ceiling: number[];
  left: number[];
  isExhausted: boolean[];
}

export interface AccountState {
  /** Size b: mean weekly volume. */
  size: number;
  stores: number;
  /** Greatest gain of a promotion week without what was only bought forward, and the spend that brings half of it. */
  gain: number;
  halfSpend: number;
  /** The same as somebody knows it beforehand. */
  knownGain: number;
  knownHalfSpend: number;
  season: number[];
  competitors: CompetitorState[];
  isOwnOut: boolean[];
  /** Weeks of cover. */
  cover: number[];
  /** Share by which the account is behind its own target. */
  gap: number[];
}

/** What one week's visits to an account brought home. */
export interface WeekReport {
  account: number;
  week: number;
  /** Stores visited, by number. */
  visited: number[];
  /** When it arrived. */
  arrives: number;
  promotions: { competitor: number; store: number; spend: number }[];
  stockOuts: { competitor: number; store: number }[];
}

export interface Market {
  weeks: number;
  accounts: AccountState[];
  reports: WeekReport[];
}

/**
 * Simulates the market: the same seed and parameters give the same world.
 *
 * Sizes are lognormal, competitors' shares Dirichlet; stock-outs and promotions are two-state chains; cover and the
 * gap to target are AR(1); a competitor never spends beyond its quarter's ceiling and cannot promote while it is out
 * of stock. Visits see a share of the stores and report with misses, false sightings and delay.
 */
export function simulateMarket(seed: number, parameters: MarketParameters): Market {
  const weeks = parameters.historyWeeks + parameters.scoredWeeks;
  const random = chance(seed);
  const accounts = Array.from({ length: parameters.accounts }, (_, a) =>
    simulateAccount(random.stream(`account ${a}`), parameters, weeks)
  );
  const reports = accounts.flatMap((account, a) =>
    reportsOf(random.stream(`reports ${a}`), parameters, account, a, weeks)
  );
  return { weeks, accounts, reports };
}

function simulateAccount(random: Chance, parameters: MarketParameters, weeks: number): AccountState {
  const size = random.logNormal(Math.log(100), 0.7);
  const stores = random.integer(3, 12);
  const phase = random.uniform() * 52;
  const count = parameters.clashHeavy ? 1 : parameters.competitors;
  const shares = parameters.clashHeavy
    ? [0.5]
    : random.dirichlet([5, 3, 2, ...Array<number>(97).fill(2)].slice(0, count)).map((share) => share * 0.65);
  // V is what stays: the specified 0.60 has the usual 0.30 of forward buying taken off already.
  const gross = (size * random.logNormal(Math.log(0.6), 0.35)) / (1 - DEFAULT_PARAMETERS.forwardBuying);
  const gain = gross * (1 - parameters.forwardBuying);
  const halfSpend = size * random.logNormal(Math.log(0.3), 0.3);
  return {
    size,
    stores,
    gain,
    halfSpend,
    knownGain: gain * random.logNormal(0, parameters.responseNoise),
    knownHalfSpend: halfSpend * random.logNormal(0, parameters.responseNoise),
    season: Array.from({ length: weeks }, (_, t) => 1 + 0.15 * Math.sin((2 * Math.PI * (t + phase)) / 52)),
    competitors: shares.map((share, c) =>
      simulateCompetitor(random.stream(`competitor ${c}`), parameters, size, share, weeks)
    ),
    isOwnOut: chain(random.stream('own'), weeks, parameters.ownStockOutStart, parameters.ownStockOutWeeks),
    cover: autoregression(random.stream('cover'), weeks, 4, 0.8, 1.3).map((cover) => Math.max(0.2, cover)),
    gap: autoregression(random.stream('gap'), weeks, 0, 0.9, 0.12)
  };
}

function simulateCompetitor(
  random: Chance,
  parameters: MarketParameters,
  size: number,
  share: number,
  weeks: number
): CompetitorState {
  const isOut = chain(random.stream('out'), weeks, parameters.stockOutStart, parameters.stockOutWeeks);
  const mean = parameters.ceilingFactor * size * share * random.logNormal(0, parameters.ceilingNoise);
  const start = random.beta(...parameters.promotionStart);
  const goesOn = 1 - 1 / parameters.promotionWeeks;
  const state: CompetitorState = {
    share,
    isOut,
    isPromoting: [],
    spend: [],
    ceiling: [],
    left: [],
    isExhausted: []
  };
  let ceiling = 0;
  let left = 0;
  let wasPromoting = false;
  for (let t = 0; t < weeks; t++) {
    if (t % parameters.quarterWeeks === 0) {
      ceiling = mean * random.logNormal(0, parameters.quarterNoise);
      left = ceiling;
    }
    const isExhausted = left < parameters.exhaustedBelow * ceiling;
    const wants = random.isTrue(wasPromoting ? goesOn : start);
    const cost = ceiling * parameters.promotionCost * random.logNormal(0, 0.4);
    const isPromoting = wants && !isOut[t] && !isExhausted;
    const spend = isPromoting ? Math.min(cost, left) : 0;
    left -= spend;
    wasPromoting = isPromoting;
    state.isPromoting.push(isPromoting);
    state.spend.push(spend);
    state.ceiling.push(ceiling);
    state.left.push(left);
    state.isExhausted.push(left < parameters.exhaustedBelow * ceiling);
  }
  return state;
}

/** A two-state chain: on with `start` a week while off, off with 1 ÷ `length` a week while on. */
function chain(random: Chance, weeks: number, start: number, length: number): boolean[] {
  let isOn = false;
  return Array.from({ length: weeks }, () => (isOn = random.isTrue(isOn ? 1 - 1 / length : start)));
}

/** AR(1) around `mean` with the stationary standard deviation `deviation`. */
function autoregression(
  random: Chance,
  weeks: number,
  mean: number,
  stays: number,
  deviation: number
): number[] {
  const shock = deviation * Math.sqrt(1 - stays * stays);
  let value = random.normal(0, deviation);
  return Array.from({ length: weeks }, () => {
    value = stays * value + random.normal(0, shock);
    return mean + value;
  });
}

function reportsOf(
  random: Chance,
  parameters: MarketParameters,
  account: AccountState,
  a: number,
  weeks: number
): WeekReport[] {
  return Array.from({ length: weeks }, (_, week) => {
    const share = Math.min(1, (random.beta(3.5, 6.5) * parameters.coverage) / 0.35);
    const visited = Array.from({ length: account.stores }, (_, store) => store).filter(() =>
      random.isTrue(share)
    );
    const arrives = week + delayOf(random, parameters.delay);
    return { account: a, week, visited, arrives, ...sightingsOf(random, parameters, account, week, visited) };
  });
}

/** What visits to these stores see of each competitor: with misses, false sightings and a guess of the money. */
export function sightingsOf(
  random: Chance,
  parameters: MarketParameters,
  account: AccountState,
  week: number,
  visited: number[]
): Pick<WeekReport, 'promotions' | 'stockOuts'> {
  const promotions: WeekReport['promotions'] = [];
  const stockOuts: WeekReport['stockOuts'] = [];
  account.competitors.forEach((competitor, c) => {
    for (const store of visited) {
      const isOn = competitor.isPromoting[week]!;
      if (random.isTrue(isOn ? parameters.seen : parameters.falseSeen)) {
        const spent = isOn ? competitor.spend[week]! : competitor.ceiling[week]! * parameters.promotionCost;
        promotions.push({ competitor: c, store, spend: spent * random.logNormal(0, parameters.spendNoise) });
      }
      if (random.isTrue(competitor.isOut[week] ? parameters.stockOutSeen : parameters.falseStockOut)) {
        stockOuts.push({ competitor: c, store });
      }
    }
  });
  return { promotions, stockOuts };
}

function delayOf(random: Chance, chances: number[]): number {
  let rest = random.uniform();
  for (const [weeks, probability] of chances.entries()) {
    rest -= probability;
    if (rest < 0) return weeks;
  }
  return chances.length - 1;
}

/**
 * What a promotion week brings in units of margin: V · W · ρ · x ÷ (x + κ), with the multiplier W of the week.
 *
 * @param spend x, in the account's units
 * @param sinceLast weeks since the last own promotion, 1 for the week before; Infinity for none
 */
export function responseTo(
  account: AccountState,
  parameters: MarketParameters,
  week: number,
  spend: number,
  sinceLast: number
): number {
  if (spend <= 0) return 0;
  const tired = parameters.fatigue[Math.min(sinceLast, parameters.fatigue.length) - 1] ?? 1;
  return (
    account.gain * multiplierOf(account, parameters, week) * tired * (spend / (spend + account.halfSpend))
  );
}

/** W: season, competitors out of stock or promoting, cover, target gap, own stock. */
export function multiplierOf(account: AccountState, parameters: MarketParameters, week: number): number {
  const clash = parameters.clashHeavy ? 1.4 : parameters.clash;
  let multiplier = account.season[week]!;
  for (const competitor of account.competitors) {
    if (competitor.isOut[week]) multiplier *= 1 + parameters.outOfStockLift * competitor.share;
    if (competitor.isPromoting[week]) multiplier *= 1 - clash * competitor.share;
  }
  const cover = account.cover[week]!;
  if (cover < 2.5) multiplier *= 1.25;
  else if (cover > 5.5) multiplier *= 0.7;
  if (account.gap[week]! > 0.1) multiplier *= 1.2;
  return account.isOwnOut[week] ? multiplier * parameters.ownStockOut : multiplier;
}
