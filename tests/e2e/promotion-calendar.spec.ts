import { expect, test } from '@playwright/test';
import { expectAxeClean, open, signInAs } from './support/person';

test('the calendar shows what is on, by quarter and by month, and leads on and back', async ({ page }) => {
  await signInAs(page, 'manager', '/promotions');
  await page.getByRole('link', { name: 'Calendar', exact: true }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(/^FY26 Q4: \d+ promotions$/);
  // Summit Electric’s one of today, in its row, where its days are.
  const row = page.getByRole('region', { name: 'Summit Electric' });
  const bar = row.getByRole('link', { name: /Double 11 price cut · Price · .* · Running · / });
  await expect(bar).toBeVisible();
  const [track, drawn, now] = await Promise.all([
    row.locator('.track').boundingBox(),
    bar.boundingBox(),
    row.locator('.now').boundingBox()
  ]);
  // 9 to 29 November of 28 September to 3 January: days 42 to 63 of 98.
  expect((drawn!.x - track!.x) / track!.width).toBeCloseTo(42 / 98, 2);
  expect(drawn!.width / track!.width).toBeCloseTo(21 / 98, 1);
  expect((now!.x - track!.x) / track!.width).toBeCloseTo(58 / 98, 2);
  await expectAxeClean(page);

  await page.getByRole('link', { name: 'Month', exact: true }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(/^FY26 P12: /);
  await page.getByRole('link', { name: 'Later' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(
    /^FY27 P1: |No promotion is on in FY27 P1/
  );
  await page.getByRole('link', { name: 'Earlier' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(/^FY26 P12: /);

  // A bar is a link to its promotion.
  await page.getByRole('region', { name: 'Summit Electric' }).getByRole('link').first().click();
  await expect(page).toHaveURL(/\/promotions\//);
});

test('a fund’s page has the calendar of what draws on it, which leads to its own', async ({ page }) => {
  await signInAs(page, 'finance', '/funds/five-stars-2026');
  await expect(page.getByRole('region', { name: 'Five Stars' }).getByRole('link')).not.toHaveCount(0);
  await page.getByRole('link', { name: 'Open the calendar' }).click();
  await expect(page.getByText('· Five Stars FY26')).toBeVisible();
  await expect(page.locator('section.line')).toHaveCount(1);
  await page.getByRole('link', { name: 'Of all funds' }).click();
  await expect(page.locator('section.line')).not.toHaveCount(1);
  await open(page, '/promotion-calendar?on=1999-01-01');
  await expect(page.getByRole('main')).toContainText(/No promotion is on in FY9\d Q\d/);
  await expectAxeClean(page);
});

for (const language of ['en', 'zh-Hans', 'zh-Hant'])
  test(`the calendar fits a phone in ${language}`, async ({ page, context, baseURL }) => {
    await context.addCookies([{ name: 'language', value: language, url: baseURL! }]);
    await page.setViewportSize({ width: 390, height: 844 });
    await page.emulateMedia({ colorScheme: 'dark' });
    await signInAs(page, 'manager', '/promotion-calendar');
    // A quarter of 14 weeks, and one of 13.
    for (const span of ['grain=month', 'grain=quarter', 'grain=quarter&on=2026-02-02']) {
      await open(page, `/promotion-calendar?${span}`);
      expect(
        await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
      ).toBeLessThanOrEqual(0);
      await expectAxeClean(page);
    }
  });
