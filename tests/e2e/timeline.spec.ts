import { expect, type Page, test } from '@playwright/test';
import { expectAxeClean, open, ready, signInAs } from './support/person';

const grid = (page: Page) => page.getByRole('treegrid');
const firstRow = (page: Page) => grid(page).locator('[data-line]').first();

test.beforeEach(async ({ page }) => {
  await signInAs(page, 'manager', '/timeline');
});

test('the title is the answer and the chart is in the server’s HTML', async ({ page }) => {
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(/ of .+ left, /);
  const html = await (await page.request.get('/timeline')).text();
  expect(html).toContain('role="treegrid"');
  expect(html).toMatch(/<path d="M[\d.]+,[\d.]+/);
});

test('a plain wheel scrolls the page, with Ctrl it zooms', async ({ page }) => {
  await grid(page).locator('[data-plot]').first().hover();
  const address = page.url();
  await page.mouse.wheel(0, 400);
  await expect.poll(() => page.evaluate(() => window.scrollY)).toBeGreaterThan(100);
  expect(page.url()).toBe(address);
  await page.evaluate(() => window.scrollTo(0, 0));
  await grid(page).locator('[data-plot]').first().hover();
  await page.keyboard.down('Control');
  await page.mouse.wheel(0, -300);
  await page.keyboard.up('Control');
  await expect(page).toHaveURL(/from=\d{4}-\d\d-\d\d&to=/);
  expect(await page.evaluate(() => window.scrollY)).toBe(0);
});

test('one tab stop leads into the grid, and the arrows reach every lane and week', async ({ page }) => {
  await expect(grid(page).locator('[tabindex="0"]')).toHaveCount(1);
  await firstRow(page).focus();
  await page.keyboard.press('e');
  await expect(page).toHaveURL(/open=/);
  const lanes = grid(page).locator('[aria-level="2"]');
  await expect(lanes.first()).toBeAttached();
  for (let i = 0; i < (await lanes.count()); i++) {
    await page.keyboard.press('ArrowDown');
    await expect(lanes.nth(i)).toBeFocused();
  }
  await page.keyboard.press('ArrowLeft');
  await expect(page.locator('[aria-live=polite]').last()).not.toBeEmpty();
  await expect(page.getByRole('tooltip')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('tooltip')).toBeHidden();
  await expect(grid(page).locator('[tabindex="0"]')).toHaveCount(1);
});

test('the keys are listed, and single letters can be turned off', async ({ page }) => {
  await page.keyboard.press('?');
  const sheet = page.getByRole('dialog', { name: 'Keys' });
  await sheet.getByRole('checkbox').uncheck();
  await page.keyboard.press('Escape');
  await expect(sheet).toBeHidden();
  await page.keyboard.press('t');
  await expect(page).not.toHaveURL(/as=table/);
  await page.reload();
  await ready(page);
  await page.keyboard.press('t');
  await expect(page).not.toHaveURL(/as=table/);
});

test('the address holds the view: a reload and Back restore it', async ({ page }) => {
  const paths = () =>
    grid(page)
      .locator('path')
      .evaluateAll((all) => all.map((path) => path.getAttribute('d')));
  await page.getByRole('link', { name: 'Full', exact: true }).click();
  await expect(page).toHaveURL(/mode=full/);
  await page.getByRole('button', { name: 'Stock-outs' }).click();
  await expect(page).toHaveURL(/hide=supply/);
  await page.getByRole('link', { name: 'Earlier' }).click();
  await expect(page).toHaveURL(/from=/);
  const shown = await paths();
  const address = page.url();
  await page.reload();
  await ready(page);
  expect(await paths()).toEqual(shown);
  expect(page.url()).toBe(address);
  await page.goBack();
  await expect(page).not.toHaveURL(/from=/);
  await expect(page).toHaveURL(/hide=supply/);
});

test('the filters work without JavaScript', async ({ browser, page, baseURL }) => {
  const context = await browser.newContext({
    javaScriptEnabled: false,
    storageState: await page.context().storageState()
  });
  const plain = await context.newPage();
  await plain.goto(`${baseURL}/timeline`);
  await plain.locator('.accounts > summary').click();
  const boxes = plain.locator('input[name=account]');
  for (const box of [boxes.nth(0), boxes.nth(1)]) await box.check();
  await plain.locator('.filters button[type=submit]').click();
  await expect(plain).toHaveURL(/account=.+&account=/);
  await expect(plain.locator('[data-account]')).toHaveCount(2);
  await context.close();
});

test('the table behind the chart has the chart’s weeks, and totals that add up', async ({ page }) => {
  const code = await page.locator('[data-account]').first().getAttribute('data-account');
  await open(page, `/timeline?account=${code}&as=table`);
  const table = page.locator(`[data-table="${code}"] table`);
  const number = (text: string) => Number(text.replaceAll(',', '').replace('−', '-'));
  const cells = await table
    .locator('tbody tr')
    .evaluateAll((rows) => rows.map((row) => [...row.children].map((cell) => cell.textContent!.trim())));
  expect(cells.length).toBeGreaterThan(10);
  const heads = await table.locator('thead th').allTextContents();
  for (const [name, total] of [
    ['Planned', 'planned'],
    ['Committed', 'committed'],
    ['Actual', 'actual']
  ] as const) {
    const column = heads.findIndex((head) => head.startsWith(name));
    const sum = cells.reduce((all, row) => all + Math.round(number(row[column]! || '0') * 100), 0);
    const printed = await table.locator(`[data-total=${total}]`).textContent();
    expect(Math.round(number(printed!) * 100)).toBe(sum);
  }
  await expectAxeClean(page);
});

test('a window says why, and leads to a promotion with account, dates and amount filled in', async ({
  page
}) => {
  await page.locator('[data-flag]').filter({ hasText: '★' }).first().click();
  const drawer = page.getByRole('dialog');
  await expect(drawer.getByRole('heading', { name: 'Why now' })).toBeVisible();
  await expectAxeClean(page);
  const plan = drawer.getByRole('link', { name: 'Plan this' });
  await expect(plan).toHaveAttribute('href', /\/promotions\/new\?.*account=.*from=.*to=/);
  await page.keyboard.press('Escape');
  await expect(drawer).toBeHidden();
  await expect(page).not.toHaveURL(/window=/);
});

test('a window closed by a key gives the focus back to what opened it', async ({ page }) => {
  const opener = page.getByRole('region', { name: 'This week' }).locator('a[href*="window="]').first();
  await opener.focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('dialog')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toBeHidden();
  await expect(opener).toBeFocused();
});

test('weeks are chosen by a drag or by two clicks, and offer a plan', async ({ page }) => {
  const plot = grid(page).locator('[data-plot]').first();
  const box = (await plot.boundingBox())!;
  await page.mouse.move(box.x + box.width * 0.7, box.y + 40);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width * 0.8, box.y + 40, { steps: 4 });
  await page.mouse.up();
  const bar = page.getByRole('group', { name: 'Chosen weeks' });
  await expect(bar.getByRole('link', { name: 'Plan spend' })).toHaveAttribute('href', /account=.*from=.*to=/);
  await bar.getByRole('button', { name: 'Clear' }).click();
  await page.getByRole('button', { name: 'Select weeks' }).click();
  await page.mouse.click(box.x + box.width * 0.3, box.y + 40);
  await page.mouse.click(box.x + box.width * 0.4, box.y + 40);
  await bar.getByRole('button', { name: 'Zoom to these weeks' }).click();
  await expect(page).toHaveURL(/from=/);
});

test('the overview’s thumbs move by weeks and say where they are', async ({ page }) => {
  const thumb = page.getByRole('slider', { name: 'First week shown' });
  await expect(thumb).toHaveAttribute('aria-valuetext', /W\d+/);
  const before = await thumb.getAttribute('aria-valuetext');
  await thumb.focus();
  await page.keyboard.press('PageUp');
  await expect(page).toHaveURL(/from=/);
  await expect(thumb).not.toHaveAttribute('aria-valuetext', before!);
});

test('nothing that a filter hides is missing without a word', async ({ page }) => {
  await open(page, '/timeline?q=nobody-has-this-name');
  await expect(page.getByText(/^0 of \d+ accounts match the filters/)).toBeVisible();
  await page.getByRole('main').getByRole('link', { name: 'Clear filters' }).last().click();
  await expect(page.locator('[data-account]').first()).toBeVisible();
});

for (const [language, view] of [
  ['en', 'mode=full&account='],
  ['en', 'mode=compact'],
  ['en', 'mode=dense'],
  ['zh-Hans', 'mode=full&account='],
  ['zh-Hant', 'mode=full&account=']
] as const) {
  test(`axe finds nothing in ${view.split('&')[0]} (${language})`, async ({ page, baseURL }) => {
    const code = await page.locator('[data-account]').first().getAttribute('data-account');
    await page.context().addCookies([{ name: 'language', value: language, url: baseURL! }]);
    await open(page, `/timeline?${view}${view.endsWith('=') ? code : ''}`);
    await expectAxeClean(page);
  });
}

test('a phone shows the same rows, nothing wider than the screen', async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  for (const mode of ['full', 'compact', 'dense']) {
    await open(page, `/timeline?mode=${mode}`);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  }
  await expectAxeClean(page);
});
