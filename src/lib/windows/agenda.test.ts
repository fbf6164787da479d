import { describe, expect, it } from 'vitest';
import { day } from '$lib/calendar/day';
import { fixture } from '$lib/timeline/fixture';
import { spendWindow, stockOut } from '$lib/timeline/fixture-marks';
import type { AccountRow } from '$lib/timeline/timeline';
import { agendaOf } from './agenda';

type Facts = Parameters<typeof agendaOf>[1][number];

const ASOF = day('2026-11-24');
const [base] = fixture().rows;
const row = (code: string, values: Partial<AccountRow> = {}): AccountRow => ({
  ...base!,
  code,
  name: code,
  supply: [],
  windows: [],
  budget: { ...base!.budget!, left: 1000 },
  ...values
});
const promotion = (code: string, values: Record<string, unknown> = {}) =>
  ({
    code,
    name: code,
    startsOn: day('2026-11-16'),
    endsOn: day('2026-11-29'),
    approvedOn: day('2026-11-01'),
    cancelledOn: null,
    settledOn: null,
    plannedMinor: 500,
    committed: 0,
    ...values
  }) as unknown as Facts['promotions'][number];
const of = (rows: AccountRow[], promotions: Record<string, Facts['promotions']> = {}) =>
  agendaOf(
    rows,
    rows.map(({ code }) => ({ code, promotions: promotions[code] ?? [] }) as unknown as Facts),
    ASOF
  );
const open = (confidence: number, values = {}) => ({
  ...spendWindow('w', 'W49–51', '2026-11-30', '2026-12-20', confidence),
  ...values
});

describe('what the week asks', () => {
  it('puts budgets that are overdrawn first, the worst of them on top', () => {
    const over = (by: number) => ({ budget: { ...base!.budget!, left: -by } });
    const items = of([row('a', { windows: [open(0.9)] }), row('b', over(5)), row('c', over(9))]);
    expect(items.map((item) => [item.kind, 'account' in item && item.account.code])).toEqual([
      ['over', 'c'],
      ['over', 'b'],
      ['act', 'a']
    ]);
  });

  it('names a promotion whose goods are out, not one that is over, off or far away, nor an old gap', () => {
    const out = (last: string) => ({
      supply: [stockOut('o', ['2026-11-09', '2026-11-15', last, last, last], 1, 'own')]
    });
    const asked = (last: string, values = {}) => of([row('a', out(last))], { a: [promotion('p', values)] });
    expect(asked('2026-11-22')).toMatchObject([{ kind: 'own-out', promotion: { isRunning: true } }]);
    expect(asked('2026-11-22', { startsOn: day('2026-12-08'), endsOn: day('2026-12-20') })).toMatchObject([
      { promotion: { isRunning: false } }
    ]);
    expect(asked('2026-11-09')).toEqual([]);
    for (const values of [
      { endsOn: day('2026-11-23') },
      { cancelledOn: day('2026-11-20') },
      { startsOn: day('2026-12-09'), endsOn: day('2026-12-20') }
    ])
      expect(asked('2026-11-22', values)).toEqual([]);
  });

  it('names one window an account, in the order of the rows, three at most, none that is blocked or without money', () => {
    const rows = ['a', 'b', 'c', 'd'].map((code) =>
      row(code, { windows: [open(0.5), open(0.8, { id: 'best' })] })
    );
    expect(of(rows)).toMatchObject(
      ['a', 'b', 'c'].map((code) => ({ account: { code }, window: { id: 'best' } }))
    );
    expect(of([row('a', { windows: [open(0.9, { isBlocked: true })] })])).toEqual([]);
    expect(of([row('a', { windows: [open(0.9, { state: 'passed' })] })])).toEqual([]);
    expect(of([row('a', { windows: [open(0.9)], budget: { ...base!.budget!, left: 0 } })])).toEqual([]);
  });

  it('asks for drafts that start within two weeks, the next one first', () => {
    const draft = (code: string, startsOn: string) =>
      promotion(code, { startsOn: day(startsOn), endsOn: day('2026-12-31'), approvedOn: null });
    const items = of([row('a')], {
      a: [draft('later', '2026-12-08'), draft('soon', '2026-11-30'), draft('far', '2026-12-09')]
    });
    expect(items.map((item) => item.kind === 'draft' && item.promotion.code)).toEqual(['soon', 'later']);
  });

  it('counts what ended more than four weeks ago and still holds money', () => {
    const ended = (endsOn: string, committed: number) => promotion('p', { endsOn: day(endsOn), committed });
    const items = of([row('a')], {
      a: [ended('2026-10-26', 40), ended('2026-10-27', 500), ended('2026-08-01', 2), ended('2026-08-01', 0)]
    });
    expect(items).toEqual([{ kind: 'unsettled', count: 2, amount: 42, weeks: 4 }]);
  });
});
