import { expect, it } from 'vitest';
import { day } from '$lib/calendar/day';
import type { Fund } from './fund';
import { listFunds, parseFundList } from './fund-list';

const fund = (code: string, from: string, to: string, account: string | null = null): Fund => ({
  fundId: 1,
  code,
  name: code,
  account: account === null ? null : { code: account, name: account },
  periodStart: day(from),
  periodEnd: day(to),
  overdrawPercent: 0,
  total: 100,
  spent: 0,
  committed: 0,
  reserve: 0,
  left: 100,
  floor: 0,
  allowance: 0,
  isAccruing: false,
  isFlagged: false
});
const FUNDS = [
  fund('first', '2026-01-01', '2026-06-30', 'north'),
  fund('second', '2026-07-01', '2026-12-31'),
  fund('whole', '2026-01-01', '2026-12-31', 'north')
];
const list = (asked: string, on: string) =>
  listFunds(FUNDS, parseFundList(new URLSearchParams(asked)), day(on), (a, b) => (a < b ? -1 : 1))
    .map(({ code }) => code)
    .sort();

it('a fund is current from its first day to its last, both included', () => {
  expect(list('', '2026-06-30')).toEqual(['first', 'whole']);
  expect(list('', '2026-07-01')).toEqual(['second', 'whole']);
});

it('every fund is shown where none is current, and where all are asked for', () => {
  expect(list('', '2030-01-01')).toEqual(['first', 'second', 'whole']);
  expect(list('period=all', '2026-07-01')).toEqual(['first', 'second', 'whole']);
});

it('funds without an account are found as shared, others by their account', () => {
  expect(list('period=all&account=shared', '2026-07-01')).toEqual(['second']);
  expect(list('period=all&account=north&q=FIR', '2026-07-01')).toEqual(['first']);
});
