import { describe, expect, it } from 'vitest';
import { day } from '$lib/calendar/day';
import { type ApprovalRule, isWithin, limitsFor } from './approval';
import { type PromotionDates, settleRefusal, stageOn, statusOn } from './promotion';

const rule = (values: Partial<ApprovalRule>): ApprovalRule => ({
  ruleId: 1,
  role: 'manager',
  account: null,
  tactic: null,
  ownLimitMinor: 100,
  approveLimitMinor: null,
  ...values
});
const north = { code: 'north', name: 'North' };

describe('the limits of a role', () => {
  const rules = [
    rule({ ownLimitMinor: 1 }),
    rule({ tactic: 'gift', ownLimitMinor: 2 }),
    rule({ account: north, ownLimitMinor: 3 }),
    rule({ account: north, tactic: 'gift', ownLimitMinor: 4 }),
    rule({ role: 'finance', ownLimitMinor: 0, approveLimitMinor: 9 })
  ];
  it.each([
    ['manager', 'south', 'price', 1],
    ['manager', 'south', 'gift', 2],
    ['manager', 'north', 'price', 3],
    ['manager', 'north', 'gift', 4],
    ['finance', 'north', 'gift', 0],
    ['admin', 'north', 'gift', null]
  ] as const)('of a %s at %s for %s are those of the most specific rule', (role, account, tactic, own) => {
    expect(limitsFor(rules, { role, account, tactic }).own).toBe(own);
    expect(limitsFor([...rules].reverse(), { role, account, tactic }).own).toBe(own);
  });

  it('are kept to the last minor unit, and none is none', () => {
    expect([isWithin(100, 100), isWithin(100, 101), isWithin(0, 1), isWithin(null, 1e14)]).toEqual([
      true,
      false,
      false,
      true
    ]);
  });
});

describe('a status', () => {
  const dates = (values: Partial<PromotionDates> = {}): PromotionDates => ({
    startsOn: day('2026-06-01'),
    endsOn: day('2026-06-14'),
    approvedOn: null,
    cancelledOn: null,
    settledOn: null,
    ...values
  });
  it.each([
    ['2026-05-10', { submittedOn: day('2026-05-11') }, 'draft'],
    ['2026-05-11', { submittedOn: day('2026-05-11') }, 'submitted'],
    ['2026-06-03', { submittedOn: day('2026-05-11'), approvedOn: day('2026-05-12') }, 'running'],
    ['2026-06-03', { approvedOn: day('2026-05-12'), reopenedOn: day('2026-06-02') }, 'submitted'],
    // What waits when the last day is over is moot: the promotion is to be settled.
    ['2026-06-15', { approvedOn: day('2026-05-12'), reopenedOn: day('2026-06-02') }, 'ended'],
    ['2026-05-20', { cancelledOn: day('2026-05-20'), declinedOn: day('2026-05-20') }, 'declined'],
    ['2026-05-20', { cancelledOn: day('2026-05-20') }, 'cancelled']
  ] as const)('on %s with %o is %s', (on, values, status) => {
    expect(statusOn(dates(values), day(on))).toBe(status);
  });

  it('that waits for a change does not stop what the approved promotion can do', () => {
    const reopened = {
      ...dates({ approvedOn: day('2026-05-12'), reopenedOn: day('2026-06-02') }),
      committedMinor: 5
    };
    expect(stageOn(reopened, day('2026-06-03'))).toBe('running');
    expect(settleRefusal(reopened, 5, day('2026-06-03'))).toBeNull();
  });
});
