import { expect, type Page, test } from '@playwright/test';
import { expectAxeClean, open, signInAs } from './support/person';

const plan = (amount: string, name: string, days = 'from=2026-12-07&to=2026-12-13', account = 'bluewave') =>
  `/promotions/new?account=${account}&${days}&amount=${amount}&tactic=display&name=${encodeURIComponent(name)}`;

async function planAs(page: Page, amount: string, name: string, days?: string) {
  await signInAs(page, 'manager', plan(amount, name, days));
  await page.locator('form button.button-primary').last().click();
  await page.waitForURL(/\/promotions\/bluewave.*submitted=yes/);
}

test('what goes beyond the limit waits for somebody else, who sees what it does and approves many at once', async ({
  page
}) => {
  await planAs(page, '500001', 'Big display');
  await expect(page.getByRole('status')).toContainText('No money moves until somebody else approves');
  await expect(page.getByText(/Waits for approval · Lin Mei/)).toBeVisible();
  await expect(page.getByText('You asked for this yourself')).toBeVisible();
  await expectAxeClean(page);
  await open(page, '/approvals');
  await expect(page.getByRole('checkbox', { name: 'Choose Big display' })).toBeDisabled();
  await expect(page.getByText('yours: somebody else approves').first()).toBeVisible();
  await expectAxeClean(page);

  await signInAs(page, 'finance', '/approvals');
  await expect(page.getByRole('link', { name: /Approvals/ }).first()).toContainText('2');
  const line = page.getByRole('row', { name: /Big display/ });
  await expect(line).toContainText(/left of|short/);
  await page.getByRole('checkbox', { name: 'Choose Big display' }).check();
  await expect(page.getByText('1 chosen: 500,001.00 CNY')).toBeVisible();
  await expectAxeClean(page);
  // Without a reason nothing is declined.
  await page.getByRole('button', { name: 'Decline 1' }).click();
  await expect(page.getByRole('alert')).toContainText('Say why');
  await page.getByRole('checkbox', { name: 'Choose Big display' }).check();
  await page.getByRole('button', { name: 'Approve 1 promotion' }).click();
  await expect(page.getByRole('status')).toContainText('1 approved.');
  await expect(page.getByRole('row', { name: /Big display/ })).toHaveCount(0);
});

test('a change beyond the limit is submitted again and leaves the promotion as it was until approved', async ({
  page
}) => {
  await signInAs(page, 'manager', plan('12000', 'Small one', 'from=2026-12-14&to=2026-12-20', 'cityphone'));
  await page.locator('form button.button-primary').last().click();
  await page.waitForURL(/planned=/);
  const code = new URL(page.url()).searchParams.get('planned')!;
  await open(page, `/promotions/${code}`);
  await page.getByText('Change days or amount').click();
  await page.locator('#change input[name=amount]').fill('600000');
  await page.locator('#change button').last().click();
  await expect(page.getByRole('status')).toContainText('submitted again');
  await expect(page.getByText(/A change waits for approval: .*600,000\.00 CNY · Lin Mei/)).toBeVisible();
  await expect(page.locator('.streams .figure').first()).toHaveText('12,000.00');
  await expectAxeClean(page);
  await signInAs(page, 'finance', `/promotions/${code}`);
  await page.getByLabel('Why not').fill('Too much for one week');
  await page.getByRole('button', { name: 'Decline' }).click();
  await expect(page.getByRole('status')).toContainText('Declined');
  await expect(page.getByText(/Too much for one week/)).toBeVisible();
  await expect(page.locator('.streams .figure').first()).toHaveText('12,000.00');
});

test('an administrator sets and withdraws limits', async ({ page }) => {
  await signInAs(page, 'admin', '/settings/limits');
  await expectAxeClean(page);
  await page.getByLabel('Role').selectOption('finance');
  await page.getByLabel('Tactic').selectOption('gift');
  await page.getByLabel('Commits alone up to (CNY)').fill('lots');
  await page.getByRole('button', { name: 'Add a rule' }).click();
  await expect(page.getByText('Not an amount above zero')).toBeVisible();
  await page.getByLabel('Commits alone up to (CNY)').fill('0');
  await page.getByLabel('Approves up to (CNY)').fill('50k');
  await page.getByRole('button', { name: 'Add a rule' }).click();
  const rule = page.getByRole('row', { name: /Finance Every Gift 0\.00 50,000\.00/ });
  await expect(rule).toBeVisible();
  await rule.getByRole('button', { name: /Withdraw/ }).click();
  await expect(rule).toHaveCount(0);
});

for (const language of ['en', 'zh-Hans', 'zh-Hant'])
  test(`approvals and limits fit a phone in ${language}`, async ({ page }) => {
    await page.setViewportSize({ width: 390, height: 844 });
    await signInAs(page, 'admin', '/approvals');
    await page
      .context()
      .addCookies([{ name: 'language', value: language, url: new URL('/', page.url()).href }]);
    for (const address of ['/approvals', '/settings/limits']) {
      await open(page, address);
      await expect(page.locator('html')).toHaveAttribute('lang', language);
      const over = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
      expect(over, address).toBeLessThanOrEqual(0);
      await expectAxeClean(page);
    }
  });
