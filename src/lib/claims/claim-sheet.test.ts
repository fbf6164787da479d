import { describe, expect, it } from 'vitest';
import { day } from '$lib/calendar/day';
import { readClaimSheet, type SheetContext } from './claim-sheet.input';

const CONTEXT: SheetContext = {
  accounts: [
    { code: 'north', name: 'North Stores' },
    { code: 'twin-1', name: 'Twin' },
    { code: 'twin-2', name: 'Twin' }
  ],
  onFile: [
    { claimId: 7, account: 'north', reference: 'OLD-1', amountMinor: 10000, issuedOn: day('2026-05-01') }
  ],
  currency: 'USD',
  today: day('2026-06-10'),
  labels: {
    account: 'Account',
    reference: 'Account’s number',
    amount: 'Amount',
    issued: 'Date on the paper',
    received: 'Received on',
    kind: 'How it comes',
    note: 'What it says it is for'
  }
};
const read = (text: string) =>
  readClaimSheet(
    text.split('\n').map((line) => line.split('\t')),
    CONTEXT
  );
const rows = (text: string) => {
  const sheet = read(text);
  if (!sheet.ok) throw new Error(sheet.why);
  return sheet.rows;
};

describe('a sheet of claims', () => {
  it('is read by its head, in any order, with the columns that are not ours named', () => {
    const sheet = read(
      'Amount (USD)\tCustomer\tOur clerk\tAccount’s number\tDate\n1,200.50\tNorth Stores\tLi\tA-1\t2026/6/1'
    );
    expect(sheet).toMatchObject({ ok: true, leftOut: ['Our clerk'] });
    expect(rows('Amount\tAccount\tNumber\tDate\n1,200.50\tNORTH\tA-1\t2026年6月1日')[0]!.claim).toEqual({
      accountCode: 'north',
      accountName: 'North Stores',
      reference: 'A-1',
      kind: 'invoice',
      amountMinor: 120050,
      issuedOn: '2026-06-01',
      receivedOn: '2026-06-10',
      note: ''
    });
  });

  it('without a head is read in the order that the page says', () => {
    const [row] = rows('north\tA-1\t100\t2026-06-01\t2026-06-02\t账扣\tSpring wall');
    expect(row!.claim).toMatchObject({ kind: 'deduction', receivedOn: '2026-06-02', note: 'Spring wall' });
  });

  it.each([
    ['south\tA\t100\t2026-06-01', 'account', 'unknown-account'],
    ['twin\tA\t100\t2026-06-01', 'account', 'ambiguous-account'],
    ['\tA\t100\t2026-06-01', 'account', 'missing'],
    ['north\t\t100\t2026-06-01', 'reference', 'missing'],
    ['north\tA\t\t2026-06-01', 'amount', 'missing'],
    ['north\tA\t1.234\t2026-06-01', 'amount', 'too-many-decimals'],
    ['north\tA\t-5\t2026-06-01', 'amount', 'not-positive'],
    ['north\tA\tten\t2026-06-01', 'amount', 'not-a-number'],
    ['north\tA\t100\t11/12/2026', 'issued', 'not-a-day'],
    ['north\tA\t100\t2026-02-30', 'issued', 'not-a-day'],
    ['north\tA\t100\t2026-06-01\tsoon', 'received', 'not-a-day'],
    ['north\tA\t100\t2026-06-01\t\tgift', 'kind', 'unknown-kind'],
    ['north\tOLD-1\t100.01\t2026-05-01', 'reference', 'on-file'],
    ['north\tOLD-1\t100\t2026-05-02', 'reference', 'on-file']
  ])('%j is wrong in its %s: %s', (line, column, why) => {
    const [row] = rows(line);
    expect(row!.claim).toBeNull();
    expect(row!.faults).toEqual([expect.objectContaining({ column, why })]);
  });

  it('says every fault of a row, and which line it is', () => {
    const sheet = rows('Account\tNumber\tAmount\tDate\n\nsouth\tA\tten\tnever');
    expect(sheet).toHaveLength(1);
    expect(sheet[0]!.line).toBe(3);
    expect(sheet[0]!.faults.map(({ column }) => column)).toEqual(['account', 'amount', 'issued']);
  });

  it('tells what is on file just so, and what stands in it twice', () => {
    const sheet = rows(
      'north\tOLD-1\t100\t2026-05-01\nnorth\tA\t1\t2026-06-01\nnorth\tA\t2\t2026-06-01\ntwin-1\tA\t1\t2026-06-01'
    );
    expect(sheet.map(({ sameAs, claim, faults }) => [sameAs, claim !== null, faults[0]?.why])).toEqual([
      [7, false, undefined],
      [null, true, undefined],
      [null, false, 'twice'],
      [null, true, undefined]
    ]);
  });

  it('is refused whole where it has no rows, too many, or lacks a column', () => {
    expect(read('')).toEqual({ ok: false, why: 'empty', count: 0 });
    expect(read('Account\tAmount')).toEqual({ ok: false, why: 'empty', count: 0 });
    expect(read(Array.from({ length: 1001 }, (_, i) => `north\t${i}\t1\t2026-06-01`).join('\n'))).toEqual({
      ok: false,
      why: 'too-many',
      count: 1001
    });
    // However many of its lines are empty.
    expect(read(`north\tA\t1\t2026-06-01${'\n'.repeat(3000)}`)).toMatchObject({ ok: false, why: 'too-many' });
    expect(read('Account\tAmount\nnorth\t100')).toEqual({
      ok: false,
      why: 'no-column',
      columns: ['reference', 'issued']
    });
    expect(read('Account\tNumber\tDate\tAmount (cny)\nnorth\tA\t2026-06-01\t100')).toEqual({
      ok: false,
      why: 'other-currency',
      said: 'CNY'
    });
  });
});
