import { createHash } from 'node:crypto';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { person } from '../../../tests/factories/person';
import { csvFolder } from '../../../tests/factories/csv-files';
import { type TestDatabase, testDatabase } from '../../../tests/factories/database';
import { type Day, day } from '../calendar/day';
import { examine } from '../db/doctor.server';
import { readFundMovements, readFunds } from '../funds/fund.server';
import { bookMovement, reverseMovement } from '../funds/ledger.server';
import { openFund } from '../funds/open-fund.server';
import { readChanges } from '../promotions/change.server';
import { settlePromotion } from '../promotions/decision.server';
import { findPromotion } from '../promotions/promotion.server';
import { DEFAULT_VIEW } from '../timeline/view';
import { readPicture } from '../windows/picture.server';
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
const PRODUCTS = 'product,name,brand,owner\none,One,Aster,own\ntwo,Two,Aster,own\n';
const funds = (...rows: string[]) => `fund,name,period_start,period_end,amount\n${rows.join('\n')}\n`;
const F26 = 'f26,Year 26,2026-01-01,2026-12-31,';
const G26 = 'g26,Other 26,2026-01-01,2026-12-31,';
const promotions = (...rows: string[]) =>
  `promotion,account,products,tactic,start,end,fund,planned_spend,actual_spend\n${rows.join('\n')}\n`;
const orders = (...rows: string[]) =>
  `order,account,product,ordered_on,units,net_value\n${rows.join('\n')}\n`;
const sold = (...rows: string[]) => `account,store,product,week,units,stock_on_hand\n${rows.join('\n')}\n`;
const P1 = 'p1,north,one,display,2026-02-02,2026-02-15,f26,';

const TODAY = day('2026-06-01');
const LATER = day('2026-07-06');
const run = async (files: Record<string, string>, today = TODAY) => {
  const outcome = await importFiles(test.url, csv.write(files), { today, personId: null });
  if (!outcome.ok) throw new Error(JSON.stringify(outcome.errors));
  return outcome;
};
const fund = async (code = 'f26') => (await readFunds(test.db, null)).find((one) => one.code === code)!;
/** What moved the fund's own money; a settlement moves its promotion's. */
const booked = async (code = 'f26') =>
  (await readFundMovements(test.db, (await fund(code)).fundId))
    .filter(({ change }) => change !== 0)
    .reverse();
const desk = { personId: 0, via: 'desk' as const };
const healthy = async () => expect((await examine(test.db)).flatMap(({ broken }) => broken)).toEqual([]);

/** The funds are the account's own, as somebody allots them, so that the timeline shows their money. */
const allot = () => test.db.updateTable('fund').set({ account_id: 1 }).execute();

const DAYS = ['2026-01-10', '2026-02-08', '2026-02-20', '2026-05-31', '2026-06-15', '2026-07-05'].map(day);
/** All that the timeline shows, as of each of many days; the day that it is looked at is always the same. */
async function past(days: Day[] = DAYS): Promise<unknown[]> {
  const seen: unknown[] = [];
  for (const asOf of days)
    seen.push(await readPicture(test.db, { ...DEFAULT_VIEW, isTable: true, asOf }, LATER));
  return JSON.parse(JSON.stringify(seen)) as unknown[];
}

describe('a correcting import changes no day before it', () => {
  const base = {
    accounts: ACCOUNTS,
    products: PRODUCTS,
    funds: funds(`${F26}1000`, `${G26}500`),
    promotions: promotions(`${P1}300,250`, 'p2,north,two,price,2026-03-02,2026-03-15,f26,200,'),
    sell_in: orders('o1,north,one,2026-01-07,120,900', 'o2,north,one,2026-02-11,80,600'),
    sell_through: sold(
      'north,,one,2026-01-05,70,90',
      'north,,one,2026-02-02,60,40',
      'north,,two,2026-02-02,6,4'
    )
  };
  it.each<[string, Record<string, string>]>([
    ['of an actual spend', { promotions: promotions(`${P1}300,400`) }],
    ['of a plan', { promotions: promotions('p2,north,two,price,2026-03-02,2026-03-15,f26,450,') }],
    ['of a first settlement', { promotions: promotions('p2,north,two,price,2026-03-02,2026-03-15,f26,,90') }],
    ['of days', { promotions: promotions('p2,north,two,price,2026-03-09,2026-03-29,f26,200,') }],
    ['of a tactic', { promotions: promotions('p2,north,two,gift,2026-03-02,2026-03-15,f26,200,') }],
    ['of a fund', { promotions: promotions(`${P1.replace('f26', 'g26')}300,250`) }],
    ['of a fund and an actual spend', { promotions: promotions(`${P1.replace('f26', 'g26')}300,410`) }],
    ["of a fund's amount, up", { funds: funds(`${F26}1500`) }],
    ["of a fund's amount, down", { funds: funds(`${F26}700`) }],
    ['of an order', { sell_in: orders('o2,north,one,2026-02-11,95,600') }],
    ["of an order's day", { sell_in: orders('o2,north,one,2026-03-11,80,600') }],
    ['of sell-through', { sell_through: sold('north,,one,2026-02-02,66,40') }]
  ])('%s', async (_, correction) => {
    await run(base);
    await allot();
    const before = await past();
    expect(JSON.stringify(before)).toContain('"p1"');
    await run(correction, LATER);
    expect(await past()).toEqual(before);
    await healthy();
    expect((await run(correction, LATER)).files.every(({ changed }) => changed === 0)).toBe(true);
  });

  it('and is seen from the day of the import on', async () => {
    await run(base);
    await allot();
    await run(
      {
        promotions: promotions(`${P1.replace('f26', 'g26')}300,410`),
        sell_in: orders('o2,north,one,2026-02-11,95,600')
      },
      LATER
    );
    const seen = async (asOf: Day) => {
      const { rows, columns } = await readPicture(
        test.db,
        { ...DEFAULT_VIEW, accounts: ['north'], asOf },
        LATER
      );
      const at = columns.findIndex(({ from }) => from === '2026-02-09');
      return [
        rows[0]!.promotions.find(({ id }) => id === 'p1')!.amount,
        rows[0]!.orders.sellIn[at],
        rows[0]!.budget!.spent
      ];
    };
    expect(await seen(day('2026-07-05'))).toEqual([25_000, 80, 25_000]);
    expect(await seen(LATER)).toEqual([41_000, 95, 41_000]);
  });

  it('though somebody at the desk has settled it meanwhile', async () => {
    await run({ ...base, promotions: promotions(`${P1}300,`) });
    await allot();
    const personId = await person(test.db);
    await settlePromotion(test.db, 'p1', 20_000, { personId, today: day('2026-06-10') }, 'settle');
    const before = await past();
    await run({ promotions: promotions(`${P1}300,220`) }, LATER);
    expect(await past()).toEqual(before);
    expect(await fund()).toMatchObject({ total: 100_000, committed: 0, spent: 22_000, left: 78_000 });
    const last = (await booked()).slice(-1)[0]!;
    expect(last).toMatchObject({
      kind: 'commit',
      bookedOn: LATER,
      change: -2000,
      reason: expect.stringMatching(/^promotions.csv:2: actual_spend 200.00 → 220.00$/)
    });
    await healthy();
  });
});

describe('history that comes in for the first time', () => {
  it('is booked on the days of the facts, and says when it came in', async () => {
    await run({
      accounts: ACCOUNTS,
      products: PRODUCTS,
      funds: funds(`${F26}1000`),
      promotions: promotions(`${P1}300,250`)
    });
    expect((await booked()).map(({ bookedOn, madeOn, change }) => [bookedOn, madeOn, change])).toEqual([
      ['2026-01-01', TODAY, 100_000],
      ['2026-02-02', TODAY, -30_000],
      ['2026-02-15', TODAY, 5000]
    ]);
    await healthy();
  });

  it('never takes a fund below its floor on an earlier day', async () => {
    const p = (code: string, start: string, end: string, money: string) =>
      `${code},north,one,display,${start},${end},f26,${money}`;
    await run({
      accounts: ACCOUNTS,
      products: PRODUCTS,
      funds: funds(`${F26}1000`),
      promotions: promotions(
        p('a', '2026-02-02', '2026-02-28', '900,100'),
        p('b', '2026-02-09', '2026-02-15', '500,500')
      )
    });
    await run({ promotions: promotions(p('c', '2026-02-05', '2026-02-12', '300,300')) }, LATER);
    expect(Math.min(...(await booked()).map(({ after }) => after))).toBeGreaterThanOrEqual(0);
    expect(await fund()).toMatchObject({ spent: 90_000, left: 10_000 });
    expect((await booked()).find(({ promotion }) => promotion?.code === 'b')!.bookedOn).toBe('2026-02-28');
    await healthy();
  });
});

describe("a fund's amount", () => {
  const base = { accounts: ACCOUNTS, funds: funds(`${F26}1000`) };
  const deposit = async (amountMinor: number, key: string) => {
    const outcome = await bookMovement(test.db, {
      kind: 'deposit',
      from: { kind: 'source' },
      to: { kind: 'available', fundId: (await fund()).fundId },
      amountMinor,
      bookedOn: TODAY,
      reason: 'More',
      by: { ...desk, personId: await person(test.db) },
      key
    });
    if (!outcome.ok) throw new Error(outcome.refusal.why);
    return outcome.movementId;
  };

  it('has nothing to do with what somebody at the desk puts in or takes back', async () => {
    await run(base);
    const more = await deposit(10_000, 'k1');
    expect(await run(base)).toMatchObject({ movements: 0, files: [{}, { same: 1 }] });
    expect((await fund()).left).toBe(110_000);
    const by = { ...desk, personId: await person(test.db) };
    await reverseMovement(test.db, more, { bookedOn: TODAY, reason: 'Undone', by, key: 'k2' });
    expect(await run(base)).toMatchObject({ movements: 0 });
    const [first] = await booked();
    await reverseMovement(test.db, first!.movementId, { bookedOn: TODAY, reason: 'Undone', by, key: 'k3' });
    expect(await run(base)).toMatchObject({ movements: 0 });
    expect((await fund()).left).toBe(0);
    await healthy();
  });

  it('that is corrected moves the difference on the day of the import, and names what it corrects', async () => {
    await run(base);
    await deposit(10_000, 'k1');
    await run({ funds: funds(`${F26}1200`) }, LATER);
    await run({ funds: funds(`${F26}1150`) }, LATER);
    await run({ funds: funds(`${F26}1350`) }, LATER);
    await run({ funds: funds(`${F26}1150`) }, LATER);
    const [first, , second, third, fourth, fifth] = await booked();
    expect(second).toMatchObject({
      kind: 'deposit',
      change: 20_000,
      bookedOn: LATER,
      corrects: first!.movementId,
      reason: 'funds.csv:2: amount 1000.00 → 1200.00'
    });
    expect(third).toMatchObject({ kind: 'reverse', change: -5000, corrects: second!.movementId });
    expect(fifth).toMatchObject({ change: -20_000, reverses: fourth!.movementId, corrects: null });
    expect((await fund()).left).toBe(125_000);
    await healthy();
  });

  it('of a fund that was opened at the desk counts what it was opened with, and no later deposit', async () => {
    const by = { personId: await person(test.db), today: TODAY };
    await openFund(
      test.db,
      {
        name: 'Year 26',
        accountCode: '',
        from: day('2026-01-01'),
        to: day('2026-12-31'),
        amountMinor: 100_000,
        sourceCode: ''
      },
      by,
      'open'
    );
    await test.db.updateTable('fund').set({ code: 'f26' }).execute();
    await deposit(10_000, 'k1');
    expect(await run(base)).toMatchObject({ movements: 0 });
    await run({ funds: funds(`${F26}900`) }, LATER);
    expect((await fund()).left).toBe(100_000);
    await healthy();
  });

  it('of zero is not made up by a deposit at the desk', async () => {
    await run({ funds: funds(`${F26}0`) });
    await deposit(10_000, 'k1');
    expect(await run({ funds: funds(`${F26}0`) })).toMatchObject({ movements: 0 });
    expect((await fund()).left).toBe(10_000);
  });
});

it('what a promotion was before a file changed it is kept whole', async () => {
  await run({
    accounts: ACCOUNTS,
    products: PRODUCTS,
    funds: funds(`${F26}1000`, `${G26}500`),
    promotions: promotions(`${P1}300,250`)
  });
  await run({ promotions: promotions('p1,north,two,gift,2026-02-09,2026-02-22,g26,200,150') }, LATER);
  const { promotionId } = (await findPromotion(test.db, 'p1'))!;
  expect(await readChanges(test.db, promotionId)).toMatchObject([
    {
      importRun: 2,
      was: {
        startsOn: '2026-02-02',
        plannedMinor: 30_000,
        details: { fund: 'Year 26', tactic: 'display', products: ['One'], spentMinor: 25_000 }
      },
      became: {
        startsOn: '2026-02-09',
        plannedMinor: 20_000,
        details: { fund: 'Other 26', tactic: 'gift', products: ['Two'], spentMinor: 15_000 }
      }
    }
  ]);
  expect((await fund()).left).toBe(100_000);
  expect((await fund('g26')).left).toBe(35_000);
  await healthy();
});

it('a run is kept with its files and their sums, and what it booked names it', async () => {
  await run({ accounts: ACCOUNTS, funds: funds(`${F26}1000`) });
  const kept = await test.db.selectFrom('import_run').selectAll().executeTakeFirstOrThrow();
  expect(kept).toMatchObject({
    person_id: null,
    movements: 1,
    files: [
      { name: 'accounts.csv', sha256: createHash('sha256').update(ACCOUNTS).digest('hex') },
      { name: 'funds.csv' }
    ],
    summary: [{ new: 2 }, { new: 1 }]
  });
  expect(kept.finished_at!.getTime()).toBeGreaterThanOrEqual(kept.started_at.getTime());
  expect(await booked()).toMatchObject([{ importRun: kept.import_run_id, reason: 'funds.csv:2' }]);
});

it.each([
  [
    'is dated before it was made',
    "booked_on = '2026-01-15', corrects_movement_id = null",
    /No movement is dated before/
  ],
  [
    'moves between other balances than it names',
    'to_balance_id = 1, from_balance_id = 3',
    /A correction moves money/
  ],
  ['would have overdrawn a fund', "booked_on = '2025-01-01'", /stood below its floor/]
])('the doctor finds a correction that %s', async (_, harm, rule) => {
  await run({ funds: funds(`${F26}1000`, `${G26}500`) });
  await run({ funds: funds(`${F26}900`) }, LATER);
  await healthy();
  const { sql } = await import('kysely');
  await sql`alter table movement disable trigger movement_append_only`.execute(test.db);
  await sql.raw(`update movement set ${harm} where movement_id = 3`).execute(test.db);
  const found = (await examine(test.db)).filter(({ broken }) => broken.length > 0);
  expect(found.map((one) => one.rule).join()).toMatch(rule);
});
