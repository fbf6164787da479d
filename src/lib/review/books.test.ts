import fc from 'fast-check';
import { expect, it } from 'vitest';
import { reviewBooks } from './books';

const promotions = fc.array(
  fc.record({
    fund: fc.constantFrom(null, { code: 'A' }, { code: 'B' }),
    committedMinor: fc.nat(),
    spentMinor: fc.nat(),
    isShown: fc.boolean()
  }),
  { maxLength: 12 }
);

/** Funds as the ledger has them: what their promotions hold. */
function fundsOf(
  all: { fund: { code: string } | null; committedMinor: number; spentMinor: number }[],
  codes: string[]
) {
  return codes.map((code) => {
    const own = all.filter(({ fund }) => fund?.code === code);
    const sum = (of: (promotion: (typeof own)[number]) => number) =>
      own.reduce((total, one) => total + of(one), 0);
    const [spent, committed] = [
      sum(({ spentMinor }) => spentMinor),
      sum(({ committedMinor }) => committedMinor)
    ];
    return { code, spent, committed, reserve: 5, left: 7, total: spent + committed + 12 };
  });
}

it('table and funds agree to the minor unit, whatever is shown and whichever funds stand beside it', () => {
  fc.assert(
    fc.property(promotions, fc.subarray(['A', 'B']), (all, codes) => {
      const shown = all.filter(({ isShown }) => isShown);
      const books = reviewBooks(shown, all, fundsOf(all, codes));
      for (const { inTable, withoutFund, fromOtherFunds, notInTable, inFunds } of [
        books.committed,
        books.spent
      ])
        expect(inTable - withoutFund - fromOtherFunds + notInTable).toBe(inFunds);
      expect(books.funds.total).toBe(
        books.funds.spent + books.funds.committed + books.funds.reserve + books.funds.left
      );
    })
  );
});
