import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { account } from '../../../tests/factories/account';
import { testDatabase } from '../../../tests/factories/database';
import { DAY } from '../../../tests/factories/fund';
import { person } from '../../../tests/factories/person';
import { readClaims } from './claim.server';
import type { SheetClaim } from './claim-sheet.input';
import { enterClaim } from './enter-claim.server';
import { cellsOf, countImported, importClaims } from './import-claims.server';

const { db, drop } = await testDatabase(16);
afterAll(drop);
let mei: number;
let accountCode: string;
beforeAll(async () => {
  mei = await person(db);
  accountCode = (await account(db)).code;
});

const claim = (reference: string = randomUUID()): SheetClaim => ({
  accountCode,
  accountName: 'Any',
  reference,
  kind: 'deduction',
  amountMinor: 100,
  issuedOn: DAY,
  receivedOn: DAY,
  note: ''
});
const count = async () => (await readClaims(db)).length;

it('all go in, and the same ones sent eight times at once go in once', async () => {
  const before = await count();
  const claims = Array.from({ length: 40 }, () => claim());
  const key = randomUUID();
  const done = await Promise.all(Array.from({ length: 8 }, () => importClaims(db, claims, mei, key)));
  expect(done).toEqual(Array.from({ length: 8 }, () => true));
  expect(await count()).toBe(before + 40);
  expect(await countImported(db, key)).toBe(40);
  expect(await countImported(db, randomUUID())).toBe(0);
});

it('one that is on file since they were looked at keeps all of them out', async () => {
  const taken = claim();
  const { accountName: _, ...paper } = taken;
  await enterClaim(db, paper, mei, randomUUID());
  const before = await count();
  expect(await importClaims(db, [claim(), claim(), taken, claim()], mei, randomUUID())).toBe(false);
  expect(await count()).toBe(before);
});

it('a key that was used for others is refused', async () => {
  const key = randomUUID();
  await importClaims(db, [claim()], mei, key);
  expect(await importClaims(db, [claim()], mei, key)).toBe(false);
});

it.each([
  [
    'a\tb\n"x\ty"\tz',
    [
      ['a', 'b'],
      ['x\ty', 'z']
    ]
  ],
  [
    '\ufeffa,b\r\n"1,200",c\r\n',
    [
      ['a', 'b'],
      ['1,200', 'c']
    ]
  ],
  [
    'a;b\n1,5;2',
    [
      ['a', 'b'],
      ['1,5', '2']
    ]
  ],
  ['a,b\n"x', null],
  ['a\tb\t\n\t\n\n', [['a', 'b']]]
])('the cells of %j', (text, cells) => {
  expect(cellsOf(text)).toEqual(cells);
});
