import { expect, type Page, test } from '@playwright/test';
import { expectAxeClean, open, ready, signInAs } from './support/person';

const left = async (page: Page) =>
  Number((await page.locator('.figures div').last().locator('dd').innerText()).replaceAll(',', ''));

test('the funds say what is left first, and sort and filter in the address', async ({ page }) => {
  await signInAs(page, 'finance', '/funds?view=list');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(/ of .* CNY left, \d+% (under|over) pace/);
  await expectAxeClean(page);
  const all = await page.locator('tbody tr').count();
  await page.getByRole('columnheader', { name: 'Left' }).getByRole('link').click();
  await page.waitForURL(/sort=-left/);
  const amounts = (await page.locator('tbody td.left').allInnerTexts()).map((text) =>
    Number(text.replace(/[^\d.−]/g, '').replace('−', '-'))
  );
  expect(amounts).toHaveLength(all);
  expect(amounts).toEqual([...amounts].sort((a, b) => b - a));
  await page.getByLabel('Search').fill('bluewave');
  await page.getByRole('button', { name: 'Show' }).click();
  await page.waitForURL(/q=bluewave/);
  expect(new URL(page.url()).searchParams.get('sort')).toBe('-left');
  await expect(page.locator('tbody tr')).toHaveCount(1);
  await open(page, '/funds?q=nothing+is+called+this');
  await expectAxeClean(page);
  await page.getByRole('link', { name: 'Clear the filters' }).click();
  await expect(page.locator('tbody tr').first()).toBeVisible();
});

test('a fund is opened from a shared one, filled, emptied again and every step stands in its books', async ({
  page
}) => {
  await signInAs(page, 'finance', '/funds?new=cityphone');
  await page.getByLabel('Name').fill('Cityphone launch');
  await page.getByLabel('Amount (CNY)').fill('10,000');
  await page.getByLabel('Where the money comes from').selectOption({ index: 1 });
  await page.getByRole('button', { name: 'Add the fund' }).click();
  await page.waitForURL(/\/funds\/cityphone/);
  await ready(page);
  await expect(page.getByRole('status')).toContainText('Cityphone launch is open');
  expect(await left(page)).toBe(10_000);
  await expectAxeClean(page);

  await page.locator('summary', { hasText: 'Put money in' }).click();
  const deposit = page.locator('form[action="?/deposit"]');
  await deposit.getByLabel('Amount (CNY)').fill('５００．５０');
  await deposit.getByLabel('Why').fill('Found some more');
  await deposit.getByRole('button', { name: 'Deposit' }).click();
  await expect(page.getByRole('status')).toContainText('Booked');
  expect(await left(page)).toBe(10_500.5);
  await page
    .getByRole('row', { name: /Found some more/ })
    .getByRole('button', { name: /Undo/ })
    .click();
  await expect(page.getByRole('row', { name: /Undone: Found some more/ })).toBeVisible();
  expect(await left(page)).toBe(10_000);

  await page.locator('summary', { hasText: 'Move money to another fund' }).click();
  const move = page.locator('form[action="?/move"]');
  await move.getByLabel('Amount (CNY)').fill('10,001');
  await move.getByLabel('Why').fill('Too much');
  await move.getByRole('button', { name: 'Move' }).click();
  await expect(page.getByRole('alert')).toContainText('10,001.00 CNY were asked for and 10,000.00 are there');
  await expect(move.getByLabel('Why')).toHaveValue('Too much');
  await move.getByLabel('Amount (CNY)').fill('4,000');
  await move.getByRole('button', { name: 'Move' }).click();
  await expect(page.getByRole('status')).toContainText('Booked');
  expect(await left(page)).toBe(6_000);

  await page.locator('summary', { hasText: 'Hold money back' }).click();
  const hold = page.locator('form[action="?/hold"]');
  await hold.getByLabel('Amount (CNY)').fill('2,500');
  await hold.getByLabel('Why').fill('For when Beacon runs out');
  await hold.getByRole('button', { name: 'Hold back' }).click();
  await expect(page.getByRole('row', { name: /Held in the reserve For when Beacon/ })).toBeVisible();
  expect(await left(page)).toBe(3_500);
  await page.locator('summary', { hasText: 'Release from the reserve' }).click();
  const release = page.locator('form[action="?/release"]');
  await expect(release.getByLabel('Amount (CNY)')).toHaveValue('2500.00');
  await release.getByLabel('Amount (CNY)').fill('1,000');
  await release.getByLabel('Why').fill('It has');
  await release.getByRole('button', { name: 'Release' }).click();
  await expect(page.getByRole('row', { name: /Released from the reserve It has/ })).toBeVisible();
  expect(await left(page)).toBe(4_500);
  await expect(page.getByRole('img', { name: /4\.5k of 6k CNY left/ })).toBeVisible();
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: 'Download as CSV' }).click()
  ]);
  expect(download.suggestedFilename()).toMatch(/^fund-cityphone.*\.csv$/);
  await expectAxeClean(page);
});

test('what cannot be read is said beside its field, and nothing is booked', async ({ page }) => {
  await signInAs(page, 'manager', '/funds?view=list');
  await page.locator('tbody a').first().click();
  await page.waitForURL(/\/funds\/[^?]+$/);
  await ready(page);
  const before = await left(page);
  await page.locator('summary', { hasText: 'Put money in' }).click();
  const deposit = page.locator('form[action="?/deposit"]');
  await deposit.getByLabel('Amount (CNY)').fill('1.234,50');
  await deposit.getByLabel('Why').fill('A foreign habit');
  await deposit.getByRole('button', { name: 'Deposit' }).click();
  await expect(deposit).toContainText('Not an amount above zero');
  await expect(deposit.getByLabel('Why')).toHaveValue('A foreign habit');
  expect(await left(page)).toBe(before);
});

for (const width of [390, 1366])
  test(`funds and promotions fit a screen of ${width} pixels in every language`, async ({ page }) => {
    await page.setViewportSize({ width, height: 844 });
    await signInAs(page, 'manager', '/funds');
    for (const language of ['en', 'zh-Hans', 'zh-Hant']) {
      await page
        .context()
        .addCookies([{ name: 'language', value: language, url: new URL('/', page.url()).href }]);
      for (const address of [
        '/funds',
        '/funds?grain=month',
        '/funds?view=list',
        '/funds?new=',
        '/promotions',
        '/promotions/new?account=bluewave'
      ]) {
        await open(page, address);
        await expect(page.locator('html')).toHaveAttribute('lang', language);
        const over = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
        expect(over, `${address} in ${language}`).toBeLessThanOrEqual(0);
      }
    }
    await page.context().addCookies([{ name: 'language', value: 'en', url: new URL('/', page.url()).href }]);
  });
