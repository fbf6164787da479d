import fc from 'fast-check';
import { afterAll, expect, it } from 'vitest';
import { testDatabase } from '../../../tests/factories/database';
import { fund, order } from '../../../tests/factories/fund';
import { account, brand, observation, promotion } from '../../../tests/factories/small-market';
import { addDays, type Day, day, daysBetween } from '$lib/calendar/day';
import { loadDemo } from '$lib/demo/load.server';
import { totalMoney } from '$lib/funds/fund';
import { readFunds } from '$lib/funds/fund.server';
import { bookMovement } from '$lib/funds/ledger.server';
import { addBalances } from '$lib/promotions/plan.server';
import { parseReviewQuery } from './query';
import { readResult, readReview } from './review.server';

const TODAY = day('2026-11-25');
const small = await testDatabase();
const demo = await testDatabase();
await loadDemo(demo.db, { seed: 7, today: TODAY });
afterAll(async () => {
  await small.drop();
  await demo.drop();
});

const review = (db: typeof small.db, asked = '') =>
  readReview(db, parseReviewQuery(new URLSearchParams(asked)), TODAY, new Intl.Collator('en').compare);
const MONDAY = day('2026-06-01');

async function planned(accountId: number, code: string, from: Day, to: Day, fundId?: number) {
  const id = await promotion(small.db, {
    account: accountId,
    code,
    from,
    to,
    planned: 100_000,
    ...(fundId && { fund: fundId })
  });
  await small.db.transaction().execute((tx) => addBalances(tx, id));
  return id;
}

it('an account without sales has a reason, not a zero', async () => {
  const { id } = await account(small.db, 'silent');
  await planned(id, 'SILENT', MONDAY, addDays(MONDAY, 13));
  const { rows } = await review(small.db, 'account=silent&period=all');
  expect(rows[0]).toMatchObject({
    weeks: 2,
    orders: { actual: null, difference: null, gap: { why: 'no-data' } },
    sold: { actual: null, difference: null, gap: { why: 'no-data' } }
  });
});

it('orders and sell-through are those of the products that the promotion names, at its account', async () => {
  const own = await brand(small.db, 'Ours', true, 2);
  const theirs = await brand(small.db, 'Theirs', false, 1);
  const { id } = await account(small.db, 'shop');
  const { id: other } = await account(small.db, 'elsewhere');
  const weeks = Array.from({ length: 40 }, (_, i) => addDays(MONDAY, (i - 38) * 7));
  await small.db
    .insertInto('sell_through_week')
    .values(
      weeks.flatMap((week, i) =>
        [...own.products, ...theirs.products].flatMap((product_id, p) =>
          [id, other].map((account_id) => ({
            account_id,
            product_id,
            week,
            units: p === 0 && account_id === id ? (i >= 38 ? 30 : 10 + (i % 2)) : 5000,
            stock_on_hand: null
          }))
        )
      )
    )
    .execute();
  await small.db
    .insertInto('sell_in')
    .values(
      [-10, -6, 0].map((w) => ({
        account_id: id,
        product_id: own.products[0]!,
        order_code: `order ${w}`,
        ordered_on: addDays(MONDAY, w * 7 + 2),
        units: 60,
        net_value_minor: null
      }))
    )
    .execute();
  const promotionId = await planned(id, 'NAMED', MONDAY, addDays(MONDAY, 13));
  await small.db
    .insertInto('promotion_product')
    .values({ promotion_id: promotionId, product_id: own.products[0]! })
    .execute();
  await planned(id, 'UNNAMED', addDays(MONDAY, 7), addDays(MONDAY, 13));
  const { rows } = await review(small.db, 'account=shop&period=all');
  const [unnamed, row] = ['UNNAMED', 'NAMED'].map((code) => rows.find((one) => one.code === code));
  // All of ours where none is named, and never a competitor's.
  expect(unnamed!.sold.actual).toBe(30 + 5000);
  expect(unnamed!.overlaps).toBe(1);
  expect(row!.sold).toMatchObject({ actual: 60, usual: 21, difference: 39, isUnusual: true });
  // The newest order of anybody is in the first of its two weeks: the second is not known, not zero.
  expect(row!.orders).toMatchObject({ actual: null, gap: { why: 'not-in-yet' } });
});

it('the table and the funds beside it agree step by step, whatever is filtered away', async () => {
  const { id } = await account(small.db, 'books');
  const fundId = await fund(small.db, 1_000_003, { accountId: id, code: 'BOOKS' });
  const available = { kind: 'available', fundId } as const;
  for (const [code, from, amountMinor] of [
    ['IN', day('2026-05-04'), 300_001],
    ['OUT', day('2026-09-07'), 200_002]
  ] as const) {
    const promotionId = await planned(id, code, from, addDays(from, 6), fundId);
    const committed = { kind: 'committed', promotionId } as const;
    await bookMovement(small.db, order({ kind: 'commit', from: available, to: committed, amountMinor }));
    await bookMovement(
      small.db,
      order({ kind: 'settle', from: committed, to: { kind: 'spent', promotionId }, amountMinor: 77_777 })
    );
  }
  const before = await planned(id, 'BEFORE', day('2026-05-18'), day('2026-05-24'));
  await bookMovement(
    small.db,
    order({
      kind: 'opening',
      from: { kind: 'source' },
      to: { kind: 'spent', promotionId: before },
      amountMinor: 5_005
    })
  );
  const { books } = await review(small.db, 'account=books&period=2026-Q2');
  expect(books.spent).toEqual({
    inTable: 82_782,
    withoutFund: 5_005,
    fromOtherFunds: 0,
    notInTable: 77_777,
    inFunds: 155_554
  });
  expect(books.committed).toMatchObject({ inTable: 222_224, notInTable: 122_225, inFunds: 344_449 });
  for (const { inTable, withoutFund, fromOtherFunds, notInTable, inFunds } of [books.spent, books.committed])
    expect(inTable - withoutFund - fromOtherFunds + notInTable).toBe(inFunds);
  expect(books.funds).toMatchObject({ total: 1_000_003, left: 500_000 });
});

it('the demo market: totals equal the ledger for every period and account, to the minor unit', async () => {
  const whole = await review(demo.db, 'period=all');
  const funds = await readFunds(demo.db, null);
  expect(whole.books.funds).toEqual(totalMoney(funds));
  expect(whole.books.spent.inTable).toBe(whole.books.spent.inFunds + whole.books.spent.withoutFund);
  const asked = [
    ...whole.years.flat().map(({ value }) => `period=${value}`),
    ...whole.accounts.map(({ code }) => `period=all&account=${code}`),
    'tactic=display&status=settled'
  ];
  for (const { code } of whole.accounts) {
    const { books } = await review(demo.db, `period=all&account=${code}`);
    expect(books.funds).toEqual(totalMoney(funds.filter((fund) => fund.account?.code === code)));
  }
  for (const query of asked) {
    const { books } = await review(demo.db, query);
    for (const { inTable, withoutFund, fromOtherFunds, notInTable, inFunds } of [
      books.spent,
      books.committed
    ])
      expect(inTable - withoutFund - fromOtherFunds + notInTable).toBe(inFunds);
    const { total, spent, committed, reserve, left } = books.funds;
    expect(spent + committed + reserve + left).toBe(total);
  }
});

it('a row’s figures are the same whatever the filter, and so is its verdict', async () => {
  const whole = await review(demo.db, 'period=all');
  const rowOf = new Map(whole.rows.map((row) => [row.code, row]));
  const filters = fc.record({
    period: fc.constantFrom('all', ...whole.years.map((year) => year[0]!.value)),
    account: fc.constantFrom(...whole.accounts.map(({ code }) => code)),
    tactic: fc.constantFrom('', '', '', 'display', 'price'),
    status: fc.constantFrom('', '', '', 'settled', 'ended')
  });
  let seen = 0;
  await fc.assert(
    fc.asyncProperty(filters, async (filter) => {
      const { rows } = await review(demo.db, new URLSearchParams(filter).toString());
      for (const row of rows) expect(row).toEqual(rowOf.get(row.code));
      seen += rows.length;
    }),
    { numRuns: 25 }
  );
  expect(seen).toBeGreaterThan(25);
  // The row that stands on a promotion's own page is the same one.
  for (const { code } of whole.rows.slice(0, 5))
    expect(await readResult(demo.db, code, TODAY)).toEqual(rowOf.get(code));
  expect(await readResult(demo.db, 'nothing', TODAY)).toBeNull();
});

it('our own empty shelf is told beside the promotion that ran before it', async () => {
  const own = await brand(small.db, 'Aster', true, 2);
  const { id, stores } = await account(small.db, 'shelf', 1);
  const promotionId = await planned(id, 'SHELF', MONDAY, addDays(MONDAY, 13));
  await small.db
    .insertInto('promotion_product')
    .values({ promotion_id: promotionId, product_id: own.products[0]! })
    .execute();
  await small.db
    .insertInto('sell_through_week')
    .values(
      own.products.map((product_id) => ({
        account_id: id,
        product_id,
        week: MONDAY,
        units: 3,
        stock_on_hand: 0
      }))
    )
    .execute();
  await observation(small.db, {
    account_id: id,
    brand_id: own.id,
    product_id: own.products[0]!,
    store_id: stores[0]!,
    kind: 'stock_out',
    seen_on: addDays(MONDAY, 7)
  });
  const { rows } = await review(small.db, 'account=shelf&period=all');
  expect(rows[0]!.ownOut).toEqual([{ product: 'Aster 1', from: MONDAY, to: addDays(MONDAY, 7) }]);
});

it('the eight weeks that are called usual can be named: whole, clean and before the promotion', async () => {
  const { rows } = await review(demo.db, 'period=all');
  const usual = rows.flatMap(({ startsOn, orders }) => (orders.usual === null ? [] : [{ startsOn, orders }]));
  expect(usual.length).toBeGreaterThan(20);
  for (const { startsOn, orders } of usual) {
    const days = orders.usualWeeks.map(({ from, to }) => daysBetween(from, to) + 1);
    expect(days.reduce((sum, n) => sum + n, 0)).toBe(8 * 7);
    expect(orders.usualWeeks.every(({ to }) => to < startsOn)).toBe(true);
  }
});

it('what is over comes first, what ended last at its head; what has not ended follows', async () => {
  const { rows } = await review(demo.db, 'period=all');
  const isOver = rows.map(({ status }) => status === 'ended' || status === 'settled');
  expect(isOver).toEqual([...isOver].sort((a, b) => Number(b) - Number(a)));
  const ends = rows.filter((_, i) => isOver[i]).map(({ endsOn }) => endsOn);
  expect(ends).toEqual([...ends].sort().reverse());
});

it('the demo market: what is sorted by difference has the promotions without one at the end, either way', async () => {
  for (const sort of ['orders', '-orders', 'sold', '-sold']) {
    const { rows } = await review(demo.db, `period=all&sort=${sort}`);
    const known = rows.map((row) => row[sort.endsWith('orders') ? 'orders' : 'sold'].difference);
    const figures = known.filter((difference) => difference !== null);
    expect(known.slice(0, figures.length)).toEqual(figures);
    expect(figures).toEqual([...figures].sort((a, b) => (sort.startsWith('-') ? b - a : a - b)));
    expect(figures.length).toBeGreaterThan(50);
  }
});
