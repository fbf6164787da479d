import { describe, expect, it } from 'vitest';
import { addDays, type Day, day, daysBetween } from '$lib/calendar/day';
import { STORY } from './cast';
import type { OwnPromotion } from './own-promotion';
import { type DemoAccount, tellStory } from './story';

/** The first and last day of a fiscal year, a leap day, and days between: the demo is loaded on whatever day it is. */
const DAYS = ['2026-11-25', '2027-01-03', '2027-01-04', '2027-03-01', '2027-06-18', '2028-02-29'].map(day);

const used = (promotions: OwnPromotion[], from: Day) =>
  promotions
    .filter(({ startsOn, approvedOn, cancelledOn }) => startsOn >= from && approvedOn && !cancelledOn)
    .reduce((sum, { plannedMinor, actualMinor }) => sum + (actualMinor ?? plannedMinor), 0);

/** What can still be committed of the last year's fund. */
function leftOf({ funds, promotions }: DemoAccount): { left: number; total: number } {
  const fund = funds.at(-1)!;
  return {
    left: fund.depositMinor - fund.reserveMinor - used(promotions, fund.from),
    total: fund.depositMinor
  };
}

describe.each(DAYS)('the story on %s', (today) => {
  const { accounts, table } = tellStory(7, today);
  const loaded = accounts.filter((_, a) => a !== STORY.blank);

  it('has a year of money for every account, none of a size that nobody would set', () => {
    for (const { funds } of loaded) {
      expect(funds.at(-1)!.from <= today && today <= funds.at(-1)!.to).toBe(true);
      expect(funds.at(-1)!.depositMinor).toBeGreaterThan(50_000_000);
      expect(funds.at(-1)!.depositMinor).toBeLessThan(1_000_000_000);
    }
  });

  it('holds back 35 % or more where the chance is', () => {
    const { left, total } = leftOf(accounts[STORY.chance]!);
    expect(left / total).toBeGreaterThan(0.35);
  });

  it('overdraws one account by an imported line of ten times what was meant, within its allowance', () => {
    const account = accounts[STORY.mistyped]!;
    const [imported, ...others] = account.promotions.filter(({ importedFrom }) => importedFrom);
    expect(others).toEqual([]);
    expect(imported!.plannedMinor % 1_000_000).toBe(0);
    expect(daysBetween(imported!.startsOn, imported!.endsOn)).toBeLessThan(21);
    const { left, total } = leftOf(account);
    expect(left).toBeLessThan(0);
    expect(left).toBeGreaterThan((-total * account.funds.at(-1)!.overdrawPercent) / 100);
  });

  it('knows nothing of the account without data', () => {
    const { promotions, funds, orders, sales, visits, observations } = accounts[STORY.blank]!;
    expect([promotions, funds, orders, sales, visits, observations].flat()).toEqual([]);
  });

  it('commits no money before its fund has it, and decides nothing after today', () => {
    for (const { promotions, funds } of loaded) {
      for (const promotion of promotions) {
        const fund = funds.find(({ from, to }) => from <= promotion.startsOn && promotion.startsOn <= to)!;
        const { createdOn, approvedOn, cancelledOn, settledOn } = promotion;
        const taken = [createdOn, approvedOn, cancelledOn, settledOn].filter((on) => on !== null);
        expect(taken).toEqual([...taken].sort());
        expect(taken.every((on) => on <= today)).toBe(true);
        if (approvedOn) expect(approvedOn >= fund.depositedOn).toBe(true);
      }
    }
  });

  it('has the drafts of some weeks ahead, not of a whole year', () => {
    const drafts = loaded.flatMap(({ promotions }) => promotions.filter(({ approvedOn }) => !approvedOn));
    for (const { startsOn } of drafts) expect(startsOn <= addDays(today, 70)).toBe(true);
    expect(drafts.length).toBeLessThan(2 * loaded.length);
  });

  it('reports every competitor of the two accounts with the signal to the end', () => {
    for (const a of [STORY.chance, STORY.trap]) {
      const late = accounts[a]!.observations.filter(
        ({ seenOn, kind }) => kind === 'spend' && seenOn >= table.weeks.at(-13)!
      );
      expect(new Set(late.map(({ competitor }) => competitor))).toEqual(new Set([0, 1, 2]));
    }
  });
});

it('the same seed and day tell the same story, another day another', () => {
  expect(tellStory(3, DAYS[0]!)).toEqual(tellStory(3, DAYS[0]!));
  expect(tellStory(3, DAYS[0]!).accounts[0]).not.toEqual(tellStory(3, addDays(DAYS[0]!, 7)).accounts[0]);
});
