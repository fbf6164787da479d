import { copyFileSync } from 'node:fs';
import { expect, test } from '@playwright/test';
import { expectAxeClean, open, ready, signInAs } from './support/person';

// First: the story's window is still open.
test('the picture of the README is what the software shows', async ({ page }, info) => {
  await signInAs(page, 'manager', '/timeline?account=northgate&account=harbour-mart&mode=full');
  for (const theme of ['light', 'dark']) {
    await page.evaluate((value) => (document.documentElement.dataset.theme = value), theme);
    const file = info.outputPath(`timeline-${theme}.png`);
    await page.screenshot({ path: file });
    if (process.env.UPDATE_SCREENSHOTS) copyFileSync(file, `docs/timeline-${theme}.png`);
  }
});

test('the main job: from the first page to a committed promotion, which the picture shows at once', async ({
  page
}) => {
  await open(page, '/');
  await page.locator('button[name=role][value=manager]').click();
  await page.waitForURL(/\/timeline/);
  await ready(page);
  await expect(page.getByRole('heading', { level: 1 })).toContainText('left');

  // The best window comes first: its account is the first row.
  await page.getByRole('link', { name: 'Plan a promotion' }).first().click();
  await page.waitForURL(/\/promotions\/new/);
  await ready(page);
  await expect(page.locator('select[name=account]')).toHaveValue('northgate');
  await expect(page.locator('textarea[name=reason]')).not.toHaveValue('');
  await page.locator('input[name=amount]').fill('48,000');
  await page.getByRole('button', { name: /^Commit 48,000/ }).click();

  await page.waitForURL(/\/timeline\?.*planned=/);
  await ready(page);
  await expect(page.getByRole('status').filter({ hasText: 'committed' }).first()).toBeVisible();
  await open(page, '/promotions?account=northgate&status=approved');
  await expect(page.getByRole('cell', { name: '48,000.00' }).first()).toBeVisible();
});

for (const [role, addresses] of [
  [
    'manager',
    [
      '/timeline',
      '/funds',
      '/promotions',
      '/promotions/new?account=northgate',
      '/timeline/sightings?account=northgate',
      '/field'
    ]
  ],
  ['finance', ['/review']],
  ['field', ['/field', '/field?kind=spend&place=store:northgate-1']]
] as const) {
  for (const address of addresses)
    test(`${address} is clean for a reader in both themes, signed in as ${role}`, async ({ page }) => {
      // Axe looks at every mark of the picture, and twice.
      test.setTimeout(180_000);
      await signInAs(page, role, address);
      await expectAxeClean(page);
    });
}
