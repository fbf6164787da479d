import { addDays, type Day, maxDay, minDay } from '$lib/calendar/day';
import { type DemoFund, fundsOf } from './demo-fund';
import { CHAINS, STORY } from './cast';
import { type AccountState, sightingsOf, simulateMarket } from './market';
import { type OwnPromotion, ownPromotions, round, weeklySpend } from './own-promotion';
import { DEFAULT_PARAMETERS, type MarketParameters } from './parameters';
import { chance } from './random';
import { type DemoOrder, type DemoSale, simulateSales } from './sales';
import { type DemoObservation, type DemoVisit, dressReports } from './sightings';
import { DEMO_WEEKS, keyDates, timetable, type Timetable } from './timetable';

export interface DemoAccount {
  code: string;
  name: string;
  region: string;
  channel: string;
  stores: { code: string; name: string; city: string }[];
  promotions: OwnPromotion[];
  funds: DemoFund[];
  orders: DemoOrder[];
  sales: DemoSale[];
  visits: DemoVisit[];
  observations: DemoObservation[];
}

export interface DemoStory {
  table: Timetable;
  accounts: DemoAccount[];
  keyDates: { name: string; on: Day }[];
}

/** The simulated market dressed as a year and a half of twenty accounts that ends this week. Same seed, same day, same data. */
export function tellStory(seed: number, today: Day): DemoStory {
  const table = timetable(today);
  const parameters: MarketParameters = {
    ...DEFAULT_PARAMETERS,
    historyWeeks: DEMO_WEEKS,
    scoredWeeks: 0,
    coverage: 0.45
  };
  const market = simulateMarket(seed, parameters);
  stage(market.accounts);
  // What happens on the stage is reported by the same eyes as the rest.
  const reports = simulateStagedReports(seed, parameters, market);
  const accounts = CHAINS.map((chain, a) => {
    const state = market.accounts[a]!;
    const random = chance(`${seed}/dress ${a}`);
    const code = chain.name.toLowerCase().replace(/[^a-z0-9]+/g, '-');
    const stores = Array.from({ length: state.stores }, (_, i) => {
      const city = chain.cities[i % chain.cities.length]!;
      const number = Math.floor(i / chain.cities.length) + 1;
      return {
        code: `${code}-${i + 1}`,
        name: `${chain.name} ${city}${number > 1 ? ` ${number}` : ''}`,
        city
      };
    });
    const named = { code, name: chain.name, region: chain.region, channel: chain.channel, stores };
    if (a === STORY.blank)
      return { ...named, promotions: [], funds: [], orders: [], sales: [], visits: [], observations: [] };
    const year = ownPromotions(random.stream('promotions'), state, table);
    if (a === STORY.chance) holdBack(year, table);
    if (a === STORY.trap) quieten(year, table);
    const funds = fundsOf(
      random.stream('funds'),
      code,
      chain.name,
      year,
      table,
      a === STORY.chance ? 0.62 : null
    );
    const promotions = year.filter(({ createdOn }) => createdOn <= today);
    approveAfterDeposit(promotions, funds);
    if (a === STORY.mistyped) mistype(promotions, funds, table);
    const { orders, sales } = simulateSales(
      random.stream('sales'),
      state,
      parameters,
      weeklySpend(promotions, table),
      table,
      code
    );
    const { visits, observations } = dressReports(
      random.stream('field'),
      state,
      reports.filter(({ account }) => account === a),
      table
    );
    return { ...named, promotions, funds, orders, sales, visits, observations };
  });
  return { table, accounts, keyDates: keyDates(table) };
}

/** Two accounts get the same signal: six weeks of overspending, then an empty shelf that is still empty. */
function stage(accounts: AccountState[]): void {
  for (const a of [STORY.chance, STORY.trap]) {
    const account = accounts[a]!;
    account.size = a === STORY.chance ? 150 : 120;
    account.stores = Math.max(account.stores, a === STORY.chance ? 12 : 10);
    const beacon = account.competitors[0]!;
    const ceiling = 0.3 * account.size;
    for (let back = 12; back >= 0; back--) {
      const t = DEMO_WEEKS - 1 - back;
      const isSpending = back >= 4 && back <= 9;
      beacon.isPromoting[t] = isSpending;
      beacon.isOut[t] = back <= 3;
      beacon.ceiling[t] = ceiling;
      beacon.spend[t] = isSpending ? ceiling * (0.3 + 0.06 * Math.sin(back)) : 0;
      beacon.isExhausted[t] = back < 7;
      beacon.left[t] = back < 7 ? 0 : ceiling * Math.min(1, (back - 6) * 0.3);
      account.isOwnOut[t] = false;
      account.cover[t] =
        a === STORY.chance ? 3.4 : Math.max(account.cover[t]!, 9 - Math.max(0, back - 3) * 0.6);
    }
  }
}

function simulateStagedReports(
  seed: number,
  parameters: MarketParameters,
  market: ReturnType<typeof simulateMarket>
) {
  const random = chance(`${seed}/stage`);
  return market.reports
    .filter(({ account, week }) => !isStaged(account, week))
    .concat(
      [STORY.chance, STORY.trap].flatMap((account) =>
        Array.from({ length: 13 }, (_, back) =>
          stagedReport(random, parameters, market.accounts[account]!, account, DEMO_WEEKS - 1 - back)
        )
      )
    )
    .sort((x, y) => x.week - y.week || x.account - y.account);
}

const isStaged = (account: number, week: number) =>
  (account === STORY.chance || account === STORY.trap) && week >= DEMO_WEEKS - 13;

function stagedReport(
  random: ReturnType<typeof chance>,
  parameters: MarketParameters,
  state: AccountState,
  account: number,
  week: number
) {
  const isRecent = week >= DEMO_WEEKS - 2;
  const visited = Array.from({ length: state.stores }, (_, store) => store).filter(() =>
    random.isTrue(isRecent ? 0.85 : 0.6)
  );
  const isLate = week < DEMO_WEEKS - 3 && random.isTrue(0.3);
  const beacon = state.competitors[0]!;
  // One look past the empty shelf in the last days would end the story: the signal is seen plainly, the others as everywhere.
  const others = sightingsOf(random.stream(`others ${account} ${week}`), parameters, state, week, visited);
  return {
    account,
    week,
    visited,
    arrives: week + (isLate ? 1 : 0),
    promotions: visited
      .filter(() => beacon.isPromoting[week] && random.isTrue(parameters.seen))
      .map((store) => ({
        competitor: 0,
        store,
        spend: beacon.spend[week]! * random.logNormal(0, parameters.spendNoise)
      }))
      .concat(others.promotions.filter(({ competitor }) => competitor !== 0)),
    stockOuts: visited
      .filter(() => beacon.isOut[week] && (isRecent || random.isTrue(parameters.stockOutSeen)))
      .map((store) => ({ competitor: 0, store }))
      .concat(others.stockOuts.filter(({ competitor }) => competitor !== 0))
  };
}

/** Nothing of ours is on or agreed for the coming weeks: the money waits. */
function holdBack(promotions: OwnPromotion[], { today, weeks }: Timetable): void {
  const quiet = weeks[DEMO_WEEKS - 7]!;
  for (let i = promotions.length - 1; i >= 0; i--) {
    const promotion = promotions[i]!;
    if (promotion.startsOn >= quiet && promotion.startsOn <= today) promotions.splice(i, 1);
    else if (promotion.startsOn > today) Object.assign(promotion, { approvedOn: null, cancelledOn: null });
  }
}

function quieten(promotions: OwnPromotion[], { today, weeks }: Timetable): void {
  for (const promotion of promotions.filter(({ startsOn }) => startsOn > today)) promotion.approvedOn = null;
  const running = promotions.findIndex(
    ({ endsOn, startsOn }) => startsOn <= today && endsOn >= weeks[DEMO_WEEKS - 2]!
  );
  if (running >= 0) promotions.splice(running, 1);
}

/** Nothing is committed before its fund has money: a plan made earlier is approved on the day of the deposit. */
function approveAfterDeposit(promotions: OwnPromotion[], funds: DemoFund[]): void {
  for (const promotion of promotions) {
    const fund = funds.find(({ from, to }) => from <= promotion.startsOn && promotion.startsOn <= to)!;
    if (promotion.approvedOn) promotion.approvedOn = maxDay(promotion.approvedOn, fund.depositedOn);
    if (promotion.cancelledOn) promotion.cancelledOn = maxDay(promotion.cancelledOn, promotion.approvedOn!);
  }
}

/** One line of an import had a nought too many: ten times the money is committed, and the fund overdrawn within its allowance. */
function mistype(promotions: OwnPromotion[], funds: DemoFund[], table: Timetable): void {
  const fund = funds.at(-1)!;
  const used = promotions
    .filter(({ startsOn, approvedOn, cancelledOn }) => startsOn >= fund.from && approvedOn && !cancelledOn)
    .reduce((sum, { plannedMinor, actualMinor }) => sum + (actualMinor ?? plannedMinor), 0);
  const left = fund.depositMinor - fund.reserveMinor - used;
  const monday = table.weeks.at(-1)!;
  const meantMinor = round((left + fund.depositMinor * 0.12) / 10);
  promotions.push({
    name: 'Window display',
    tactic: 'display',
    startsOn: monday,
    endsOn: minDay(addDays(monday, 20), fund.to),
    plannedMinor: meantMinor * 10,
    createdOn: monday,
    approvedOn: monday,
    cancelledOn: null,
    settledOn: null,
    actualMinor: null,
    importedFrom: 'promotions.csv, line 14'
  });
  fund.overdrawPercent = 25;
}
