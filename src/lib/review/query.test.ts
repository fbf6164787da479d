import fc from 'fast-check';
import { expect, it } from 'vitest';
import { addDays, day } from '$lib/calendar/day';
import { choosePeriod, parseReviewQuery, printReviewQuery, REVIEW_SORTS, reviewPeriods } from './query';

const iso = { kind: 'iso', yearStartMonth: 1 } as const;
const years = reviewPeriods(iso, [
  day('2026-11-25'),
  day('2025-01-30'),
  day('2024-05-05'),
  day('2025-06-01')
]);

it('the address holds the whole view', () => {
  const queries = fc.record({
    period: fc.constantFrom('', 'all', '2026', '2025-Q3'),
    account: fc.constantFrom('', 'north gate&co'),
    tactic: fc.constantFrom('', 'display'),
    status: fc.constantFrom('', 'settled'),
    sort: fc.constantFrom(...REVIEW_SORTS),
    isDescending: fc.boolean(),
    page: fc.integer({ min: 1, max: 99 })
  });
  fc.assert(
    fc.property(queries, (query) => {
      expect(parseReviewQuery(new URLSearchParams(printReviewQuery(query)))).toEqual(query);
    })
  );
});

it('an address with nonsense in it is what ended last first', () => {
  expect(parseReviewQuery(new URLSearchParams('sort=drop&page=-3'))).toMatchObject({
    sort: 'ended',
    isDescending: true,
    page: 1
  });
});

it('periods are fiscal years with their quarters, the newest year first, no day left out', () => {
  expect(years.map((year) => year[0]!.value)).toEqual(['2026', '2025', '2024']);
  for (const [whole, ...quarters] of years) {
    expect(quarters).toHaveLength(4);
    expect(quarters[0]!.from).toBe(whole!.from);
    expect(quarters[3]!.to).toBe(whole!.to);
    for (let i = 1; i < 4; i++) expect(quarters[i]!.from).toBe(addDays(quarters[i - 1]!.to, 1));
  }
});

it('old data are not an empty page: without a period it is the year of the newest promotion that has begun', () => {
  const starts = [day('2024-06-01'), day('2027-01-20')];
  expect(choosePeriod(years, '', starts, day('2026-11-25'))?.value).toBe('2024');
  expect(choosePeriod(years, 'all', starts, day('2026-11-25'))).toBeNull();
  expect(choosePeriod(years, '2025-Q2', starts, day('2026-11-25'))?.label).toBe('FY25 Q2');
  expect(choosePeriod(years, '', [], day('2026-11-25'))?.value).toBe('2026');
});

it('a slip of the keyboard makes no thousand years', () => {
  const start = performance.now();
  const found = reviewPeriods(iso, [
    day('2026-11-25'),
    day('9999-06-01'),
    day('0126-11-25'),
    day('2199-12-31')
  ]);
  expect(found.map((year) => year[0]!.value)).toEqual(['2200', '2026']);
  expect(performance.now() - start).toBeLessThan(500);
});
