import { describe, expect, it } from 'vitest';
import { day } from '$lib/calendar/day';
import { draftsOf, duesOf, type PromotionMoney } from './own-spend';

const draft: PromotionMoney = {
  fund: 1,
  startsOn: day('2026-06-01'),
  endsOn: day('2026-06-14'),
  plannedMinor: 500,
  approvedOn: null,
  cancelledOn: null,
  committed: 0,
  spent: 0
};
const due = { fund: 1, from: draft.startsOn, to: draft.endsOn, amount: 500 };

describe('drafts', () => {
  it('want money until their last day is past, and none after it', () => {
    expect(draftsOf([draft], day('2026-06-14'))).toEqual([due]);
    expect(draftsOf([draft], day('2026-06-15'))).toEqual([]);
  });

  it('are neither what is approved nor what is cancelled, nor what has no amount', () => {
    const others = [
      { ...draft, approvedOn: draft.startsOn },
      { ...draft, cancelledOn: draft.startsOn },
      { ...draft, plannedMinor: null }
    ];
    expect(draftsOf(others, draft.startsOn)).toEqual([]);
  });
});

it('what is committed is due, whatever has been spent beside it', () => {
  expect(duesOf([{ ...draft, committed: 500, spent: 70 }, draft])).toEqual([due]);
});
