import { expect, test } from '@playwright/test';
import { expectAxeClean, open, signInAs } from './support/person';

test('a period is closed after a preview, by the rule of each fund, and opened again', async ({ page }) => {
  await signInAs(page, 'manager', '/period-close');
  await expect(page.getByText('Finance closes periods.')).toBeVisible();
  await signInAs(page, 'finance', '/period-close');
  await expectAxeClean(page);
  const rows = page.locator('tbody tr');
  const all = await rows.count();
  expect(all).toBeGreaterThan(5);
  await page.getByLabel('Choose all funds').uncheck();
  const first = rows.nth(0);
  const name = (await first.getByRole('link').first().innerText()).trim();
  await first.getByRole('checkbox').check();
  await rows.nth(1).getByRole('checkbox').check();
  await first.getByRole('combobox').selectOption('carry');
  await expect(first.locator('td').last()).toContainText(/^to .* FY26$/);
  await rows.nth(1).getByRole('combobox').selectOption('reserve');
  await expect(page.locator('.preview')).toContainText(/2 funds, .* carry on.* to reserves/);
  await page.getByLabel('Why').fill('FY25 is over');
  await page.getByRole('button', { name: 'Close 2 funds' }).click();
  await expect(page.getByRole('status').first()).toContainText('2 funds closed.');
  await expect(rows).toHaveCount(all - 2);
  await expectAxeClean(page);
  await page.getByText('FY25 is over').click();
  await expect(page.getByRole('link', { name })).toBeVisible();
  await page
    .getByRole('button', { name: /Undo allocation/ })
    .first()
    .click();
  await expect(rows).toHaveCount(all);
  await expect(page.getByText(/undone by no\. \d+/)).toBeVisible();
});

for (const language of ['en', 'zh-Hans', 'zh-Hant'])
  test(`the close of a period fits a phone in ${language}`, async ({ page }) => {
    await page.setViewportSize({ width: 390, height: 844 });
    await signInAs(page, 'finance', '/period-close');
    await page
      .context()
      .addCookies([{ name: 'language', value: language, url: new URL('/', page.url()).href }]);
    await open(page, '/period-close');
    await expect(page.locator('html')).toHaveAttribute('lang', language);
    const over = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    expect(over).toBeLessThanOrEqual(0);
    await expectAxeClean(page);
  });
