import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays, day } from '$lib/calendar/day';
import { logInput } from './observation.input';
import {
  bandOf,
  endOf,
  isSameReport,
  latelySeenFirst,
  type Report,
  sinceOf,
  SINCES,
  spendBands,
  startOf,
  untilOf,
  UNTILS
} from './observation';
import { reportId } from './report-id';

const days = fc.integer({ min: 0, max: 4000 }).map((n) => addDays(day('2020-01-01'), n));
const currencies = fc.constantFrom('CNY', 'USD', 'EUR', 'JPY', 'KRW', 'TWD', 'KWD');

describe('when something began', () => {
  it('is an interval that ends on the day it was seen at the latest', () => {
    fc.assert(
      fc.property(days, fc.constantFrom(...SINCES), (seenOn, since) => {
        const { startsOn, startsLatestOn } = startOf(since, seenOn);
        expect(startsLatestOn! <= seenOn).toBe(true);
        if (startsOn !== null) expect(startsOn <= startsLatestOn!).toBe(true);
      })
    );
  });

  it('is picked again as it was picked, whatever the weekday', () => {
    fc.assert(
      fc.property(days, fc.constantFrom(...SINCES), fc.constantFrom(...UNTILS), (seenOn, since, until) => {
        expect(sinceOf(startOf(since, seenOn), seenOn)).toBe(since);
        expect(untilOf(endOf(until, seenOn), seenOn)).toBe(until);
        const end = endOf(until, seenOn);
        if (end) expect(end >= seenOn).toBe(true);
      })
    );
  });

  it('does not overlap: yesterday is not among the earlier days', () => {
    const seenOn = day('2026-11-23');
    expect(startOf('week', seenOn)).toEqual({ startsOn: '2026-11-17', startsLatestOn: '2026-11-21' });
    expect(startOf('yesterday', seenOn).startsLatestOn).toBe('2026-11-22');
    expect(startOf('unknown', seenOn)).toEqual({ startsOn: null, startsLatestOn: seenOn });
  });
});

describe('bands of spend', () => {
  it('join without a gap, in whole minor units, and are found again', () => {
    fc.assert(
      fc.property(currencies, (currency) => {
        const bands = spendBands(currency);
        expect(bands[0]!.lowMinor).toBe(0);
        bands.forEach((band, i) => {
          expect(Number.isSafeInteger(band.lowMinor) && band.lowMinor < band.highMinor).toBe(true);
          if (i > 0) expect(band.lowMinor).toBe(bands[i - 1]!.highMinor);
          expect(bandOf(currency, band.lowMinor, band.highMinor)).toBe(i);
        });
        expect(bandOf(currency, null, null)).toBe(-1);
      })
    );
  });

  it('are of a size that suits the currency', () => {
    expect(spendBands('CNY')[1]).toEqual({ lowMinor: 100_000, highMinor: 500_000 });
    expect(spendBands('JPY')[1]).toEqual({ lowMinor: 20_000, highMinor: 100_000 });
  });
});

describe('a report that is sent again', () => {
  const report: Report = {
    accountId: 1,
    storeId: 2,
    brandId: 3,
    productId: null,
    kind: 'spend',
    tactic: 'display',
    seenOn: day('2026-11-23'),
    startsOn: day('2026-11-22'),
    endsOn: day('2026-11-29'),
    lowMinor: 1,
    highMinor: 2,
    source: 'store',
    sureness: 'saw',
    note: null,
    correctsId: null
  };

  it('is the same after midnight', () => {
    const later = { ...report, seenOn: day('2026-11-24'), startsOn: day('2026-11-23') };
    expect(isSameReport(report, later)).toBe(true);
  });

  it.each<Partial<Report>>([
    { storeId: 9 },
    { brandId: 9 },
    { productId: 9 },
    { kind: 'restock' },
    { tactic: 'price' },
    { startsOn: null },
    { endsOn: null },
    { lowMinor: null },
    { source: 'public' },
    { sureness: 'told' },
    { note: 'x' },
    { correctsId: 'x' }
  ])('is another one when it says %o', (changed) => {
    expect(isSameReport(report, { ...report, ...changed })).toBe(false);
  });
});

it('what was seen here lately comes first, the rest keeps its order and nothing is lost', () => {
  const things = ['a', 'b', 'c', 'd'].map((value) => ({ value }));
  expect(latelySeenFirst(things, ['c', 'x', 'b']).map(({ value }) => value)).toEqual(['c', 'b', 'a', 'd']);
});

it('an id is a UUID of version 7 that sorts by the time it was made', () => {
  const bytes = fc.uint8Array({ minLength: 10, maxLength: 10 });
  const times = fc.integer({ min: 0, max: 2 ** 48 - 2 });
  fc.assert(
    fc.property(times, bytes, bytes, (at, a, b) => {
      const id = reportId(at, a);
      expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
      expect(parseInt(id.replace('-', '').slice(0, 12), 16)).toBe(at);
      expect(id < reportId(at + 1, b)).toBe(true);
    })
  );
});

describe('what a form sends', () => {
  const id = reportId(1, new Uint8Array(10));
  const given = { id, corrects: '', place: 'store:s', kind: 'stock_out', what: 'product:p' };
  const faults = (values: Record<string, string>) =>
    (logInput.safeParse(values).error?.issues ?? []).map(({ path }) => path.join('.'));

  it('takes a stock-out with three taps: since when is not known unless somebody says so', () => {
    expect(logInput.parse(given)).toMatchObject({
      what: 'product:p',
      since: 'unknown',
      sureness: 'saw',
      source: 'store',
      band: -1
    });
  });

  it('says what is missing', () => {
    expect(faults({ ...given, what: '' })).toEqual(['what']);
    expect(faults({ ...given, what: 'other', other: '' })).toEqual(['what']);
    expect(faults({ ...given, kind: 'spend' })).toEqual(['tactic']);
    expect(faults({ ...given, place: 'nowhere' })).toEqual(['place']);
    expect(faults({ ...given, source: 'insider' })).toEqual(['source']);
  });

  it('takes the one from the list where no chip fits', () => {
    expect(logInput.parse({ ...given, what: 'other', other: 'brand:B' }).what).toBe('brand:B');
  });
});
