import { expect, it } from 'vitest';
import { day } from '../calendar/day';
import { balanceSteps } from './balance';

const promotion = { code: 'p', name: 'P' };
const on = (text: string) => day(`2026-${text}`);

it('what is promised lies between what is left and what is not settled, until it is settled or freed', () => {
  const newestFirst = [
    { bookedOn: on('03-01'), change: 10, spentChange: 0, after: 70, promotion },
    { bookedOn: on('03-01'), change: 0, spentChange: 30, after: 60, promotion },
    { bookedOn: on('02-01'), change: -40, spentChange: 0, after: 60, promotion },
    { bookedOn: on('01-01'), change: 100, spentChange: 0, after: 100, promotion: null }
  ];
  expect(balanceSteps(newestFirst)).toEqual({
    left: [
      { on: '2026-01-01', value: 100 },
      { on: '2026-02-01', value: 60 },
      { on: '2026-03-01', value: 70 }
    ],
    unsettled: [
      { on: '2026-01-01', value: 100 },
      { on: '2026-02-01', value: 100 },
      { on: '2026-03-01', value: 70 }
    ]
  });
});

it('a settlement that is undone is promised again', () => {
  const newestFirst = [
    { bookedOn: on('04-01'), change: 0, spentChange: -40, after: 60, promotion },
    { bookedOn: on('03-01'), change: 0, spentChange: 40, after: 60, promotion },
    { bookedOn: on('02-01'), change: -40, spentChange: 0, after: 60, promotion },
    { bookedOn: on('01-01'), change: 100, spentChange: 0, after: 100, promotion: null }
  ];
  expect(balanceSteps(newestFirst).unsettled.map(({ value }) => value)).toEqual([100, 100, 60, 100]);
});
