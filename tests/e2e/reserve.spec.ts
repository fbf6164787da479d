import { expect, test } from '@playwright/test';
import { expectAxeClean, open, ready, signInAs } from './support/person';

test('a window draws on a reserve within its rule, and what was drawn is told', async ({ page }) => {
  // Northgate's competitor is out of stock in the demo; what is saved for that is held back first.
  const fund = 'Northgate FY26';
  await signInAs(page, 'manager', '/funds/northgate-2026');
  await page.getByText('Hold money back', { exact: true }).click();
  const hold = page.locator('form[action="?/hold"]');
  await hold.getByLabel('Amount (CNY)').fill('40,000');
  await hold.getByLabel('Why').fill('For the autumn');
  await hold.getByRole('button').click();
  await expect(page.getByRole('status')).toContainText('Booked');

  await open(page, '/reserve');
  await expectAxeClean(page);
  const window = page.locator('.windows li', { hasText: 'Northgate' });
  await expect(window).toContainText(`of ${fund}`);
  await window.getByRole('link', { name: 'Plan it' }).click();
  await page.waitForURL(/\/promotions\/new/);
  await ready(page);
  const draw = page.getByLabel('Draw on its reserve (CNY)');
  await draw.fill('90,000,000');
  await expect(page.getByText(/^▲ At most/)).toBeVisible();
  await draw.fill('20000');
  await page.getByLabel('Amount (CNY)').fill('30000');
  await page.getByLabel('Name').fill('All in while they are out');
  await expect(page.locator('aside')).toContainText('+20,000.00');
  await expectAxeClean(page);
  await page.getByRole('button', { name: 'Commit 30,000.00 CNY' }).click();
  await page.waitForURL(/planned=/);
  const planned = new URL(page.url()).searchParams.get('planned')!;

  await open(page, '/reserve');
  const drawn = page.locator('tr', { hasText: 'All in while they are out' });
  await expect(drawn).toContainText('20,000.00');
  await expect(drawn).toContainText('% sure');
  await expect(page.locator('tr', { hasText: fund }).first()).toContainText('20,000.00');
  await expectAxeClean(page);

  // Not used after all: it goes back to where it was saved.
  await open(page, `/promotions/${planned}`);
  await page.getByRole('button', { name: 'Cancel and free 30,000.00' }).click();
  await expect(page.getByRole('status')).toContainText('30,000.00 CNY went back');
  await open(page, '/reserve');
  await expect(page.locator('tr', { hasText: 'All in while they are out' })).toContainText('it went back');
});

test('finance says what has to stay, and nobody releases it by hand', async ({ page }) => {
  await signInAs(page, 'finance', '/reserve');
  const rule = page.locator('section details').first();
  const name = await rule.locator('strong').innerText();
  await rule.locator('summary').click();
  await rule.getByLabel('What stays there (CNY)').fill('900,000,000');
  await rule.getByLabel('Why').fill('For the year end');
  await rule.getByRole('button', { name: 'Set the rule' }).click();
  await expect(page.getByRole('alert')).toContainText('No more can be made to stay than');
  await expect(rule.getByLabel('What stays there (CNY)')).toHaveValue('900,000,000');
  await rule.getByLabel('What stays there (CNY)').fill('1,000');
  await rule.getByLabel('May be released by hand, without a window').uncheck();
  await expectAxeClean(page);
  await rule.getByRole('button', { name: 'Set the rule' }).click();
  await expect(page.getByRole('status')).toContainText('The rule is set.');
  await expect(page.locator('tr', { hasText: name }).first()).toContainText('1,000.00');

  await page.locator('table').first().getByRole('link', { name }).click();
  await page.waitForURL(/\/funds\//);
  await ready(page);
  await page.locator('details:has(form[action="?/release"]) summary').click();
  await page.locator('form[action="?/release"]').getByLabel('Why').fill('Just so');
  await page.locator('form[action="?/release"] button').click();
  await expect(page.getByRole('alert')).toContainText('drawn on by windows only');
});
