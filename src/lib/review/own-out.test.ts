import { expect, it } from 'vitest';
import { day } from '$lib/calendar/day';
import { ownOutDuring } from './own-out';

const during = { from: day('2026-03-02'), to: day('2026-03-22') };
const out = (product: string, from: string, to: string) => ({ product, from: day(from), to: day(to) });

it('tells an empty shelf and a week without stock as one, within the promotion’s days', () => {
  const outs = [
    out('Lite', '2026-03-09', '2026-03-15'),
    out('Lite', '2026-02-20', '2026-03-05'),
    out('Lite', '2026-03-14', '2026-03-18'),
    out('Pro', '2026-03-19', '2026-04-30')
  ];
  expect(ownOutDuring(outs, during)).toEqual([
    out('Lite', '2026-03-02', '2026-03-05'),
    out('Lite', '2026-03-09', '2026-03-18'),
    out('Pro', '2026-03-19', '2026-03-22')
  ]);
});

it('says nothing of what was out before or after the promotion', () => {
  expect(
    ownOutDuring([out('Lite', '2026-02-01', '2026-03-01'), out('Lite', '2026-03-23', '2026-03-30')], during)
  ).toEqual([]);
});
