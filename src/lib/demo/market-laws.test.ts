import { expect, it } from 'vitest';
import { responseTo, simulateMarket } from './market';
import { DEFAULT_PARAMETERS } from './parameters';

const PARAMETERS = { ...DEFAULT_PARAMETERS, accounts: 400 };
const market = simulateMarket(11, PARAMETERS);
const mean = (values: number[]) => values.reduce((a, b) => a + b, 0) / values.length;
const deviation = (values: number[]) => Math.sqrt(mean(values.map((value) => (value - mean(values)) ** 2)));
const median = (values: number[]) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)]!;

it('V is 0.60 and κ 0.30 of the size, and forward buying is taken off V once', () => {
  const share = (forwardBuying: number) =>
    median(
      simulateMarket(11, { ...PARAMETERS, historyWeeks: 1, scoredWeeks: 0, forwardBuying }).accounts.map(
        ({ gain, size }) => gain / size
      )
    );
  expect(share(0.3)).toBeGreaterThan(0.57);
  expect(share(0.3)).toBeLessThan(0.63);
  expect(share(0.65) / share(0.3)).toBeCloseTo(0.5);
  expect(median(market.accounts.map(({ halfSpend, size }) => halfSpend / size))).toBeCloseTo(0.3, 1);
});

it('what is known of the response beforehand is off by the noise that was asked for', () => {
  const off = market.accounts.map(({ knownGain, gain }) => Math.log(knownGain / gain));
  expect(mean(off)).toBeCloseTo(0, 1);
  expect(deviation(off)).toBeGreaterThan(0.22);
  expect(deviation(off)).toBeLessThan(0.28);
  const sure = simulateMarket(11, { ...PARAMETERS, accounts: 5, responseNoise: 0 }).accounts;
  for (const { knownGain, gain } of sure) expect(knownGain).toBe(gain);
});

it('competitors share 0.65 of the category, the first the most', () => {
  for (const { competitors } of market.accounts) {
    expect(competitors.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(0.65);
  }
  const of = (c: number) => mean(market.accounts.map(({ competitors }) => competitors[c]!.share));
  expect(of(0)).toBeCloseTo(0.325, 1);
  expect(of(0)).toBeGreaterThan(of(1));
  expect(of(1)).toBeGreaterThan(of(2));
});

it('cover keeps 0.8 of its distance from one week to the next, with a deviation of 1.3', () => {
  const pairs = market.accounts.flatMap(({ cover }) =>
    cover.slice(1).map((now, t) => [cover[t]! - 4, now - 4] as const)
  );
  const kept = mean(pairs.map(([a, b]) => a * b)) / mean(pairs.map(([a]) => a * a));
  expect(kept).toBeGreaterThan(0.76);
  expect(kept).toBeLessThan(0.84);
  expect(deviation(pairs.map(([, b]) => b))).toBeGreaterThan(1.2);
  expect(deviation(pairs.map(([, b]) => b))).toBeLessThan(1.4);
});

it('promotions are seen with misses and false sightings, their spend with the noise that was asked for', () => {
  let [on, seenOn, off, seenOff] = [0, 0, 0, 0];
  const noise: number[] = [];
  for (const { account, week, visited, promotions } of market.reports) {
    market.accounts[account]!.competitors.forEach((competitor, c) => {
      const seen = promotions.filter((sighting) => sighting.competitor === c);
      if (competitor.isPromoting[week]) {
        [on, seenOn] = [on + visited.length, seenOn + seen.length];
        noise.push(...seen.map(({ spend }) => Math.log(spend / competitor.spend[week]!)));
      } else [off, seenOff] = [off + visited.length, seenOff + seen.length];
    });
  }
  expect(seenOn / on).toBeGreaterThan(0.66);
  expect(seenOn / on).toBeLessThan(0.7);
  expect(seenOff / off).toBeGreaterThan(0.017);
  expect(seenOff / off).toBeLessThan(0.023);
  expect(Math.abs(mean(noise))).toBeLessThan(0.03);
  expect(deviation(noise)).toBeGreaterThan(0.33);
  expect(deviation(noise)).toBeLessThan(0.37);
});

it('an effect comes back over four weeks, and half of V takes κ', () => {
  const account = {
    ...market.accounts[0]!,
    competitors: [],
    season: [1],
    cover: [4],
    gap: [0],
    isOwnOut: [false]
  };
  const rested = responseTo(account, PARAMETERS, 0, account.halfSpend, Infinity);
  expect(rested).toBeCloseTo(account.gain / 2);
  [0.4, 0.65, 0.85, 1, 1].forEach((share, i) =>
    expect(responseTo(account, PARAMETERS, 0, account.halfSpend, i + 1)).toBeCloseTo(rested * share)
  );
});
