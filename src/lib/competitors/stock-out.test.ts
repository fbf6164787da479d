import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays, day } from '$lib/calendar/day';
import { isStale, stockOuts, type StoreVisit, type SupplyReport } from './stock-out';

const D0 = day('2026-03-02');
const on = (n: number) => addDays(D0, n);
const AS_OF = on(60);

function out(values: Partial<SupplyReport> = {}): SupplyReport {
  return {
    kind: 'stock_out',
    brand: 1,
    product: null,
    store: 1,
    seenOn: on(40),
    starts: null,
    startsLatest: null,
    ends: null,
    ...values
  };
}

const anyDay = fc.integer({ min: 0, max: 70 }).map(on);
const anyReport: fc.Arbitrary<SupplyReport> = fc.record({
  kind: fc.constantFrom('stock_out', 'stock_out', 'restock'),
  brand: fc.integer({ min: 1, max: 2 }),
  product: fc.option(fc.constant(7)),
  store: fc.option(fc.integer({ min: 1, max: 4 })),
  seenOn: anyDay,
  starts: fc.option(anyDay),
  startsLatest: fc.option(anyDay),
  ends: fc.option(anyDay)
}) as fc.Arbitrary<SupplyReport>;
const anyVisits: fc.Arbitrary<StoreVisit[]> = fc.array(
  fc.record({ store: fc.integer({ min: 1, max: 4 }), on: anyDay }),
  { maxLength: 30 }
);

describe('a competitor’s stock-out', () => {
  it('starts before it ends, was seen by the day it is seen from, and never runs past it', () => {
    fc.assert(
      fc.property(fc.array(anyReport, { maxLength: 20 }), anyVisits, (reports, visits) => {
        for (const found of stockOuts(reports, visits, 4, AS_OF)) {
          expect(found.startEarliest <= found.startLatest).toBe(true);
          expect(found.startLatest <= found.lastSeen).toBe(true);
          expect(found.lastSeen <= AS_OF).toBe(true);
          expect(found.endEarliest === null).toBe(found.endLatest === null);
          if (found.endEarliest && found.endLatest) {
            expect(found.endEarliest <= found.endLatest).toBe(true);
            expect(found.endLatest <= AS_OF).toBe(true);
            expect(found.lastSeen <= found.endLatest).toBe(true);
          }
          if (found.stores) expect(found.stores.out).toBeLessThanOrEqual(found.stores.of);
        }
      })
    );
  });

  it('does not depend on the order of reports and visits', () => {
    fc.assert(
      fc.property(fc.array(anyReport, { maxLength: 12 }), anyVisits, (reports, visits) => {
        expect(stockOuts([...reports].reverse(), [...visits].reverse(), 4, AS_OF)).toEqual(
          stockOuts(reports, visits, 4, AS_OF)
        );
      })
    );
  });

  it('seen in several stores is one, counted among the stores that were visited', () => {
    const visits = [1, 2, 3, 5].map((store) => ({ store, on: on(40) }));
    const found = stockOuts([out({ store: 1 }), out({ store: 2 }), out({ store: 3 })], visits, 14, AS_OF);
    expect(found).toMatchObject([{ stores: { out: 3, of: 4 }, sightings: 3, lastSeen: on(40) }]);
  });

  it('is one sighting a store and day, however often it is reported', () => {
    const visits = [1, 2].map((store) => ({ store, on: on(40) }));
    const once = [out({ store: 1 }), out({ store: 2 })];
    const again = [...once, out({ store: 1 }), out({ store: 1, starts: on(39), startsLatest: on(39) })];
    const sightings = (reports: SupplyReport[]) => stockOuts(reports, visits, 4, AS_OF)[0]!.sightings;
    expect([sightings(once), sightings(again)]).toEqual([2, 2]);
    expect(sightings([...once, out({ store: 1, seenOn: on(41) })])).toBe(3);
  });

  it('is over when a later visit finds the goods where they had been out', () => {
    const [found] = stockOuts(
      [out()],
      [
        { store: 1, on: on(30) },
        { store: 1, on: on(47) }
      ],
      4,
      AS_OF
    );
    expect(found).toMatchObject({
      startEarliest: on(31),
      startLatest: on(40),
      endEarliest: on(40),
      endLatest: on(46)
    });
  });

  it('is not over because another store has the goods', () => {
    const [found] = stockOuts([out()], [{ store: 2, on: on(47) }], 4, AS_OF);
    expect(found!.endLatest).toBeNull();
  });

  it('goes on when one visit between two sightings missed it', () => {
    const reports = [out(), out({ seenOn: on(47) })];
    expect(stockOuts(reports, [{ store: 1, on: on(43) }], 4, AS_OF)).toHaveLength(1);
  });

  it('ends on the day that was reported as its last', () => {
    const [found] = stockOuts([out({ starts: on(38), ends: on(44) })], [], 4, AS_OF);
    expect(found).toMatchObject({
      startEarliest: on(38),
      startLatest: on(38),
      endEarliest: on(44),
      endLatest: on(44)
    });
  });

  it('is stale seven days after it was last seen', () => {
    const [found] = stockOuts([out({ seenOn: on(53) })], [], 4, AS_OF);
    expect(isStale(found!, AS_OF)).toBe(false);
    expect(isStale(found!, addDays(AS_OF, 1))).toBe(true);
  });
});
