import { sql } from 'kysely';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { csvFolder } from '../../../tests/factories/csv-files';
import { type TestDatabase, testDatabase } from '../../../tests/factories/database';
import { day } from '../calendar/day';
import { examine } from '../db/doctor.server';
import { readFunds } from '../funds/fund.server';
import { importFiles } from './import.server';

const csv = csvFolder();
const opened: TestDatabase[] = [];
let test: TestDatabase;
beforeEach(async () => {
  test = await testDatabase();
  opened.push(test);
});
afterAll(async () => {
  for (const one of opened) await one.drop();
  csv.remove();
});

const ACCOUNTS = 'account,name\nnorth,Northgate\nsouth,South\n';
const STORES = 'store,account,name\nn1,north,One\nn2,north,Two\n';
const PRODUCTS = 'product,name,brand,owner\none,One,Aster,own\ntwo,Two,Aster,own\nx,X,Beacon,competitor\n';
const FUNDS = 'fund,name,period_start,period_end,amount\nf26,Year 26,2026-01-01,2026-12-31,1000\n';
const promotions = (...rows: string[]) =>
  `promotion,account,products,tactic,start,end,fund,planned_spend,actual_spend\n${rows.join('\n')}\n`;
const sellThrough = (...rows: string[]) =>
  `account,store,product,week,units,stock_on_hand\n${rows.join('\n')}\n`;

const run = (files: Record<string, string>, isTrial = false) => {
  return importFiles(test.url, csv.write(files), { today: day('2026-06-01'), personId: null, isTrial });
};
const fund = async () => {
  const [found] = await readFunds(test.db, null);
  return [found!.total, found!.committed, found!.spent, found!.left].map((minor) => minor / 100);
};
const rows = async (table: string) =>
  (await sql<{ n: number }>`select count(*) as n from ${sql.table(table)}`.execute(test.db)).rows[0]!.n;
const expected = (outcome: Awaited<ReturnType<typeof run>>) =>
  outcome.ok
    ? []
    : outcome.errors.map(({ file, line, column, expected }) => [`${file}:${line}`, column, expected]);
const healthy = async () => expect((await examine(test.db)).flatMap(({ broken }) => broken)).toEqual([]);

describe('money of an import', () => {
  const p1 = 'p1,north,one,display,2026-02-02,2026-02-15,f26,300,';
  const base = { accounts: ACCOUNTS, products: PRODUCTS, funds: FUNDS, promotions: promotions(p1) };

  it('is committed as planned, then settled, and what was not used goes back', async () => {
    await run(base);
    expect(await fund()).toEqual([1000, 300, 0, 700]);
    const settled = await run({ promotions: promotions(`${p1}250`) });
    expect(settled).toMatchObject({ ok: true, files: [{ changed: 1, same: 0 }] });
    expect(await fund()).toEqual([1000, 0, 250, 750]);
    await healthy();
  });

  it('is not taken back by an empty actual spend, which is not known', async () => {
    await run({ ...base, promotions: promotions(`${p1}250`) });
    expect(await run({ promotions: promotions(p1) })).toMatchObject({ ok: true, movements: 0 });
    expect(await fund()).toEqual([1000, 0, 250, 750]);
  });

  it('stays free for a promotion that was cancelled at the desk', async () => {
    await run(base);
    await sql`update promotion set cancelled_on = '2026-01-20'`.execute(test.db);
    const freed = await run({ promotions: promotions(p1.replace(',300,', ',200,')) });
    expect(freed.ok).toBe(true);
    expect(await fund()).toEqual([1000, 0, 0, 1000]);
    expect(await run({ promotions: promotions(p1.replace(',300,', ',200,')) })).toMatchObject({
      movements: 0
    });
    expect(expected(await run({ promotions: promotions(`${p1}250`) }))).toEqual([
      ['promotions.csv:2', 'actual_spend', expect.stringContaining('cancelled on 2026-01-20')]
    ]);
  });

  it('keeps what a promotion was before a file moved or repriced it, once', async () => {
    await run(base);
    const moved = promotions('p1,north,one,display,2026-02-09,2026-02-22,f26,200,');
    await run({ promotions: moved });
    await run({ promotions: moved });
    const kept = await test.db.selectFrom('promotion_change').selectAll().execute();
    expect(kept).toMatchObject([
      {
        changed_on: '2026-06-01',
        made_via: 'import',
        was_starts_on: '2026-02-02',
        was_ends_on: '2026-02-15',
        was_planned_minor: 30_000,
        starts_on: '2026-02-09',
        planned_minor: 20_000
      }
    ]);
    expect(await fund()).toEqual([1000, 200, 0, 800]);
    await healthy();
  });

  it('that one row frees can be committed by another, whatever their order', async () => {
    const [a, b] = [
      'a,north,one,display,2026-03-02,2026-03-08,f26,',
      'b,north,one,display,2026-02-02,2026-02-08,f26,'
    ];
    await run({ ...base, promotions: promotions(`${a}100,`, `${b}900,`) });
    const swapped = await run({ promotions: promotions(`${a}900,`, `${b}100,`) });
    expect(swapped).toMatchObject({ ok: true, files: [{ changed: 2 }] });
    expect(await fund()).toEqual([1000, 1000, 0, 0]);
    await healthy();
  });

  it('moves when a promotion changes its fund', async () => {
    await run({ ...base, funds: `${FUNDS}g26,Other,2026-01-01,2026-12-31,500\n` });
    await run({ promotions: promotions(p1.replace('f26', 'g26')) });
    const left = (await readFunds(test.db, null)).map((one) => [one.code, one.left]);
    expect(Object.fromEntries(left)).toEqual({ f26: 100_000, g26: 20_000 });
    await healthy();
  });

  it('cannot leave a fund that has committed it, and the fund is named', async () => {
    await run(base);
    const lowered = await run({ funds: FUNDS.replace(',1000', ',200') });
    expect(expected(lowered)).toEqual([
      ['funds.csv:2', 'amount', expect.stringContaining('higher by 100.00 USD')]
    ]);
    expect(await fund()).toEqual([1000, 300, 0, 700]);
    expect(await run({ funds: FUNDS.replace(',1000', ',300') })).toMatchObject({
      ok: true,
      files: [{ changed: 1 }]
    });
    expect(await fund()).toEqual([300, 300, 0, 0]);
  });

  it('that a fund lacks is one fault of its row, though several movements need it', async () => {
    const outcome = await run({ ...base, promotions: promotions(p1.replace(',300,', ',3000,2500')) });
    expect(expected(outcome)).toEqual([
      [
        'promotions.csv:2',
        'actual_spend',
        expect.stringContaining('left in the fund, 1000.00 USD; deposit 2000.00 USD')
      ]
    ]);
    expect(await rows('movement')).toBe(0);
  });

  it('without a fund was spent before the books, and is corrected by a reversal', async () => {
    const old = 'p0,south,,price,2025-02-03,2025-02-09,,,';
    await run({ ...base, promotions: promotions(`${old}99.99`) });
    await run({ promotions: promotions(`${old}111.11`) });
    const { rows: booked } = await sql<{ kind: string; amount_minor: number }>`
      select kind, amount_minor from movement where kind <> 'deposit' order by movement_id`.execute(test.db);
    expect(booked).toEqual([
      { kind: 'opening', amount_minor: 9999 },
      { kind: 'reverse', amount_minor: 9999 },
      { kind: 'opening', amount_minor: 11_111 }
    ]);
    await healthy();
  });

  it('is booked once when the same files are imported by two at a time', async () => {
    const outcomes = await Promise.all([run(base), run(base), run(base)]);
    const added = outcomes.flatMap((one) => (one.ok ? one.files.map((file) => file.new) : [NaN]));
    expect(added.reduce((sum, n) => sum + n, 0)).toBe(7);
    expect(await fund()).toEqual([1000, 300, 0, 700]);
    expect(await rows('movement')).toBe(2);
  });
});

describe('a changed row', () => {
  it('is counted and replaces what was there; an empty cell is not known and leaves it', async () => {
    await run({ accounts: 'account,name,region,channel\nnorth,Northgate,East,grocery\nsouth,South,,\n' });
    const outcome = await run({
      accounts: 'account,name,region,channel\nnorth,Northgate,,online\nsouth,South,,\neast,E,,\n'
    });
    expect(outcome).toMatchObject({ files: [{ read: 3, new: 1, changed: 1, same: 1 }] });
    const { rows: found } = await sql`select region, channel from account where code = 'north'`.execute(
      test.db
    );
    expect(found).toEqual([{ region: 'East', channel: 'online' }]);
  });

  it('that leaves cells empty keeps a promotion as it is: fund, plan, cost and products', async () => {
    const base = { accounts: ACCOUNTS, products: PRODUCTS, funds: FUNDS };
    const full = 'p1,north,one;two,display,2026-02-02,2026-02-15,f26,300,250';
    await run({ ...base, promotions: promotions(full) });
    const empty = await run({ promotions: promotions('p1,north,,display,2026-02-02,2026-02-15,,,') });
    expect(empty).toMatchObject({ ok: true, files: [{ changed: 0, same: 1 }], movements: 0 });
    expect(await fund()).toEqual([1000, 0, 250, 750]);
    expect(await rows('promotion_product')).toBe(2);
    expect(await rows('promotion_change')).toBe(0);
    // A column that is not there is empty in every row.
    const short = 'promotion,account,tactic,start,end\np1,north,display,2026-02-02,2026-02-15\n';
    expect(await run({ promotions: short })).toMatchObject({ ok: true, files: [{ same: 1 }] });
  });

  it('that leaves cells empty keeps sales, orders and sightings as they are', async () => {
    const base = { accounts: ACCOUNTS, stores: STORES, products: PRODUCTS };
    const order = (cells: string) => `order,account,product,ordered_on,units,net_value\n${cells}\n`;
    const seen = (cells: string) =>
      `observation,seen_on,account,store,brand,kind,start,end,source\n${cells}\n`;
    await run({
      ...base,
      sell_in: order('o1,north,one,2026-01-05,5,99'),
      sell_through: sellThrough('north,,one,2026-01-05,3,10', 'north,n1,two,2026-01-05,3,10'),
      observations: seen('b1,2026-01-09,north,n1,Beacon,stock_out,2026-01-05,2026-01-08,store')
    });
    const again = await run({
      sell_in: order('o1,north,one,2026-01-05,5,'),
      sell_through: sellThrough('north,,one,2026-01-05,4,', 'north,n1,two,2026-01-05,,'),
      observations: seen('b1,2026-01-09,north,,Beacon,stock_out,,,store')
    });
    expect(again).toMatchObject({
      files: [{ same: 1 }, { changed: 1, same: 1 }, { same: 1 }]
    });
    const { rows: weeks } = await sql`
      select code, units, stock_on_hand from sell_through_week join product using (product_id) order by code`.execute(
      test.db
    );
    expect(weeks).toEqual([
      { code: 'one', units: 4, stock_on_hand: 10 },
      { code: 'two', units: 3, stock_on_hand: 10 }
    ]);
    await healthy();
    const contrary = seen('b1,2026-01-09,north,,Beacon,stock_out,2026-01-09,,store');
    expect(expected(await run({ observations: contrary }))).toEqual([
      ['observations.csv:2', 'start', expect.stringContaining('the end that is on file, 2026-01-08')]
    ]);
  });

  it('cannot take a promotion to another account', async () => {
    await run({
      accounts: ACCOUNTS,
      products: PRODUCTS,
      promotions: promotions('p1,north,one,display,2026-02-02,2026-02-15,,,')
    });
    const moved = await run({ promotions: promotions('p1,south,one,display,2026-02-02,2026-02-15,,,') });
    expect(expected(moved)).toEqual([
      ['promotions.csv:2', 'account', expect.stringContaining('account north')]
    ]);
  });

  it('of promotions is one whose products differ, not one that names them in another order', async () => {
    const row = (products: string) => promotions(`p1,north,${products},display,2026-02-02,2026-02-15,,,`);
    await run({ accounts: ACCOUNTS, products: PRODUCTS, promotions: row('one; two') });
    expect(await run({ promotions: row('two;one') })).toMatchObject({ files: [{ same: 1 }] });
    expect(await run({ promotions: row('two') })).toMatchObject({ files: [{ changed: 1 }] });
    expect(await rows('promotion_product')).toBe(1);
  });

  it('of products may give a brand another owner', async () => {
    await run({ products: PRODUCTS });
    const outcome = await run({ products: PRODUCTS.replace(/,own$/gm, ',competitor') });
    expect(outcome).toMatchObject({ files: [{ changed: 2, same: 1 }] });
  });

  it('keeps the weekly roll-up equal to the rows under it', async () => {
    const base = { accounts: ACCOUNTS, stores: STORES, products: PRODUCTS };
    await run({
      ...base,
      sell_through: sellThrough(
        'north,n1,one,2026-01-05,3,10',
        'north,n2,one,2026-01-05,4,',
        'north,,two,2026-01-05,9,1'
      )
    });
    await run({ sell_through: sellThrough('north,n1,one,2026-01-05,5,10', 'north,n2,two,2026-01-05,100,') });
    const weeks = async () =>
      (
        await sql`select code, units, stock_on_hand from sell_through_week join product using (product_id) order by code`.execute(
          test.db
        )
      ).rows;
    expect(await weeks()).toEqual([
      { code: 'one', units: 9, stock_on_hand: 10 },
      { code: 'two', units: 9, stock_on_hand: 1 }
    ]);
    await run({ sell_through: sellThrough('north,,one,2026-01-05,50,', 'north,n2,one,2026-01-05,1,') });
    expect((await weeks())[0]).toEqual({ code: 'one', units: 50, stock_on_hand: null });
    await healthy();
  });
});

describe('a check', () => {
  it('says what an import would change and writes nothing', async () => {
    const outcome = await run({ accounts: ACCOUNTS, funds: FUNDS }, true);
    expect(outcome).toMatchObject({ ok: true, files: [{ new: 2 }, { new: 1 }], movements: 1 });
    expect([await rows('account'), await rows('movement'), await rows('import_run')]).toEqual([0, 0, 0]);
  });

  it('does not call unknown what a wrong row or an unreadable file brings', async () => {
    const sales = sellThrough(
      'north,,one,2026-01-05,1,',
      'south,,one,2026-01-05,1,',
      'west,,one,2026-01-05,1,'
    );
    const wrongRow = { accounts: 'account,name\nnorth,\nsouth,S\n', products: PRODUCTS, sell_through: sales };
    expect(expected(await run(wrongRow)).map(([place]) => place)).toEqual([
      'accounts.csv:2',
      'sell_through.csv:4'
    ]);
    const wrongFile = { accounts: 'account,title\nnorth,N\n', products: PRODUCTS, sell_through: sales };
    expect(expected(await run(wrongFile)).map(([place, column]) => [place, column])).toEqual([
      ['accounts.csv:1', 'name'],
      ['accounts.csv:1', 'title']
    ]);
  });

  it.each([
    [
      'a product of another brand',
      'observations',
      'observation,seen_on,account,brand,product,kind,source\no,2026-01-05,north,Beacon,one,price,public',
      /is of Aster/
    ],
    [
      'a start outside the period of its fund',
      'promotions',
      promotions('p,north,,price,2025-12-01,2025-12-07,f26,1,'),
      /runs from 2026-01-01/
    ],
    [
      'a brand that no product has',
      'observations',
      'observation,seen_on,account,brand,kind,source\no,2026-01-05,north,Zed,price,public',
      /a brand, which comes with its products/
    ],
    [
      'an unknown product among several',
      'promotions',
      promotions('p,north,one;nine,price,2026-12-01,2026-12-07,,1,'),
      /codes of known products/
    ],
    ['sales below zero', 'sell_through', sellThrough('north,,one,2026-01-05,-1,'), /zero or more/]
  ])('refuses %s', async (_, name, text, reason) => {
    const outcome = await run({ accounts: ACCOUNTS, products: PRODUCTS, funds: FUNDS, [name]: text });
    expect(expected(outcome).map(([place]) => place)).toEqual([`${name}.csv:2`]);
    expect(String(expected(outcome)[0]![2])).toMatch(reason);
    expect(await rows('account')).toBe(0);
  });

  it('names both lines of a key that stands in two files', async () => {
    const half = { accounts: ACCOUNTS, accounts_east: 'account,name\neast,E\nnorth,N\n' };
    expect(expected(await run(half))).toEqual([
      ['accounts_east.csv:3', null, expect.stringContaining('stands in line 2 of accounts.csv already')]
    ]);
  });
});
