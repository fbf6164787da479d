import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays, day } from '$lib/calendar/day';
import type { StockOutInterval } from '$lib/competitors/stock-out';
import {
  type Exhaustion,
  openWindows,
  pastWindows,
  stockOutConfidence,
  type WindowFacts
} from './spend-window';

const AS_OF = day('2026-11-23');

function stockOut(values: Partial<StockOutInterval> = {}): StockOutInterval {
  return {
    brand: 1,
    product: null,
    startEarliest: addDays(AS_OF, -14),
    startLatest: addDays(AS_OF, -10),
    endEarliest: null,
    endLatest: null,
    lastSeen: addDays(AS_OF, -2),
    stores: { out: 8, of: 10 },
    sightings: 9,
    ...values
  };
}

function exhaustion(soFar: number, before: number, values: Partial<Exhaustion> = {}): Exhaustion {
  return {
    brand: 2,
    compared: { from: day('2025-09-29'), to: day('2025-12-28'), basis: 'year' },
    from: day('2026-09-28'),
    to: day('2026-12-27'),
    soFar: { zero: 0, mean: soFar, variance: (soFar / 10) ** 2 },
    before: { zero: 0, mean: before, variance: (before / 10) ** 2 },
    lookedNow: 1,
    lookedBefore: 0.9,
    seenNow: 5,
    seenBefore: 6,
    ...values
  };
}

function facts(values: Partial<WindowFacts> = {}): WindowFacts {
  return {
    asOf: AS_OF,
    stockOuts: [],
    exhaustions: [],
    cover: 4,
    left: 1_000_000,
    yearEnd: null,
    promotions: [],
    drafts: [],
    ...values
  };
}

const past = [0, 1, 2].map((n) => ({
  code: `P${n}`,
  name: `P${n}`,
  from: addDays(AS_OF, -100 + n * 21),
  to: addDays(AS_OF, -87 + n * 21),
  amount: 200_000 + n * 20_000,
  createdOn: addDays(AS_OF, -110),
  window: null
}));

describe('an open window', () => {
  it('is taken by a promotion that was planned since and begins in the week before it, not by an earlier one', () => {
    const state = (daysBefore: number) => {
      const own = { ...past[0]!, from: addDays(AS_OF, -daysBefore), to: addDays(AS_OF, 9), createdOn: AS_OF };
      return openWindows(facts({ stockOuts: [stockOut()], promotions: [own] }))[0]!.state;
    };
    expect([6, 7].map(state)).toEqual(['taken', 'open']);
  });

  it('names a draft in its weeks, for it would want the same money', () => {
    const draft = { ...past[0]!, from: addDays(AS_OF, 14), to: addDays(AS_OF, 40), amount: 476_000 };
    const kinds = (drafts: typeof past) =>
      openWindows(facts({ stockOuts: [stockOut()], drafts }))[0]!.against.map(({ kind }) => kind);
    expect(kinds([draft])).toContain('own-draft');
    expect(kinds([{ ...draft, from: addDays(AS_OF, 21) }])).not.toContain('own-draft');
  });

  it('says that the account heads below zero, or that it would take all there is', () => {
    const against = (values: Partial<WindowFacts>) =>
      openWindows(facts({ stockOuts: [stockOut()], promotions: past, ...values }))[0]!.against;
    expect(against({ yearEnd: -36_700 })).toContainEqual({ kind: 'year-end', below: 36_700 });
    expect(against({ left: 158_000, yearEnd: 1 })).toContainEqual({ kind: 'takes-all', left: 158_000 });
    expect(against({ yearEnd: 0 })).toEqual([]);
    expect(against({ left: 0, yearEnd: -5 }).map(({ kind }) => kind)).toEqual(['no-money']);
  });

  it('says what its amount rests on', () => {
    const basis = (left: number) =>
      openWindows(facts({ stockOuts: [stockOut()], promotions: past, left }))[0]!.basis;
    expect(basis(1_000_000)).toEqual({
      promotions: 3,
      low: 105_000,
      high: 115_000,
      weeks: 3,
      isCapped: false
    });
    expect(basis(320_000)).toMatchObject({ isCapped: true });
  });

  it('follows from a competitor’s open stock-out: three weeks from Monday, within what is left', () => {
    const [found] = openWindows(facts({ stockOuts: [stockOut()], promotions: past, left: 320_000 }));
    expect(found).toMatchObject({
      kind: 'stock-out',
      from: AS_OF,
      to: addDays(AS_OF, 20),
      isBlocked: false,
      against: [{ kind: 'takes-all', left: 320_000 }]
    });
    expect(found).toMatchObject({ low: 320_000, high: 320_000 });
    expect(openWindows(facts({ stockOuts: [stockOut()], promotions: past }))[0]).toMatchObject({
      low: 320_000,
      high: 350_000
    });
  });

  it('starts on the next Monday when the day is not one', () => {
    const asOf = addDays(AS_OF, 2);
    expect(openWindows(facts({ asOf, stockOuts: [stockOut()] }))[0]!.from).toBe('2026-11-30');
  });

  it('has no amount without two promotions of our own to go by', () => {
    expect(openWindows(facts({ stockOuts: [stockOut()] }))[0]).toMatchObject({ low: null, high: null });
  });

  it('does not follow from a stale sighting, nor from one store among many', () => {
    const old = stockOut({ lastSeen: addDays(AS_OF, -8) });
    const narrow = stockOut({ stores: { out: 1, of: 9 } });
    expect(openWindows(facts({ stockOuts: [old, narrow] }))).toEqual([]);
  });

  it.each<[string, Partial<WindowFacts>, string]>([
    ['our own cover above its limit', { cover: 9 }, 'cover-high'],
    ['no money left', { left: -12 }, 'no-money'],
    [
      'a single sighting',
      { stockOuts: [stockOut({ sightings: 1, stores: { out: 1, of: 1 }, lastSeen: AS_OF })] },
      'one-sighting'
    ]
  ])('is held back by %s, and says so first', (_, values, kind) => {
    const [found] = openWindows(facts({ stockOuts: [stockOut()], ...values }));
    expect(found!.isBlocked).toBe(true);
    expect(found!.against[0]!.kind).toBe(kind);
  });

  it('is weakened, not blocked, by what is not known and by a promotion that already runs', () => {
    const running = {
      code: 'R',
      name: 'R',
      from: addDays(AS_OF, -10),
      to: addDays(AS_OF, 4),
      amount: 1,
      createdOn: addDays(AS_OF, -90),
      window: null
    };
    const [found] = openWindows(
      facts({ stockOuts: [stockOut()], cover: null, left: null, promotions: [running] })
    );
    expect(found!.isBlocked).toBe(false);
    expect(found!.against.map((one) => one.kind)).toEqual(['cover-unknown', 'no-budget', 'own-promotion']);
  });

  it('is taken once a promotion was planned in it', () => {
    const planned = {
      code: 'N',
      name: 'N',
      from: AS_OF,
      to: addDays(AS_OF, 13),
      amount: 1,
      createdOn: AS_OF,
      window: null
    };
    expect(openWindows(facts({ stockOuts: [stockOut()], promotions: [planned] }))[0]).toMatchObject({
      state: 'taken',
      against: []
    });
  });

  it('is not taken by a promotion that was planned before anybody knew', () => {
    const before = {
      code: 'B',
      name: 'B',
      from: AS_OF,
      to: addDays(AS_OF, 13),
      amount: 1,
      createdOn: addDays(AS_OF, -40),
      window: null
    };
    const [found] = openWindows(facts({ stockOuts: [stockOut()], promotions: [before] }));
    expect(found!.state).toBe('open');
    expect(found!.against.map((one) => one.kind)).toEqual(['own-promotion']);
  });

  it('follows from a competitor that has spent what it spent a year before, until its new period', () => {
    const [found] = openWindows(
      facts({ exhaustions: [exhaustion(1_000_000, 900_000, { to: day('2026-12-08') })] })
    );
    expect(found).toMatchObject({ kind: 'exhaustion', to: '2026-12-08' });
    expect(found!.confidence).toBeLessThanOrEqual(0.7);
  });

  it.each<[string, Exhaustion]>([
    ['it has spent little', exhaustion(500_000, 900_000)],
    ['it has spent far more than then', exhaustion(1_500_000, 900_000)],
    ['too few weeks were looked at then', exhaustion(1_000_000, 900_000, { lookedBefore: 0.4 })],
    ['it was hardly seen now', exhaustion(1_000_000, 900_000, { seenNow: 2 })],
    ['its period ends anyway', exhaustion(1_000_000, 900_000, { to: addDays(AS_OF, 13) })]
  ])('does not follow from exhaustion where %s', (_, one) => {
    expect(openWindows(facts({ exhaustions: [one] }))).toEqual([]);
  });

  it('is surer with both reasons than with either, and there is one of it', () => {
    const both = openWindows(
      facts({ stockOuts: [stockOut()], exhaustions: [exhaustion(1_000_000, 900_000)] })
    );
    expect(both).toHaveLength(1);
    expect(both[0]!.kind).toBe('both');
    expect(both[0]!.confidence).toBeGreaterThan(stockOutConfidence(stockOut(), AS_OF));
  });
});

it('confidence lies between 0 and 1, grows with stores and sightings, and fades with age', () => {
  const counts = fc.record({
    of: fc.integer({ min: 1, max: 50 }),
    out: fc.integer({ min: 1, max: 50 }),
    sightings: fc.integer({ min: 1, max: 99 }),
    age: fc.nat(6)
  });
  fc.assert(
    fc.property(counts, ({ of, out, sightings, age }) => {
      const stores = { out: Math.min(out, of), of };
      const sure = (values: Partial<StockOutInterval>) =>
        stockOutConfidence(stockOut({ stores, sightings, lastSeen: addDays(AS_OF, -age), ...values }), AS_OF);
      expect(sure({})).toBeGreaterThan(0);
      expect(sure({})).toBeLessThan(1);
      expect(sure({ sightings: sightings + 1 })).toBeGreaterThanOrEqual(sure({}));
      expect(sure({ lastSeen: addDays(AS_OF, -age - 1) })).toBeLessThan(sure({}));
      expect(sure({ stores: { out: stores.out, of: of + 1 } })).toBeLessThan(sure({}));
    })
  );
});

describe('a past window', () => {
  const over = stockOut({
    startEarliest: day('2026-09-01'),
    startLatest: day('2026-09-04'),
    endEarliest: day('2026-09-25'),
    endLatest: day('2026-09-29'),
    lastSeen: day('2026-09-25')
  });

  it('runs from the first Monday on which the stock-out was known to its end', () => {
    expect(pastWindows(facts({ stockOuts: [over] }))).toMatchObject([
      { from: '2026-09-07', to: '2026-09-27', state: 'passed' }
    ]);
  });

  it('was taken where a promotion of ours ran in it', () => {
    const ours = {
      code: 'P',
      name: 'P',
      from: day('2026-09-21'),
      to: day('2026-10-04'),
      amount: 1,
      createdOn: addDays(AS_OF, -90),
      window: null
    };
    expect(pastWindows(facts({ stockOuts: [over], promotions: [ours] }))).toMatchObject([{ state: 'taken' }]);
  });

  it('is not drawn for a single sighting or for a stock-out that still goes on', () => {
    expect(pastWindows(facts({ stockOuts: [{ ...over, sightings: 1 }, stockOut()] }))).toEqual([]);
  });
});
