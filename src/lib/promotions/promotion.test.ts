import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays, day } from '$lib/calendar/day';
import {
  approveRefusal,
  cancelRefusal,
  changeRefusal,
  movableOn,
  planRefusal,
  type PromotionDates,
  settleRefusal,
  statusOn
} from './promotion';
import { spreadOverDays } from './spread';

const dates: PromotionDates = {
  startsOn: day('2026-06-08'),
  endsOn: day('2026-06-21'),
  approvedOn: day('2026-06-01'),
  cancelledOn: null,
  settledOn: null
};

describe('a promotion', () => {
  it.each([
    ['2026-05-31', 'draft'],
    ['2026-06-01', 'approved'],
    ['2026-06-07', 'approved'],
    ['2026-06-08', 'running'],
    ['2026-06-21', 'running'],
    ['2026-06-22', 'ended']
  ])('is on %s %s, by its dates alone', (on, status) => expect(statusOn(dates, day(on))).toBe(status));

  it('is cancelled or settled from the day of that decision on, and not before', () => {
    const cancelled = { ...dates, cancelledOn: day('2026-06-10') };
    expect([day('2026-06-09'), day('2026-06-10')].map((on) => statusOn(cancelled, on))).toEqual([
      'running',
      'cancelled'
    ]);
    const settled = { ...dates, settledOn: day('2026-07-01') };
    expect([day('2026-06-30'), day('2026-07-01')].map((on) => statusOn(settled, on))).toEqual([
      'ended',
      'settled'
    ]);
  });

  it('can be cancelled until its last day is over, and is told why not afterwards', () => {
    const unspent = { ...dates, spentMinor: 0 };
    expect(cancelRefusal(unspent, day('2026-06-21'))).toBeNull();
    expect(cancelRefusal(unspent, day('2026-06-22'))).toEqual({ why: 'over', endedOn: dates.endsOn });
    expect(cancelRefusal({ ...unspent, spentMinor: 5 }, day('2026-06-10'))).toEqual({
      why: 'partly-spent',
      spent: 5
    });
    const cancelledOn = day('2026-06-09');
    expect(cancelRefusal({ ...unspent, cancelledOn }, day('2026-06-10'))).toEqual({
      why: 'cancelled',
      on: cancelledOn
    });
  });

  it('can be committed as a draft with an amount and a fund, once', () => {
    const on = day('2026-06-02');
    const draft = { ...dates, approvedOn: null, plannedMinor: 40, account: { code: 'a' } };
    const fund = {
      name: 'Year',
      account: { code: 'a' },
      periodStart: day('2026-01-01'),
      periodEnd: day('2026-12-31')
    };
    const why = (values: Partial<typeof draft>, paying: typeof fund | null = fund, at = on) =>
      approveRefusal({ ...draft, ...values } as typeof draft, paying, at);
    expect(why({})).toBeNull();
    expect(why({ plannedMinor: null as never })).toEqual({ why: 'unpriced' });
    expect(why({ plannedMinor: 0 })).toEqual({ why: 'unpriced' });
    expect(why({}, null)).toEqual({ why: 'unpriced' });
    expect(why({ approvedOn: on as never })).toEqual({ why: 'approved', on });
    expect(why({ cancelledOn: on as never })).toEqual({ why: 'cancelled', on });
    expect(why({}, fund, draft.endsOn)).toBeNull();
    expect(why({}, fund, addDays(draft.endsOn, 1))).toEqual({ why: 'over', endedOn: draft.endsOn });
    expect(why({ account: { code: 'b' } })).toEqual({ why: 'other-account', fund: 'Year' });
    expect(why({}, { ...fund, periodEnd: day('2026-06-07') })).toMatchObject({ why: 'outside-period' });
  });

  it('is settled at most at what is committed, and once', () => {
    const committed = { ...dates, committedMinor: 100 };
    const on = day('2026-06-25');
    expect(settleRefusal(committed, 100, on)).toBeNull();
    expect(settleRefusal(committed, 0, on)).toBeNull();
    expect(settleRefusal(committed, 101, on)).toEqual({ why: 'above-committed', committed: 100, asked: 101 });
    expect(settleRefusal(committed, -1, on)).toEqual({ why: 'amount-negative' });
    expect(settleRefusal({ ...committed, approvedOn: null }, 1, on)).toEqual({ why: 'not-approved' });
    expect(settleRefusal({ ...committed, settledOn: on }, 1, on)).toEqual({ why: 'settled', on });
  });
});

describe('a fund pays for a promotion', () => {
  const fund = {
    name: 'North 2026',
    account: { code: 'north' },
    periodStart: day('2026-01-01'),
    periodEnd: day('2026-12-31')
  };
  it('of its own account that starts in its period', () => {
    expect(planRefusal({ accountCode: 'north', startsOn: fund.periodEnd }, fund)).toBeNull();
    expect(planRefusal({ accountCode: 'south', startsOn: fund.periodEnd }, fund)).toMatchObject({
      why: 'other-account'
    });
    for (const startsOn of [addDays(fund.periodStart, -1), addDays(fund.periodEnd, 1)])
      expect(planRefusal({ accountCode: 'north', startsOn }, fund)).toEqual({
        why: 'outside-period',
        from: fund.periodStart,
        to: fund.periodEnd,
        fund: 'North 2026'
      });
  });
});

describe('money spread over days', () => {
  it('adds up to the whole over weeks that cover the promotion, whatever its length', () => {
    const whole = fc.record({
      amount: fc.maxSafeInteger().map(Math.abs),
      offset: fc.integer({ min: 0, max: 6 }),
      days: fc.integer({ min: 1, max: 120 })
    });
    fc.assert(
      fc.property(whole, ({ amount, offset, days }) => {
        const startsOn = addDays(day('2026-06-01'), offset);
        const weeks = Array.from({ length: 19 }, (_, i) => addDays(day('2026-06-01'), i * 7));
        const parts = spreadOverDays(
          { startsOn, endsOn: addDays(startsOn, days - 1) },
          amount,
          weeks.map((from) => ({ from, to: addDays(from, 6) }))
        );
        expect(parts.reduce((a, b) => a + BigInt(b), 0n)).toBe(BigInt(amount));
      })
    );
  });

  it('leaves out what falls outside the spans', () => {
    const promotion = { startsOn: day('2026-06-04'), endsOn: day('2026-06-13') };
    expect(spreadOverDays(promotion, 1000, [{ from: day('2026-06-08'), to: day('2026-06-14') }])).toEqual([
      600
    ]);
  });
});

describe('changing a promotion', () => {
  const promotion = { ...dates, plannedMinor: 40, fundId: 1, spentMinor: 0 };
  const shape = { startsOn: dates.startsOn, endsOn: dates.endsOn, plannedMinor: 40 };
  const whyOn = (on: string, wanted: Partial<typeof shape>, of: Partial<typeof promotion> = {}) =>
    changeRefusal({ ...promotion, ...of }, { ...shape, ...wanted }, day(on))?.why ?? null;

  it('can move either end until it starts, then its end alone, then neither', () => {
    expect(movableOn(dates, day('2026-06-08'))).toEqual({ start: false, end: true });
    expect(movableOn(dates, day('2026-06-07'))).toEqual({ start: true, end: true });
    expect(movableOn(dates, day('2026-06-22'))).toEqual({ start: false, end: false });
    expect(movableOn({ ...dates, approvedOn: null }, day('2026-06-07'))).toEqual({ start: true, end: true });
    expect(movableOn({ ...dates, approvedOn: null }, day('2026-06-22'))).toEqual({
      start: false,
      end: false
    });
    expect(whyOn('2026-06-10', { startsOn: day('2026-06-09') })).toBe('started');
    expect(whyOn('2026-06-10', { endsOn: day('2026-06-10') })).toBeNull();
    expect(whyOn('2026-06-22', { endsOn: day('2026-06-30') })).toBe('over');
    expect(whyOn('2026-06-22', { plannedMinor: 50 })).toBeNull();
    expect(whyOn('2026-06-22', { plannedMinor: 50 }, { settledOn: day('2026-06-22') as never })).toBe(
      'settled'
    );
  });

  it('never moves an end into days gone by, and never ends before it starts', () => {
    expect(whyOn('2026-06-05', { startsOn: day('2026-06-04') })).toBe('day-past');
    expect(whyOn('2026-06-05', { startsOn: day('2026-06-05') })).toBeNull();
    expect(whyOn('2026-06-10', { endsOn: day('2026-06-09') })).toBe('day-past');
    expect(whyOn('2026-06-05', { endsOn: day('2026-06-07') })).toBe('ends-before-start');
  });

  it('changes no amount without a fund, none below what is paid, and says when nothing changes', () => {
    expect(whyOn('2026-06-05', { plannedMinor: 41 })).toBeNull();
    expect(whyOn('2026-06-05', { plannedMinor: 41 }, { fundId: null as never })).toBe('no-fund');
    expect(whyOn('2026-06-05', { plannedMinor: 41 }, { spentMinor: 42 })).toBe('partly-spent');
    expect(whyOn('2026-06-05', { plannedMinor: 41 }, { spentMinor: 41 })).toBeNull();
    expect(whyOn('2026-06-05', { endsOn: day('2026-06-28') }, { spentMinor: 1 })).toBeNull();
    expect(whyOn('2026-06-05', {})).toBe('unchanged');
  });
});
