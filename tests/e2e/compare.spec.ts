import { expect, type Locator, type Page, test } from '@playwright/test';
import { expectAxeClean, open, ready, signInAs } from './support/person';

const panel = (page: Page) => page.getByRole('dialog');
const cell = (of: Locator, line: string, side: string) =>
  of.locator(`[data-compared="${line}"] [data-side="${side}"] > span`).first();

/** Chooses weeks of the first account by a drag, and compares them. @returns its code and the weeks */
async function compareByDrag(page: Page) {
  const row = page.locator('[data-account]').first();
  const code = (await row.getAttribute('data-account'))!;
  const box = (await row.locator('[data-plot]').boundingBox())!;
  await page.mouse.move(box.x + box.width * 0.3, box.y + 40);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width * 0.4, box.y + 40, { steps: 4 });
  await page.mouse.up();
  await page.getByRole('group', { name: 'Chosen weeks' }).getByRole('link', { name: 'Compare' }).click();
  await page.waitForURL(/compare=/);
  await expect(panel(page)).toBeVisible();
  const [, from, to] = new URL(page.url()).searchParams.get('compare')!.split('/');
  return { code, now: { from: from!, to: to! } };
}

test.beforeEach(async ({ page }) => {
  await signInAs(page, 'manager', '/timeline');
});

test('chosen weeks stand beside a year before, with the sums of the table of the same weeks', async ({
  page
}) => {
  const { code, now } = await compareByDrag(page);
  await expect(panel(page).locator('[data-weeks=now]')).toHaveText(/^FY26 W\d+/);
  await expect(panel(page).locator('[data-weeks=then]')).toHaveText(/^FY25 W\d+/);
  await expectAxeClean(page);
  const day = 86_400_000;
  // Neither year is one of 53 weeks here: the same numbers lie 52 weeks back.
  const back = (on: string) => new Date(Date.parse(on) - 364 * day).toISOString().slice(0, 10);
  const sides = { now, then: { from: back(now.from), to: back(now.to) } };
  const lines = ['planned', 'committed', 'actual', 'orders', 'sold'];
  const compared: Record<string, string> = {};
  for (const side of Object.keys(sides))
    for (const line of lines)
      compared[`${side} ${line}`] = (await cell(panel(page), line, side).textContent())!.trim();
  for (const [side, range] of Object.entries(sides)) {
    await open(page, `/timeline?account=${code}&as=table&grain=week&from=${range.from}&to=${range.to}`);
    for (const line of lines) {
      const total = page.locator(`[data-table="${code}"] [data-total=${line}]`);
      await expect(total).toHaveText(compared[`${side} ${line}`]!);
    }
  }
});

test('the address holds it: a reload restores it, and Esc closes it and gives the focus back', async ({
  page
}) => {
  await compareByDrag(page);
  await expect(panel(page)).toHaveCount(1);
  const figures = await panel(page).locator('table').innerText();
  await page.keyboard.press('Escape');
  await page.waitForURL((url) => !url.searchParams.has('compare'));
  await expect(panel(page)).toBeHidden();
  await expect(page.getByRole('link', { name: 'Compare' })).toBeFocused();
  await page.keyboard.press('Enter');
  await page.waitForURL(/compare=/);
  await expect(panel(page)).toBeVisible();
  await page.reload();
  await ready(page);
  await expect(panel(page)).toBeVisible();
  expect(await panel(page).locator('table').innerText()).toBe(figures);
});

test('the keyboard alone chooses weeks and compares them', async ({ page }) => {
  await page.locator('[data-line]').first().focus();
  for (let i = 0; i < 4; i++) await page.keyboard.press('ArrowLeft');
  await page.keyboard.press('Shift+ArrowLeft');
  await page.keyboard.press('Shift+ArrowLeft');
  const link = page.getByRole('link', { name: 'Compare' });
  await link.focus();
  await page.keyboard.press('Enter');
  await page.waitForURL(/compare=/);
  await expect(panel(page).getByRole('columnheader', { name: 'Difference' })).toBeVisible();
});

test('without JavaScript the address alone shows it, and a link closes it', async ({
  browser,
  page,
  baseURL
}) => {
  const code = await page.locator('[data-account]').first().getAttribute('data-account');
  const context = await browser.newContext({
    javaScriptEnabled: false,
    storageState: await page.context().storageState()
  });
  const plain = await context.newPage();
  await plain.goto(`${baseURL}/timeline?compare=${code}/2026-06-01/2026-06-21`);
  await expect(plain.locator('[data-weeks=now]')).toContainText('FY26 W23–25');
  await expect(plain.locator('[data-weeks=then]')).toContainText('FY25 W23–25');
  await plain.getByRole('link', { name: 'Close' }).click();
  await expect(plain).not.toHaveURL(/compare=/);
  await context.close();
});

test('before an account’s first day there is nothing, and the panel says so', async ({ page }) => {
  const code = await page.locator('[data-account]').first().getAttribute('data-account');
  await open(page, `/timeline?compare=${code}/1996-06-03/1996-06-23`);
  await expect(panel(page).getByText(/There are no data of .+ a year before: they begin on /)).toBeVisible();
  await expect(cell(panel(page), 'orders', 'then')).toHaveText('no orders on file');
});

for (const language of ['en', 'zh-Hans', 'zh-Hant']) {
  test(`it fits a phone, and axe finds nothing (${language})`, async ({ page, baseURL }) => {
    const code = await page.locator('[data-account]').first().getAttribute('data-account');
    await page.context().addCookies([{ name: 'language', value: language, url: baseURL! }]);
    await page.setViewportSize({ width: 390, height: 844 });
    await open(page, `/timeline?compare=${code}/2026-06-01/2026-06-21`);
    expect(await panel(page).evaluate((node) => node.scrollWidth)).toBeLessThanOrEqual(390);
    await expectAxeClean(page);
  });
}
