import { expect, it } from 'vitest';
import { day } from '../calendar/day';
import { addChange, daysToBook, type FundHistory } from './history';

const TODAY = day('2026-06-01');
const fundOf = (...changes: [string, number][]): FundHistory => ({
  floor: 0,
  changes: new Map(changes.map(([on, amount]) => [day(on), amount]))
});
const past = (startsOn: string, endsOn: string, committed: number, spent = committed) => ({
  startsOn: day(startsOn),
  endsOn: day(endsOn),
  committed,
  spent
});

it('history that the fund could bear is booked on the days of the facts', () => {
  const fund = fundOf(['2026-01-01', 1000]);
  expect(daysToBook(fund, past('2026-02-02', '2026-02-15', 300), TODAY)).toEqual({
    commitOn: '2026-02-02',
    closeOn: '2026-02-15'
  });
});

it('what lies ahead is booked today', () => {
  const fund = fundOf(['2026-01-01', 1000]);
  expect(daysToBook(fund, past('2026-08-03', '2026-08-09', 300), TODAY)).toEqual({
    commitOn: TODAY,
    closeOn: TODAY
  });
});

it('a fund that was empty then pays from the first day on which money has come back', () => {
  const fund = fundOf(['2026-01-01', 1000], ['2026-02-02', -900], ['2026-02-20', 400]);
  expect(daysToBook(fund, past('2026-02-09', '2026-02-15', 300), TODAY)).toEqual({
    commitOn: '2026-02-20',
    closeOn: '2026-02-20'
  });
});

it('money that a later day needs is not taken before it', () => {
  const fund = fundOf(['2026-01-01', 1000], ['2026-03-02', -900], ['2026-04-01', 500]);
  expect(daysToBook(fund, past('2026-02-09', '2026-02-15', 300), TODAY).commitOn).toBe('2026-04-01');
});

it('after a promotion is over only what was spent is missing', () => {
  const fund = fundOf(['2026-01-01', 1000], ['2026-03-02', -900]);
  expect(daysToBook(fund, past('2026-02-09', '2026-02-15', 300, 100), TODAY).commitOn).toBe('2026-02-09');
});

it('no day of any fund stands below its floor, whatever comes in', () => {
  let seed = 7;
  const random = (n: number) => (seed = (seed * 48_271) % 2_147_483_647) % n;
  const dayAt = (n: number) =>
    day(`2026-0${1 + Math.floor(n / 28)}-${String(1 + (n % 28)).padStart(2, '0')}`);
  for (let round = 0; round < 200; round++) {
    const fund = fundOf(['2026-01-01', 1000]);
    for (let n = 0; n < 8; n++) {
      const start = random(120);
      const committed = 50 + random(500);
      const spent = random(committed + 1);
      const left = [...fund.changes.values()].reduce((a, b) => a + b, 0);
      // What is left today does not suffice: the row is refused, whatever its days.
      if (left < committed) continue;
      const asked = { startsOn: dayAt(start), endsOn: dayAt(start + random(20)), committed, spent };
      const { commitOn, closeOn } = daysToBook(fund, asked, TODAY);
      expect(commitOn >= asked.startsOn && closeOn >= commitOn).toBe(true);
      addChange(fund, commitOn, -committed);
      addChange(fund, closeOn, committed - spent);
      let amount = 0;
      for (const on of [...fund.changes.keys()].sort())
        expect((amount += fund.changes.get(on)!)).toBeGreaterThanOrEqual(0);
    }
  }
});
