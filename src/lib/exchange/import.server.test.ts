import { sql } from 'kysely';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { csvFolder } from '../../../tests/factories/csv-files';
import { type TestDatabase, testDatabase } from '../../../tests/factories/database';
import { day } from '../calendar/day';
import { examine } from '../db/doctor.server';
import { readFunds } from '../funds/fund.server';
import { importFiles } from './import.server';
import type { ImportOutcome } from './report';

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

const FILES = {
  accounts: 'account,name,region,channel\nnorth,Northgate,North,\nsouth,South & Co,,grocery\n',
  stores: 'store,account,name,city,format\nn1,north,North One,,\n',
  products:
    'product,name,brand,owner,price_band,unit_margin\none,One,Aster,own,,12.50\nx,X,Beacon,competitor,,\n',
  funds: 'fund,name,period_start,period_end,amount\nf26,Year 26,2026-01-01,2026-12-31,1000.00\n',
  promotions:
    'promotion,account,products,tactic,start,end,fund,planned_spend,actual_spend\np1,north,one,display,2026-02-02,2026-02-15,f26,300,250.50\np2,north,one;x,price,2026-12-07,2026-12-20,f26,200,\np0,south,,price,2025-02-03,2025-02-09,,,99.99\n',
  sell_in: 'order,account,product,ordered_on,units,net_value\no1,north,one,2026-01-07,120,9000.00\n',
  sell_through:
    'account,store,product,week,units,stock_on_hand,price,display\nnorth,,one,2026-01-05,70,,3.0527,0.5\nnorth,n1,one,2026-01-12,7,20,,\nnorth,n1,one,2026-01-19,,,,\n',
  observations:
    'observation,seen_on,account,store,brand,product,kind,tactic,start,end,amount_low,amount_high,source,note\nob1,2026-01-08,north,n1,Beacon,x,stock_out,,2026-01-06,,,,store,"shelf, empty\nsince Tuesday"\n'
};

const run = (files: Record<string, string | Buffer>) =>
  importFiles(test.url, csv.write(files), { today: day('2026-06-01'), personId: null });
const sums = (outcome: ImportOutcome) =>
  outcome.ok
    ? outcome.files.reduce(
        (sum, one) => ({
          new: sum.new + one.new,
          changed: sum.changed + one.changed,
          same: sum.same + one.same
        }),
        { new: 0, changed: 0, same: 0 }
      )
    : outcome;
const places = (outcome: ImportOutcome) =>
  outcome.ok ? [] : outcome.errors.map(({ file, line, column, value }) => [file, line, column, value]);
const count = async (table: 'account' | 'movement' | 'sell_through') =>
  Number(
    (
      await test.db
        .selectFrom(table)
        .select(({ fn }) => fn.countAll().as('n'))
        .executeTakeFirstOrThrow()
    ).n
  );
const healthy = async () => expect((await examine(test.db)).flatMap(({ broken }) => broken)).toEqual([]);

describe('an import', () => {
  it('takes every kind in one call, whatever the order of the files', async () => {
    const reversed = Object.fromEntries(Object.entries(FILES).reverse());
    expect(sums(await run(reversed))).toEqual({ new: 14, changed: 0, same: 0 });
    await healthy();
    const [fund] = await readFunds(test.db, null);
    expect(fund).toMatchObject({ total: 100_000, spent: 25_050, committed: 20_000, left: 54_950 });
    const { rows } =
      await sql`select week, units, stock_on_hand from sell_through_week order by week`.execute(test.db);
    expect(rows).toEqual([
      { week: '2026-01-05', units: 70, stock_on_hand: null },
      { week: '2026-01-12', units: 7, stock_on_hand: 20 },
      { week: '2026-01-19', units: null, stock_on_hand: null }
    ]);
    const { rows: seen } = await sql`select note, received_on, ends_on from observation`.execute(test.db);
    expect(seen).toEqual([{ note: 'shelf, empty\nsince Tuesday', received_on: '2026-01-08', ends_on: null }]);
  });

  it('changes nothing when it is repeated', async () => {
    await run(FILES);
    const before = await count('movement');
    expect(sums(await run(FILES))).toEqual({ new: 0, changed: 0, same: 14 });
    expect(await count('movement')).toBe(before);
  });

  it('replaces what has changed and books the difference, without overwriting a movement', async () => {
    await run(FILES);
    const before = await count('movement');
    const corrected = {
      funds: FILES.funds.replace('1000.00', '900'),
      promotions: FILES.promotions.replace('250.50', '280').replace('99.99', '111.11')
    };
    expect(await run(corrected)).toMatchObject({ ok: true });
    expect((await readFunds(test.db, null))[0]).toMatchObject({
      total: 90_000,
      spent: 28_000,
      committed: 20_000,
      left: 42_000
    });
    expect(await count('movement')).toBeGreaterThan(before);
    await healthy();
  });

  it('reads CRLF, a byte-order mark and full-width digits', async () => {
    const accounts = Buffer.concat([
      Buffer.from([0xef, 0xbb, 0xbf]),
      Buffer.from(FILES.accounts.replaceAll('\n', '\r\n'))
    ]);
    expect(
      await run({ ...FILES, accounts, funds: FILES.funds.replace('1000.00', '１０００．００') })
    ).toMatchObject({ ok: true });
  });

  it('names all broken rows at once and writes nothing', async () => {
    const outcome = await run({
      accounts: FILES.accounts,
      products: FILES.products,
      sell_through: [
        'account,store,product,week,units,stock_on_hand,price,display',
        'north,,one,2026-01-05,70,,,',
        'north,,one,2026-01-06,70,,,',
        'nowhere,,one,2026-01-05,70,,,',
        'north,,one,2026-01-12,7.5,,,',
        'north,,one,2026-01-19,7,,,1.2',
        'north,,one,2026-01-26,7',
        ''
      ].join('\n')
    });
    expect(places(outcome)).toEqual([
      ['sell_through.csv', 3, 'week', '2026-01-06'],
      ['sell_through.csv', 4, 'account', 'nowhere'],
      ['sell_through.csv', 5, 'units', '7.5'],
      ['sell_through.csv', 6, 'display', '1.2'],
      ['sell_through.csv', 7, null, 'north,,one,2026-01-26,7']
    ]);
    expect(await count('account')).toBe(0);
    expect(await count('sell_through')).toBe(0);
  });

  it('keeps the first hundred faults and counts all', async () => {
    const rows = Array.from({ length: 250 }, (_, i) => `a${i},`).join('\n');
    const outcome = await run({ accounts: `account,name\n${rows}\n` });
    expect(outcome).toMatchObject({ ok: false, count: 250 });
    expect(!outcome.ok && outcome.errors.length).toBe(100);
  });

  it.each<[string, Record<string, string | Buffer>, RegExp]>([
    [
      'a column that is not known',
      { accounts: 'account,name,colour\na,A,red\n' },
      /only columns of accounts/
    ],
    [
      'a column that is missing',
      { accounts: 'account,region\na,North\n' },
      /this column: accounts cannot be read without it/
    ],
    ['a key that stands twice', { accounts: 'account,name\na,A\nb,B\na,A2\n' }, /stands in line 2 already/],
    ['quotes that are not closed', { accounts: 'account,name\na,"A\nb,B\n' }, /closed again/],
    ['text that is not UTF-8', { accounts: Buffer.from('account,name\na,Caf\xe9\n', 'latin1') }, /UTF-8/],
    ['an empty file', { accounts: '' }, /the file is empty/],
    [
      'a brand with two owners',
      { products: 'product,name,brand,owner\na,A,Z,own\nb,B,Z,competitor\n' },
      /one owner/
    ],
    [
      'an end before the start',
      { ...FILES, promotions: FILES.promotions.replace('2026-02-15', '2026-01-15') },
      /2026-02-02, or a later one/
    ],
    [
      'a fund that cannot cover a promotion',
      { ...FILES, promotions: FILES.promotions.replace(',300,', ',3000,') },
      /what is left/
    ],
    [
      'a store of another account',
      { ...FILES, sell_through: FILES.sell_through.replaceAll('north,n1', 'south,n1') },
      /belongs to north/
    ]
  ])('refuses %s, and says what to do', async (_, files, reason) => {
    const outcome = await run(files);
    expect(outcome.ok).toBe(false);
    expect(!outcome.ok && outcome.errors.map(({ expected }) => expected).join('\n')).toMatch(reason);
    expect(await count('account')).toBe(0);
  });
});

it('plans that come to more than is counted exactly are refused at the largest of them', async () => {
  const header = 'promotion,account,products,tactic,start,end,fund,planned_spend,actual_spend\n';
  const rows = Array.from(
    { length: 11 },
    (_, i) => `big${i},north,,display,2026-12-07,2026-12-20,,${i === 7 ? 1e12 : 9.9e11},\n`
  );
  const outcome = await run({ ...FILES, promotions: header + rows.join('') });
  expect(outcome).toMatchObject({ ok: false, count: 1, errors: [{ line: 9, column: 'planned_spend' }] });
});

it('a header of more columns than any table has is one fault, soon', async () => {
  const header = Array.from({ length: 100_000 }, (_, i) => `c${i}`).join(',');
  const start = performance.now();
  expect(await run({ accounts: `${header}\n` })).toMatchObject({
    ok: false,
    count: 1,
    errors: [{ line: 1 }]
  });
  expect(performance.now() - start).toBeLessThan(5000);
});
