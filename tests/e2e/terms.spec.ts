import { expect, type Page, test } from '@playwright/test';
import { expectAxeClean, open, signInAs } from './support/person';

const streams = (page: Page, name: string) =>
  page.locator('.streams > div', { has: page.getByText(name, { exact: true }) });

/** Today as the page's date fields have it. */
const today = (page: Page) => page.locator('#progress input[name=day]').getAttribute('max');

test('what is agreed makes the amount, and what is logged makes the projected figure', async ({ page }) => {
  await signInAs(page, 'manager', '/promotions?status=running');
  const account = (await page.locator('select[name=account] option').nth(1).getAttribute('value'))!;
  const day = '2026-11-25';
  await open(page, `/promotions/new?account=${account}&from=${day}&to=${day}&tactic=gift`);
  await page.getByLabel('Paid').selectOption('logged');
  await page.getByLabel('Gifts planned').fill('200');
  await page.getByLabel('For each (CNY)').fill('30');
  await page.getByLabel('Fixed part (CNY)').fill('1,000');
  await page.getByLabel('Gifts in stock').fill('150');
  await page.getByLabel('Which gift').fill('Travel adapter');
  await expect(page.getByText('200 gifts × 30.00 + 1,000.00 fixed')).toBeVisible();
  await expect(page.getByLabel('Amount (CNY)')).toHaveValue('7000.00');
  await expectAxeClean(page);

  // A price cut is not paid by what is logged: the way of paying falls back to the one that all tactics know.
  await page.getByLabel('Tactic').selectOption('price');
  await expect(page.getByLabel('Paid')).toHaveValue('lump');
  await page.getByLabel('Tactic').selectOption('gift');
  await page.getByLabel('Paid').selectOption('logged');
  await page.getByRole('button', { name: 'Commit 7,000.00 CNY' }).click();
  await page.waitForURL(/planned=/);

  await open(page, `/promotions/${new URL(page.url()).searchParams.get('planned')}`);
  await expect(streams(page, 'Planned')).toContainText('200 gifts × 30.00 + 1,000.00 fixed');
  await expect(streams(page, 'Projected')).toContainText('Nothing has been logged yet.');
  await expect(page.getByText('Travel adapter')).toBeVisible();

  await page.getByLabel('Gifts handed out').fill('lots');
  await page.getByLabel('How it is known').fill('Counted at the counter');
  await page.getByRole('button', { name: 'Log it' }).click();
  await expect(page.getByText('A whole number, please')).toBeVisible();
  await expect(page.getByLabel('Gifts handed out')).toHaveValue('lots');
  await expect(page.getByLabel('How it is known')).toHaveValue('Counted at the counter');
  await page.getByLabel('Gifts handed out').fill('120');
  await page.getByRole('button', { name: 'Log it' }).click();
  await expect(page.getByRole('status')).toContainText('It is logged.');
  await expect(streams(page, 'Projected')).toContainText('4,600.00');
  await expect(streams(page, 'Projected')).toContainText('120 gifts × 30.00 + 1,000.00 fixed');
  await expect(page.locator('#progress')).toContainText('120 of 200 gifts · 30 of 150 gifts left in stock');
  await expectAxeClean(page);
  expect(await today(page)).toBe(day);

  await page.locator('#progress summary').first().click();
  await page.locator('#progress td form').getByLabel('Why').fill('Counted twice');
  await page.locator('#progress td form').getByRole('button', { name: 'Take back' }).click();
  await expect(page.getByRole('status')).toContainText('It no longer counts');
  await expect(streams(page, 'Projected')).toContainText('Nothing has been logged yet.');
  await expect(page.locator('#progress')).toContainText('Counted twice');
});

test('without JavaScript an amount that is no longer what is agreed is refused with the right one', async ({
  page,
  browser
}) => {
  await signInAs(page, 'manager', '/promotions');
  const storageState = await page.context().storageState();
  const plain = await (await browser.newContext({ javaScriptEnabled: false, storageState })).newPage();
  await plain.goto('/promotions/new?account=bluewave&tactic=gift&basis=logged&volume=10&rate=20&name=Cases');
  await plain.getByLabel('For each (CNY)').fill('30');
  await plain.locator('form button.button-primary').last().click();
  await expect(plain.getByText('What is agreed comes to 300.00 CNY.')).toBeVisible();
  await plain.locator('form button.button-primary').last().click();
  await plain.waitForURL(/planned=/);
  await plain.context().close();
});
