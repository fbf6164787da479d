import { afterEach, expect, it } from 'vitest';
import { day } from '$lib/calendar/day';
import { getLocale, overwriteGetLocale } from '$lib/paraglide/runtime';
import { againstText, reasonText, type Wording } from './reason.text';
import type { WindowAgainst } from './spend-window';

const before = getLocale;
afterEach(() => overwriteGetLocale(before));
const words: Wording = {
  account: 'northgate',
  currency: 'CNY',
  brands: new Map([[1, 'Beacon']]),
  products: new Map(),
  weeksName: () => 'W40–48',
  pictureHref: (brand) => `/timeline?competitor=${brand}`,
  sightingsHref: (about, { brand }) => `/timeline/sightings?about=${about}&brand=${brand}`
};
const stockOut = {
  brand: 1,
  product: null,
  startEarliest: day('2026-11-03'),
  startLatest: day('2026-11-06'),
  endEarliest: null,
  endLatest: null,
  lastSeen: day('2026-11-20'),
  stores: { out: 8, of: 14 },
  sightings: 9
};

it.each([
  ['en', /^Beacon out of stock in 8 of 14 stores visited, since 3\s?–\s?6 Nov 2026$/],
  ['zh-Hans', /^Beacon 在走访的 14 家门店中有 8 家断货，起始于 2026/],
  ['zh-Hant', /^Beacon 在走訪的 14 家門市中有 8 家斷貨，起始於 2026/]
] as const)('a stock-out is told in %s with stores and days', (locale, sentence) => {
  overwriteGetLocale(() => locale);
  const { text, evidence } = reasonText({ kind: 'stock-out', stockOut }, day('2026-11-23'), words);
  expect(text).toMatch(sentence);
  expect(evidence[0]!.href).toBe('/timeline/sightings?about=supply&brand=Beacon');
});

it('each counter-reason is a sentence of its own in each language, with its figures in it', () => {
  const all: WindowAgainst[] = [
    { kind: 'cover-high', weeks: 9.04, limit: 6 },
    { kind: 'cover-unknown' },
    { kind: 'no-money', left: -30_300_000 },
    { kind: 'no-budget' },
    { kind: 'own-promotion', code: 'p 1', name: 'Double 12', from: day('2026-12-01'), to: day('2026-12-14') },
    { kind: 'one-sighting', stores: null },
    { kind: 'few-stores', out: 2, of: 2 }
  ];
  for (const locale of ['en', 'zh-Hans', 'zh-Hant'] as const) {
    overwriteGetLocale(() => locale);
    const texts = all.map((one) => againstText(one, words).text);
    expect(new Set(texts).size).toBe(all.length);
    expect(texts.join()).not.toMatch(/[{}]|undefined/);
    expect(texts[0]).toContain('9');
    expect(texts[2]).toContain('−');
  }
  expect(againstText(all[4]!, words).evidence[0]!.href).toBe('/promotions/p%201');
});
