import { expect, type Page, test } from '@playwright/test';
import { expectAxeClean, open, ready, signInAs } from './support/person';

/** What stands after a label in the sum beside the form, as a number. */
async function figure(page: Page, label: string): Promise<number> {
  const text = await page.locator('aside dl div', { hasText: label }).locator('dd').innerText();
  return Number(text.replaceAll(',', '').replace('−', '-'));
}
const code = (page: Page) => new URL(page.url()).searchParams.get('planned')!;
const FORM = '/promotions/new?account=bluewave&from=2026-12-21&to=2026-12-27&amount=48000.00&tactic=gift';

test('a plan that comes filled in is committed, seen, cancelled and planned again', async ({ page }) => {
  await signInAs(page, 'manager', `${FORM}&window=w-1&reason=They+are+out+of+stock`);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Plan a promotion at Bluewave');
  await expectAxeClean(page);
  const before = await figure(page, 'Left in the fund now');
  expect(await figure(page, 'Left after this')).toBeCloseTo(before - 48_000, 2);
  await page.getByLabel('Amount (CNY)').fill('50,000');
  expect(await figure(page, 'Left after this')).toBeCloseTo(before - 50_000, 2);
  await page.getByRole('button', { name: 'Commit 50,000.00 CNY' }).click();
  await page.waitForURL(/\/timeline\?.*planned=/);

  const planned = code(page);
  await open(page, `/promotions/${planned}`);
  await expect(page.locator('.streams')).toContainText('50,000.00');
  await expect(page.getByText('They are out of stock')).toBeVisible();
  await expect(page.getByRole('link', { name: /recommended window: 21.*27 Dec 2026/ })).toBeVisible();
  await expect(page.getByText('proposed 48,000.00 CNY')).toBeVisible();
  await expectAxeClean(page);

  await page.getByRole('button', { name: 'Cancel and free 50,000.00' }).click();
  await expect(page.getByRole('status')).toContainText('50,000.00 CNY went back to the fund');
  await page.getByRole('link', { name: 'Plan it again' }).first().click();
  await page.waitForURL(/\/promotions\/new/);
  await ready(page);
  await expect(page.getByLabel('Amount (CNY)')).toHaveValue('50000.00');
  expect(await figure(page, 'Left in the fund now')).toBeCloseTo(before, 2);
});

test('a fund that cannot pay says how much it can, takes money in, and leads back to what was typed', async ({
  page
}) => {
  await signInAs(page, 'manager', FORM);
  await page.getByLabel('Amount (CNY)').fill('9,000,000');
  await page.getByLabel('Name').fill('The big one');
  await expect(page.getByRole('button', { name: 'Commit 9,000,000.00 CNY' })).toBeDisabled();
  await expect(page.locator('aside')).toContainText('Bluewave FY26 can still give');
  await page.getByRole('link', { name: /Put money into Bluewave FY26/ }).click();
  await page.waitForURL(/\/funds\/bluewave/);
  await ready(page);
  await page.locator('form[action="?/deposit"]').getByLabel('Why').fill('The year-end push');
  await page.getByRole('button', { name: 'Deposit' }).click();
  await expect(page.getByRole('status')).toContainText('Booked');
  await page.getByRole('link', { name: 'Back to the promotion' }).click();
  await page.waitForURL(/\/promotions\/new/);
  await ready(page);
  await expect(page.getByLabel('Name')).toHaveValue('The big one');
  expect(await figure(page, 'Left after this')).toBe(0);
  await expect(page.getByRole('button', { name: 'Commit 9,000,000.00 CNY' })).toBeEnabled();
});

test('an account without a fund for the dates leads to setting a budget, and back', async ({ page }) => {
  await signInAs(page, 'manager', FORM.replaceAll('2026-12', '2028-05'));
  await expect(page.locator('aside')).toContainText('Bluewave has no fund for these dates');
  await page.getByRole('link', { name: 'Set a budget, then come back here' }).click();
  await page.waitForURL(/\/funds\?new=bluewave/);
  await ready(page);
  await expectAxeClean(page);
  await expect(page.getByLabel('Account', { exact: true }).first()).toHaveValue('bluewave');
  await page.getByLabel('First day').fill('2028-01-03');
  await page.getByLabel('Last day').fill('2028-12-31');
  await page.getByLabel('Name').fill('Bluewave FY28');
  await page.getByLabel('Amount (CNY)').fill('100,000');
  await page.getByRole('button', { name: 'Add the fund' }).click();
  await page.waitForURL(/\/promotions\/new/);
  await ready(page);
  await expect(page.getByLabel('First day')).toHaveValue('2028-05-21');
  expect(await figure(page, 'Left after this')).toBe(52_000);
});

test('a refusal from the server gives its reason and keeps what was typed', async ({ browser, page }) => {
  await signInAs(page, 'manager', FORM);
  await page.getByLabel('Name').fill('Second of two');
  await page.getByLabel('Amount (CNY)').fill(String(await figure(page, 'Left in the fund now')));
  // Somebody else commits in between.
  const other = await (await browser.newContext()).newPage();
  await signInAs(other, 'admin', FORM);
  await other.getByRole('button', { name: /^Commit/ }).click();
  await other.waitForURL(/planned=/);
  await other.context().close();
  await page.getByRole('button', { name: /^Commit/ }).click();
  await expect(page.getByRole('alert')).toContainText('Bluewave FY26 can still give');
  await expect(page.getByLabel('Name')).toHaveValue('Second of two');
});

test('a plan is committed, a settlement booked, without a line of JavaScript', async ({
  browser,
  baseURL
}) => {
  const context = await browser.newContext({ javaScriptEnabled: false, baseURL });
  const page = await context.newPage();
  await page.goto(`/sign-in?next=${encodeURIComponent(FORM)}`);
  await page.locator('button[name=role][value=admin]').click();
  await page.getByRole('button', { name: /^Commit/ }).click();
  await page.waitForURL(/planned=/);
  await page.goto(`/promotions/${code(page)}`);
  await page.getByLabel('What it really cost (CNY)').fill('40,000');
  await page.getByLabel('Why (kept in the log)').fill('Paid in advance');
  await page.getByRole('checkbox', { name: /^Settle it although/ }).check();
  await page.getByRole('button', { name: 'Settle' }).click();
  await expect(page.getByRole('status')).toContainText('8,000.00 CNY went back to the fund');
  await expect(page.locator('.streams')).toContainText('40,000.00');
  await context.close();
});

test('a draft is committed with one click, and finance settles but does not plan', async ({ page }) => {
  await signInAs(page, 'manager', '/promotions?status=draft');
  await expectAxeClean(page);
  await page.locator('tbody a').first().click();
  await page.waitForURL(/\/promotions\/[^?]+$/);
  await ready(page);
  await page.getByRole('button', { name: /^Commit/ }).click();
  await expect(page.getByRole('status')).toContainText('are set aside');
  const address = page.url();
  await page.context().clearCookies();
  await signInAs(page, 'finance', new URL(address).pathname);
  await expect(page.getByRole('button', { name: 'Settle' })).toBeVisible();
  await expect(page.getByRole('button', { name: /^Cancel/ })).toHaveCount(0);
  expect((await page.goto('/promotions/new'))?.status()).toBe(403);
});
