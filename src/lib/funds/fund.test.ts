import { describe, expect, it } from 'vitest';
import { day } from '$lib/calendar/day';
import { type Fund, paceOf, paceOfAll, totalMoney, isUndoable } from './fund';
import { listFunds, parseFundList } from './fund-list';

function fund(values: Partial<Fund>): Fund {
  const money = { spent: 0, committed: 0, reserve: 0, left: 100, ...values };
  return {
    fundId: 1,
    code: 'f',
    name: 'Fund',
    account: { code: 'north', name: 'North' },
    periodStart: day('2026-01-01'),
    periodEnd: day('2026-01-10'),
    overdrawPercent: 0,
    floor: 0,
    allowance: 0,
    isAccruing: false,
    isFlagged: false,
    ...money,
    total: money.spent + money.committed + money.reserve + money.left
  };
}
const period = { from: day('2026-01-01'), to: day('2026-01-10') };

describe('pace', () => {
  it('compares what is spent and committed with an even spend up to the end of the day', () => {
    const half = fund({ spent: 40, committed: 20, left: 40 });
    expect(paceOf(half, period, day('2026-01-05'))).toBeCloseTo(0.2);
    expect(paceOf(half, period, day('2026-01-10'))).toBeCloseTo(-0.4);
  });
  it('is not known before the period begins, nor without a budget', () => {
    expect(paceOf(fund({}), period, day('2025-12-31'))).toBeNull();
    expect(paceOf(fund({ left: 0 }), period, day('2026-01-05'))).toBeNull();
  });
  it('of several funds weighs each by its budget and its own period', () => {
    const later = fund({ left: 300, periodStart: day('2026-02-01'), periodEnd: day('2026-02-10') });
    const running = fund({ spent: 75, left: 25 });
    expect(paceOfAll([running, later], day('2026-01-05'))).toBeCloseTo(0.5);
    expect(paceOfAll([later], day('2026-01-05'))).toBeNull();
  });
});

describe('the list of funds', () => {
  const compare = (a: string, b: string) => a.localeCompare(b, 'en');
  const shared = fund({ code: 's', name: 'Pool', account: null, left: 900 });
  const south = fund({ code: 'o', name: 'Old', account: { code: 'south', name: 'South' }, left: 50 });
  const past = fund({
    code: 'p',
    name: 'Past',
    periodStart: day('2025-01-01'),
    periodEnd: day('2025-12-31'),
    left: 7
  });
  const all = [south, past, shared, fund({})];
  const codes = (query: string, funds = all) =>
    listFunds(funds, parseFundList(new URLSearchParams(query)), day('2026-01-05'), compare).map(
      ({ code }) => code
    );

  it('shows what runs now, shared funds first', () => expect(codes('')).toEqual(['s', 'f', 'o']));
  it('shows all periods when asked, and when nothing runs', () => {
    expect(codes('period=all')).toHaveLength(4);
    expect(codes('', [past])).toEqual(['p']);
  });
  it('filters by account and by words of name, code or account, full-width ones too', () => {
    expect(codes('account=shared')).toEqual(['s']);
    expect(codes('account=south')).toEqual(['o']);
    expect(codes('q=ＳＯＵＴＨ')).toEqual(['o']);
  });
  it('sorts by any column, both ways', () => {
    expect(codes('sort=-left')).toEqual(['s', 'f', 'o']);
    expect(codes('sort=left')).toEqual(['o', 'f', 's']);
    expect(codes('sort=fund')).toEqual(['f', 'o', 's']);
  });
  it('adds up to its totals', () => {
    expect(totalMoney(all)).toMatchObject({ left: 1057, total: 1057, spent: 0 });
  });
});

it('a deposit that a file has corrected since is not undone at the desk as well', () => {
  expect(isUndoable({ kind: 'deposit', isCorrected: false })).toBe(true);
  expect(isUndoable({ kind: 'deposit', isCorrected: true })).toBe(false);
  expect(isUndoable({ kind: 'commit', isCorrected: false })).toBe(false);
});
