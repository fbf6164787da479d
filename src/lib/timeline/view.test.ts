import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays, day } from '$lib/calendar/day';
import type { TimelineView } from './timeline';
import { DEFAULT_VIEW, GRAINS, LANES, MODES, parseView, printView, viewHref } from './view';

const read = (query: string) => parseView(new URLSearchParams(query));
const days = fc.integer({ min: 0, max: 30_000 }).map((n) => addDays(day('1980-01-01'), n));
const code = fc.constantFrom('NORTH-1', 'a b', 'R&D', '家乐福', 'x/y', 'ÖL');
const views: fc.Arbitrary<TimelineView> = fc
  .record({
    asOf: fc.option(days),
    range: fc.option(fc.tuple(days, fc.integer({ min: 0, max: 4000 }))),
    grain: fc.constantFrom('auto' as const, ...GRAINS),
    mode: fc.constantFrom(...MODES),
    open: fc.uniqueArray(code),
    accounts: fc.uniqueArray(code),
    region: fc.option(code),
    channel: fc.option(code),
    search: fc.oneof(fc.constant(''), code),
    hidden: fc.subarray([...LANES]),
    competitor: fc.option(fc.constantFrom('all', 'Beacon')),
    isSameScale: fc.boolean(),
    isTable: fc.boolean(),
    window: fc.option(fc.constant('NORTH-1/stock-out-3')),
    compare: fc.option(
      fc
        .tuple(code, days, fc.integer({ min: 0, max: 53 * 7 - 1 }))
        .map(([account, from, length]) => ({ account, from, to: addDays(from, length) }))
    )
  })
  .map(({ range, ...rest }) => ({
    ...rest,
    from: range ? range[0] : null,
    to: range ? addDays(range[0], range[1]) : null
  }));

describe('the address of the picture', () => {
  it('restores the view exactly', () => {
    fc.assert(
      fc.property(views, (view) => {
        expect(read(printView(view))).toEqual(view);
      })
    );
  });

  it('is the same for the same view, whatever the order in which it was typed', () => {
    expect(printView(read('mode=full&hide=orders&from=2026-01-05&hide=left'))).toBe(
      printView(read('hide=left&hide=orders&from=2026-01-05&mode=full'))
    );
  });

  it('says nothing about what is as it is by default', () => {
    expect(printView(DEFAULT_VIEW)).toBe('');
    expect(viewHref(DEFAULT_VIEW)).toBe('/timeline');
  });

  it('falls back to the default for what it does not understand', () => {
    expect(
      read(
        'asOf=yesterday&from=2026-02-30&grain=hour&mode=huge&hide=nothing&scale=1&as=pdf&open=&region=%20&x=y'
      )
    ).toEqual(DEFAULT_VIEW);
  });

  it('drops a range that ends before it starts', () => {
    expect(read('from=2026-05-04&to=2026-05-03')).toMatchObject({ from: null, to: null });
  });

  it.each([
    ['no account', '/2026-06-01/2026-06-21'],
    ['no end', 'NORTH-1/2026-06-01'],
    ['a day that is none', 'NORTH-1/2026-06-01/2026-06-31'],
    ['an end before the start', 'NORTH-1/2026-06-21/2026-06-01'],
    ['more than 53 weeks', 'NORTH-1/2025-01-06/2026-06-21']
  ])('compares nothing with %s', (_, compare) => {
    expect(read(`compare=${compare}`).compare).toBeNull();
  });

  it('reads full-width letters and digits as plain ones', () => {
    expect(read(`asOf=2026-11-23&q=${encodeURIComponent('ＡＢ１２')}`).search).toBe('AB12');
  });

  it('never throws, whatever is typed', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (query) => void printView(read(query))));
  });
});
