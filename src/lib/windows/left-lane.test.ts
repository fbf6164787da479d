import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays, day } from '$lib/calendar/day';
import { balancesOn, budgetOn, type FundBooks, leftLane, spendRate } from './left-lane';

const FROM = day('2025-12-29');
const TO = day('2027-01-03');
const AS_OF = day('2026-06-15');
const RANGE = { from: FROM, to: TO };

const kinds = ['available', 'reserve', 'committed', 'spent'] as const;
const anyFund: fc.Arbitrary<FundBooks> = fc
  .array(
    fc.record({
      n: fc.nat(200),
      from: fc.constantFrom(...kinds),
      to: fc.constantFrom(...kinds),
      amount: fc.nat(1_000_000)
    }),
    { maxLength: 30 }
  )
  .map((moves) => ({
    fund: 1,
    code: 'F',
    period: RANGE,
    changes: [
      { on: FROM, kind: 'available' as const, amount: 40_000_000 },
      ...moves.flatMap(({ n, from, to, amount }) => [
        { on: addDays(FROM, n), kind: from, amount: -amount },
        { on: addDays(FROM, n), kind: to, amount }
      ])
    ].sort((a, b) => (a.on < b.on ? -1 : 1))
  }));

const valueOn = (steps: { on: string; value: number }[], d: string) =>
  steps.filter((step) => step.on <= d).at(-1)?.value;

describe('what is left', () => {
  it('adds up: total is spent, committed, reserve and left, and the lane ends at the head’s figure', () => {
    fc.assert(
      fc.property(anyFund, (fund) => {
        const lane = leftLane([fund], [], [], null, AS_OF, RANGE)!;
        const budget = budgetOn([fund], AS_OF, 'FY26', lane, [])!;
        expect(budget.spent + budget.committed + budget.reserve + budget.left).toBe(budget.total);
        expect(valueOn(lane.committed, AS_OF)).toBe(budget.left);
        expect(valueOn(lane.actual, AS_OF)).toBe(budget.left + balancesOn(fund, AS_OF).committed);
      })
    );
  });

  it('falls as commitments fall due, until all that was promised is paid', () => {
    const fund: FundBooks = {
      fund: 1,
      code: 'F',
      period: RANGE,
      changes: [
        { on: FROM, kind: 'available', amount: 700 },
        { on: FROM, kind: 'committed', amount: 100 }
      ]
    };
    const due = { fund: 1, from: day('2026-06-08'), to: day('2026-07-05'), amount: 100 };
    const lane = leftLane([fund], [due], [], null, AS_OF, RANGE)!;
    expect(valueOn(lane.actual, AS_OF)).toBe(800);
    expect(valueOn(lane.actual, '2026-07-05')).toBe(700);
    expect(valueOn(lane.actual, TO)).toBe(700);
    const values = lane.actual.filter((step) => step.on > AS_OF).map((step) => step.value);
    expect(values).toEqual([...values].sort((a, b) => b - a));
  });

  it('is no longer there when the fund’s period is over', () => {
    const fund: FundBooks = {
      fund: 1,
      code: 'F',
      period: RANGE,
      changes: [{ on: FROM, kind: 'available', amount: 700 }]
    };
    const lane = leftLane([fund], [], [], null, addDays(TO, 30), { from: FROM, to: addDays(TO, 60) })!;
    expect(lane.committed.at(-1)).toEqual({ on: addDays(TO, 1), value: 0 });
    expect(budgetOn([fund], addDays(TO, 30), 'FY27', null, [])).toBeNull();
  });

  it('is forecast only from eight weeks or more, in a range that opens with time and never rises', () => {
    expect(spendRate([1, 2, 3, 4, 5, 6, 7])).toBeNull();
    fc.assert(
      fc.property(fc.array(fc.nat(1_000_000), { minLength: 8, maxLength: 52 }), (weekly) => {
        const fund: FundBooks = {
          fund: 1,
          code: 'F',
          period: RANGE,
          changes: [{ on: FROM, kind: 'available', amount: 9_000_000 }]
        };
        const { forecast } = leftLane([fund], [], [], spendRate(weekly), AS_OF, RANGE)!;
        for (const { p10, p25, p50, p75, p90 } of forecast) {
          expect([p10, p25, p50, p75, p90]).toEqual([p10, p25, p50, p75, p90].sort((a, b) => a - b));
          expect(p90).toBeLessThanOrEqual(9_000_000);
        }
        const widths = forecast.map(({ p10, p50 }) => p50 - p10);
        expect(widths.every((width, i) => i === 0 || width >= widths[i - 1]! - 1)).toBe(true);
        expect(forecast.at(-1)!.on).toBe(TO);
      })
    );
  });

  /** A fund of nine million, of which `committed` is promised for days from `from` to `to`. */
  const promising = (committed: number, from: string, to: string) => {
    const fund: FundBooks = {
      fund: 1,
      code: 'F',
      period: RANGE,
      changes: [
        { on: FROM, kind: 'available', amount: 9_000_000 - committed },
        { on: FROM, kind: 'committed', amount: committed }
      ]
    };
    const dues = committed > 0 ? [{ fund: 1, from: day(from), to: day(to), amount: committed }] : [];
    const rate = { mean: 50_000, variance: 20_000 ** 2 };
    return budgetOn([fund], AS_OF, 'FY26', leftLane([fund], dues, [], rate, AS_OF, RANGE), [])!.yearEnd!;
  };

  it('is forecast as usual spending of the weeks to come, of which a commitment is a part', () => {
    const weeks = 202 / 7;
    const usual = promising(0, TO, TO);
    expect(usual).toMatchObject({ median: Math.round(9_000_000 - 50_000 * weeks), promised: 0 });
    // Less than what is usual changes nothing at the end; more than that is what is left.
    expect(promising(400_000, '2026-08-03', '2026-08-30').median).toBe(usual.median);
    expect(promising(3_000_000, '2026-08-03', '2026-08-30').median).toBe(6_000_000);
  });

  it('does not change at the end when a commitment moves within the period', () => {
    fc.assert(
      fc.property(
        fc.nat(3_000_000),
        fc.integer({ min: 1, max: 150 }),
        fc.integer({ min: 0, max: 40 }),
        (amount, start, length) => {
          const from = addDays(AS_OF, start);
          expect(promising(amount, from, addDays(from, length))).toEqual(
            promising(amount, addDays(AS_OF, 1), addDays(AS_OF, 1 + length))
          );
        }
      )
    );
  });

  it('counts of a running promotion only the days to come as part of what is usual', () => {
    const running = promising(280_000, addDays(AS_OF, -13), addDays(AS_OF, 14));
    expect(running.promised).toBe(140_000);
    expect(running.median).toBe(promising(0, TO, TO).median - 140_000);
  });

  it('takes drafts beside it, of its own funds alone', () => {
    const fund: FundBooks = {
      fund: 1,
      code: 'F',
      period: RANGE,
      changes: [{ on: FROM, kind: 'available', amount: 700 }]
    };
    const draft = (of: number, amount: number) => ({ fund: of, from: AS_OF, to: TO, amount });
    const budget = budgetOn([fund], AS_OF, 'FY26', null, [draft(1, 200), draft(1, 50), draft(2, 9)])!;
    expect(budget).toMatchObject({ left: 700, drafts: 250 });
  });

  it('is planned from the fund that has most left, whichever of them comes first', () => {
    const holding = (code: string, amount: number): FundBooks => ({
      fund: amount,
      code,
      period: RANGE,
      changes: [{ on: FROM, kind: 'available', amount }]
    });
    const [poor, rich] = [holding('POOR', 10), holding('RICH', 90)];
    for (const funds of [
      [poor, rich],
      [rich, poor]
    ])
      expect(budgetOn(funds, AS_OF, 'FY26', null, [])!.fund).toBe('RICH');
  });
});
