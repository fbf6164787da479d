import { expect, type Page, test } from '@playwright/test';
import { expectAxeClean, open, ready, signInAs } from './support/person';

/** Commits a promotion of 12,000 over the weeks 50 and 51 and gives its code. */
async function planned(page: Page): Promise<string> {
  await signInAs(
    page,
    'manager',
    '/promotions/new?account=cityphone&from=2026-12-07&to=2026-12-20&amount=12000&name=Shelf+talkers'
  );
  await page.getByRole('button', { name: /^Commit/ }).click();
  await page.waitForURL(/planned=/);
  return new URL(page.url()).searchParams.get('planned')!;
}

test('a promotion is changed, the difference is freed, and the change is undone', async ({ page }) => {
  const code = await planned(page);
  await open(page, `/promotions/${code}`);
  await page.getByText('Change days or amount').click();
  await expectAxeClean(page);
  await expect(page.getByRole('button', { name: 'Save the change' })).toBeDisabled();
  await page.getByRole('button', { name: '+ 1 week' }).click();
  await page.getByLabel('Amount (CNY)').fill('9,000');
  await expect(page.getByText(/^Frees 3,000.00 CNY/)).toBeVisible();
  await page.getByLabel('Why (kept with the promotion)').fill('The shelf is built later');
  await page.getByRole('button', { name: 'Save the change' }).click();
  await expect(page.getByRole('status')).toContainText(/14.?–.?27 Dec 2026, 9,000\.00 CNY/);
  await expect(page.locator('.streams')).toContainText('9,000.00');
  // Beside the change, and as the reason of the movement that it made.
  await expect(page.getByRole('listitem').filter({ hasText: 'The shelf is built later' })).toBeVisible();
  await expect(page.getByRole('cell', { name: 'The shelf is built later' })).toBeVisible();
  await expectAxeClean(page);
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(page.getByRole('status')).toContainText(/7.?–.?20 Dec 2026, 12,000\.00 CNY/);
  await expect(page.locator('.streams')).toContainText('12,000.00');
});

test('a bar is dragged to another week and back, by its end too, and Escape lets it go', async ({ page }) => {
  const code = await planned(page);
  await open(page, `/timeline?account=cityphone&mode=full`);
  const bar = page.locator(`a[data-mark="${code}"]`);
  const drag = async (by: number, at: 'middle' | 'end', letGo: () => Promise<void>) => {
    const box = (await bar.locator('rect').first().boundingBox())!;
    const x = at === 'middle' ? box.x + box.width / 2 : box.x + box.width - 2;
    await page.mouse.move(x, box.y + 8);
    await page.mouse.down();
    await page.mouse.move(x + by / 2, box.y + 8, { steps: 4 });
    await page.mouse.move(x + by, box.y + 8, { steps: 4 });
    await letGo();
  };
  // Two weeks are as wide as the bar.
  const { width } = (await bar.locator('rect').first().boundingBox())!;
  await drag(-width / 2, 'middle', () => page.mouse.up());
  await expect(page.getByRole('status')).toContainText(/7.?–.?20 Dec 2026 → 30 Nov.?–.?13 Dec 2026/);
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(page.getByRole('status')).toContainText(/30 Nov.?–.?13 Dec 2026 → 7.?–.?20 Dec 2026/);
  await drag(-width / 2, 'end', async () => {
    await expect(page.locator('.ghost')).toContainText(/7.?–.?13 Dec 2026/);
    await page.keyboard.press('Escape');
    await page.mouse.up();
  });
  await expect(page.locator('.ghost')).toHaveCount(0);
  await drag(-width / 2, 'end', () => page.mouse.up());
  await expect(page.getByRole('status')).toContainText(/7.?–.?20 Dec 2026 → 7.?–.?13 Dec 2026/);
  // A click without a drag opens the promotion.
  await bar.click();
  await page.waitForURL(`**/promotions/${code}`);
  await ready(page);
  await expect(page.getByText(/7.?–.?20 Dec 2026 → 7.?–.?13 Dec 2026/)).toBeVisible();
});

test('bars are drawn in a row that is opened by a click, as after a load', async ({ page }) => {
  await signInAs(page, 'manager', '/timeline');
  await page
    .locator('[data-account=northgate]')
    .getByRole('link', { name: /^Northgate/ })
    .first()
    .click();
  const bar = page.locator('[data-account=northgate] a[data-mark] rect').first();
  await expect(bar).toBeVisible();
  expect((await bar.boundingBox())!.width).toBeGreaterThan(4);
});

test('finance sees bars and cannot drag them, nor send the change by hand', async ({ page }) => {
  await signInAs(page, 'finance', '/timeline?account=cityphone&mode=full');
  await expect(page.locator('a[data-mark]').first()).toBeVisible();
  await expect(page.locator('a[data-movable]')).toHaveCount(0);
  const address = await page.locator('a[data-mark]').first().getAttribute('href');
  const status = await page.evaluate(async (to) => {
    const body = new URLSearchParams({ key: crypto.randomUUID(), from: '2026-12-07', to: '2026-12-20' });
    return (await fetch(`${to}?/change`, { method: 'POST', body })).status;
  }, address);
  expect(status).toBe(403);
});
