import { expect, it } from 'vitest';
import { day } from '$lib/calendar/day';
import { movementTable } from './movement-table.text';

it('has a line for each movement, with plain decimals, days and codes', () => {
  const [head, line] = movementTable(
    [
      {
        movementId: 7,
        kind: 'commit',
        bookedOn: day('2026-06-01'),
        madeAt: new Date('2026-06-01T08:00:00Z'),
        madeBy: 'Mei',
        madeVia: 'desk',
        importRun: null,
        reason: 'Launch',
        change: -123_456,
        spentChange: 0,
        after: 5,
        promotion: { code: 'north-1', name: 'Launch' },
        otherFund: null,
        reverses: null,
        corrects: null
      }
    ],
    'CNY'
  );
  expect(head).toHaveLength(line!.length);
  expect(line).toEqual([
    7,
    '2026-06-01',
    '2026-06-01T08:00:00.000Z',
    'Committed',
    'Launch',
    'Mei',
    'Launch (north-1)',
    null,
    '0.00',
    '-1234.56',
    '0.05',
    null,
    null
  ]);
});
