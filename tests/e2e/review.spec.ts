import { readFileSync } from 'node:fs';
import { expect, test } from '@playwright/test';
import { expectAxeClean, open, signInAs } from './support/person';

const digits = (text: string | null) => (text ?? '').replace(/[^\d.−-]/g, '');

test('finance sees what was spent beside orders and sell-through, and never calls it uplift', async ({
  page
}) => {
  await signInAs(page, 'finance');
  await expect(page).toHaveURL(/\/review/);
  await expect(page.getByRole('heading', { level: 1 })).toContainText('spent on');
  await expect(page.getByText('Before and after, not yet an uplift estimate.')).toBeVisible();
  await expect(page.getByText(/earlier windows|windows at all accounts/).first()).toBeVisible();
  await open(page, '/review?account=northgate');
  await page.getByText('What exactly is compared').click();
  await page.getByText('How the table and the funds agree').click();
  await expectAxeClean(page);
});

test('the figures are those of the funds page', async ({ page }) => {
  await signInAs(page, 'finance', '/review?period=all');
  const left = await page.locator('dl > div').nth(3).locator('.amount').textContent();
  await open(page, '/funds?period=all');
  const foot = page.locator('tfoot td.num');
  expect(digits(left)).toBe(digits(await foot.nth(4).textContent()));
});

test('filters, order and page stand in the address', async ({ page }) => {
  await signInAs(page, 'finance', '/review?period=all');
  await page.getByLabel('Status').selectOption('settled');
  await page.getByRole('button', { name: 'Show' }).click();
  await expect(page).toHaveURL(/status=settled/);
  await page.getByRole('link', { name: 'Actual' }).click();
  await expect(page).toHaveURL(/status=settled.*sort=-spent/);
  const spent = (await page.locator('tbody tr > td:nth-of-type(4)').allTextContents()).map((text) =>
    Number(digits(text))
  );
  expect(spent).toEqual([...spent].sort((a, b) => b - a));
  await page.goBack();
  await expect(page).not.toHaveURL(/sort=-spent/);
  await open(page, '/review?period=all&tactic=listing&status=draft&account=nobody');
  await expect(page.getByText(/None of \d+ promotions match/)).toBeVisible();
  await expectAxeClean(page);
});

test('the download holds exactly the rows that the filters leave', async ({ page }) => {
  await signInAs(page, 'finance', '/review?period=all&status=settled');
  const total = Number(digits((await page.locator('tfoot th.name').textContent()) ?? ''));
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: 'Download as CSV' }).click()
  ]);
  const text = readFileSync(await download.path(), 'utf8');
  expect(text.startsWith('\ufeff')).toBe(true);
  expect(text.trim().split('\r\n')).toHaveLength(total + 1);
});

test('a phone reads it without scrolling the page sideways', async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await signInAs(page, 'finance', '/review?account=northgate');
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  expect(overflow).toBeLessThanOrEqual(0);
  await expectAxeClean(page);
});
