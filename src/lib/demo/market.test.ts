import { describe, expect, it } from 'vitest';
import { multiplierOf, responseTo, simulateMarket } from './market';
import { DEFAULT_PARAMETERS } from './parameters';
import { parametersInput } from './parameters.input';

const many = { ...DEFAULT_PARAMETERS, accounts: 200 };
const market = simulateMarket(1, many);
const mean = (values: number[]) => values.reduce((a, b) => a + b, 0) / values.length;
const competitors = market.accounts.flatMap((account) => account.competitors);

describe('the simulated market', () => {
  it('is the same for the same seed, and another for another', () => {
    expect(simulateMarket(5, DEFAULT_PARAMETERS)).toEqual(simulateMarket(5, DEFAULT_PARAMETERS));
    expect(simulateMarket(5, DEFAULT_PARAMETERS)).not.toEqual(simulateMarket(6, DEFAULT_PARAMETERS));
  });

  it('never lets a competitor spend beyond its quarter, nor promote while out of stock', () => {
    for (const competitor of competitors) {
      competitor.spend.forEach((spend, t) => {
        expect(competitor.left[t]!).toBeGreaterThanOrEqual(-1e-9);
        expect(spend > 0).toBe(competitor.isPromoting[t]);
        expect(competitor.isPromoting[t]! && competitor.isOut[t]!).toBe(false);
        expect(competitor.isExhausted[t]).toBe(competitor.left[t]! < 0.1 * competitor.ceiling[t]!);
        const quarter = t - (t % 13);
        const spent = competitor.spend.slice(quarter, t + 1).reduce((a, b) => a + b, 0);
        expect(spent).toBeLessThanOrEqual(competitor.ceiling[t]! + 1e-9);
      });
    }
  });

  it('has stock-outs as often and as long as asked for', () => {
    const share = mean(competitors.map(({ isOut }) => mean(isOut.map(Number))));
    // On with 0.025 while off, off with 1/4 while on: 0.025 ÷ (0.025 + 0.25) of the weeks, from none at the start.
    expect(share).toBeGreaterThan(0.075);
    expect(share).toBeLessThan(0.1);
  });

  it('has covers around four weeks and sizes around a median of 100', () => {
    expect(mean(market.accounts.map(({ cover }) => mean(cover)))).toBeCloseTo(4, 0);
    const sizes = market.accounts.map(({ size }) => size).sort((a, b) => a - b);
    expect(sizes[100]).toBeGreaterThan(80);
    expect(sizes[100]).toBeLessThan(125);
  });

  it('sends people to the share of stores that was asked for, and their reports up to three weeks late', () => {
    const shares = market.reports.map(
      ({ account, visited }) => visited.length / market.accounts[account]!.stores
    );
    expect(mean(shares)).toBeGreaterThan(0.32);
    expect(mean(shares)).toBeLessThan(0.38);
    const delays = [0, 1, 2, 3].map((late) =>
      mean(market.reports.map(({ week, arrives }) => Number(arrives - week === late)))
    );
    delays.forEach((share, late) =>
      expect(Math.abs(share - DEFAULT_PARAMETERS.delay[late]!)).toBeLessThan(0.02)
    );
  });

  it('sees stock-outs in visited stores alone, with misses and false sightings', () => {
    let [on, seenOn, off, seenOff] = [0, 0, 0, 0];
    for (const { account, week, visited, stockOuts } of market.reports) {
      market.accounts[account]!.competitors.forEach((competitor, c) => {
        const seen = stockOuts.filter((sighting) => sighting.competitor === c);
        expect(seen.every(({ store }) => visited.includes(store))).toBe(true);
        if (competitor.isOut[week]) [on, seenOn] = [on + visited.length, seenOn + seen.length];
        else [off, seenOff] = [off + visited.length, seenOff + seen.length];
      });
    }
    expect(seenOn / on).toBeCloseTo(0.81, 1);
    expect(seenOff / off).toBeCloseTo(0.03, 2);
  });

  it('gives a promotion more while a competitor is out of stock, and less right after another one', () => {
    const account = structuredClone(market.accounts[0]!);
    account.competitors.forEach(
      (competitor) => ((competitor.isOut[0] = false), (competitor.isPromoting[0] = false))
    );
    const before = multiplierOf(account, many, 0);
    account.competitors[0]!.isOut[0] = true;
    expect(multiplierOf(account, many, 0)).toBeCloseTo(before * (1 + 2 * account.competitors[0]!.share));
    expect(responseTo(account, many, 0, 10, 1)).toBeCloseTo(responseTo(account, many, 0, 10, Infinity) * 0.4);
    expect(responseTo(account, many, 0, 0, 9)).toBe(0);
  });
});

describe('a parameter file', () => {
  it('fills in what it does not name, and refuses a name that is not known', () => {
    expect(parametersInput.parse({ coverage: 0.6 })).toEqual({ ...DEFAULT_PARAMETERS, coverage: 0.6 });
    expect(parametersInput.safeParse({ covrage: 0.6 }).success).toBe(false);
    expect(parametersInput.safeParse({ delay: [0.5, 0.4] }).success).toBe(false);
  });
});
