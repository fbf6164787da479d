import { type FundMoney, totalMoney } from '$lib/funds/fund';
import { type Minor, sumMinor } from '$lib/money/money';

/** How the promotions of a table and the funds beside them agree, to the minor unit. */
export interface Bridge {
  /** Of the promotions in the table. */
  inTable: Minor;
  /** Of it, without a fund: spent before the books began. */
  withoutFund: Minor;
  /** Of it, from funds that are not among those beside the table. */
  fromOtherFunds: Minor;
  /** Of promotions that draw on these funds and are not in the table. */
  notInTable: Minor;
  /** `inTable` − `withoutFund` − `fromOtherFunds` + `notInTable`: what the funds say. */
  inFunds: Minor;
}

export interface ReviewBooks {
  /** `total` = `spent` + `committed` + `reserve` + `left`. */
  funds: FundMoney;
  count: number;
  committed: Bridge;
  spent: Bridge;
}

interface Promotion {
  fund: { code: string } | null;
  committedMinor: Minor;
  spentMinor: Minor;
}

/**
 * The money of a table of promotions, reconciled with the funds of the same accounts and time.
 *
 * @param shown promotions of the table
 * @param all every promotion
 * @param funds funds beside the table
 */
export function reviewBooks(
  shown: readonly Promotion[],
  all: readonly Promotion[],
  funds: readonly (FundMoney & { code: string })[]
): ReviewBooks {
  const codes = new Set(funds.map(({ code }) => code));
  const isInTable = new Set(shown);
  const money = totalMoney(funds);
  const bridge = (of: (promotion: Promotion) => Minor, inFunds: Minor): Bridge => {
    const sum = (some: readonly Promotion[]) => sumMinor(some.map(of));
    return {
      inTable: sum(shown),
      withoutFund: sum(shown.filter(({ fund }) => fund === null)),
      fromOtherFunds: sum(shown.filter(({ fund }) => fund !== null && !codes.has(fund.code))),
      notInTable: sum(
        all.filter(
          (promotion) =>
            !isInTable.has(promotion) && promotion.fund !== null && codes.has(promotion.fund.code)
        )
      ),
      inFunds
    };
  };
  return {
    funds: money,
    count: funds.length,
    committed: bridge(({ committedMinor }) => committedMinor, money.committed),
    spent: bridge(({ spentMinor }) => spentMinor, money.spent)
  };
}
