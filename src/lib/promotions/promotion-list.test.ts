import { describe, expect, it } from 'vitest';
import { day } from '$lib/calendar/day';
import type { Promotion } from './promotion';
import { listPromotions, parsePromotionList, totalPromotions } from './promotion-list';

function promotion(values: Partial<Promotion>): Promotion {
  return {
    promotionId: 1,
    fundId: 1,
    code: 'p',
    name: 'Promotion',
    account: { code: 'north', name: 'North' },
    fund: { code: 'f', name: 'Fund' },
    tactic: 'display',
    products: [],
    reason: null,
    advice: null,
    createdOn: day('2026-05-01'),
    createdBy: null,
    createdById: null,
    submittedOn: null,
    submittedBy: null,
    submittedById: null,
    reopenedOn: null,
    wanted: null,
    plannedMinor: 40,
    committedMinor: 40,
    spentMinor: 0,
    startsOn: day('2026-06-01'),
    endsOn: day('2026-06-14'),
    approvedOn: day('2026-05-01'),
    cancelledOn: null,
    settledOn: null,
    ...values
  };
}
const all = [
  promotion({ code: 'running' }),
  promotion({ code: 'coming', startsOn: day('2026-07-01'), endsOn: day('2026-07-07'), plannedMinor: null }),
  promotion({
    code: 'closed',
    account: { code: 'south', name: 'South' },
    settledOn: day('2026-06-03'),
    spentMinor: 9
  })
];
const listed = (query: string, span: Parameters<typeof listPromotions>[3] = null) =>
  listPromotions(all, parsePromotionList(new URLSearchParams(query)), day('2026-06-05'), span, (a, b) =>
    a.localeCompare(b, 'en')
  );
const codes = (query: string) => listed(query).map(({ code }) => code);

describe('the list of promotions', () => {
  it('starts with the latest', () => expect(codes('')).toEqual(['coming', 'running', 'closed']));
  it('filters by what a promotion is today, by account and by words', () => {
    expect(codes('status=running')).toEqual(['running']);
    expect(codes('status=settled')).toEqual(['closed']);
    expect(codes('status=nonsense')).toHaveLength(3);
    expect(codes('account=south')).toEqual(['closed']);
    expect(codes('q=SOUTH')).toEqual(['closed']);
  });
  it('sorts what was never planned in money last', () => {
    expect(codes('sort=-planned').at(-1)).toBe('coming');
    expect(codes('sort=planned').at(-1)).toBe('coming');
  });
  it('adds up, and counts what is unknown instead of adding it as zero', () => {
    expect(totalPromotions(all, day('2026-06-05'))).toMatchObject({
      plans: { approvedMinor: 80, unknown: 1 },
      committedMinor: 120,
      spentMinor: 9
    });
  });
  it('holds to a span by the first day, both ends included', () => {
    const found = listed('', { from: day('2026-07-01'), to: day('2026-07-31') });
    expect(found.map(({ code }) => code)).toEqual(['coming']);
  });
});
