import { expect, type Page, test } from '@playwright/test';
import { expectAxeClean, open, ready, signInAs } from './support/person';

const YEAR = '/funds?grain=quarter&year=2031';
const cell = (page: Page, row: number, column: number) => page.locator(`#allocation-${row}-${column}`);
const sum = (page: Page, foot: 'total' | 'left', column: number) =>
  page.locator(`#allocation-${foot}-${column}`);
const rowOf = async (page: Page, account: string) =>
  (await page.locator('.sheet .names .name').allInnerTexts()).indexOf(account);

/** As the clipboard of a spreadsheet has it. */
async function paste(page: Page, text: string) {
  await page.evaluate((text) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData('text/plain', text);
    document
      .getElementById('allocation')!
      .dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
  }, text);
}

async function copied(page: Page): Promise<string> {
  return page.evaluate(() => {
    const clipboardData = new DataTransfer();
    document
      .getElementById('allocation')!
      .dispatchEvent(new ClipboardEvent('copy', { clipboardData, bubbles: true, cancelable: true }));
    return `${clipboardData.getData('text/plain')}\n${clipboardData.getData('text/html')}`;
  });
}

const save = async (page: Page, why: string) => {
  await page.getByLabel('Why').fill(why);
  await page.getByRole('button', { name: 'Save', exact: true }).click();
};

test('budgets are typed, filled, undone and saved at once, and saving is undone by one press', async ({
  page
}) => {
  await signInAs(page, 'manager', YEAR);
  await expectAxeClean(page);
  const row = await rowOf(page, 'Bluewave');
  await cell(page, row, 0).click();
  await page.keyboard.type('120k');
  await expect(sum(page, 'total', 0), 'sums follow what is being typed').toHaveText('120,000');
  await page.keyboard.press('Tab');
  await page.keyboard.type('30000');
  await page.keyboard.press('Enter');
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('Shift+ArrowRight');
  await page.keyboard.press('Shift+ArrowRight');
  await page.keyboard.press('Control+r');
  await expect(cell(page, row, 3)).toHaveText('30,000');
  await page.keyboard.press('Control+z');
  await expect(cell(page, row, 3)).toHaveText('');
  await page.keyboard.press('Control+y');
  await expect(cell(page, row, 3)).toHaveText('30,000');
  expect(await copied(page)).toBe(
    '30000\t30000\t30000\n<table><tbody><tr><td>30000</td><td>30000</td><td>30000</td></tr></tbody></table>'
  );
  await page.keyboard.press('Delete');
  await expect(sum(page, 'total', 4)).toHaveText('120,000');
  await page.keyboard.press('Control+z');
  await expectAxeClean(page);

  await save(page, 'The year in quarters');
  await expect(page.locator('.said')).toHaveText(/Saved: 4 cells/);
  await expect(page.getByRole('link', { name: 'Bluewave FY31 Q2' })).toBeVisible();
  await page.reload();
  await ready(page);
  await expect(cell(page, row, 2)).toHaveText('30,000');
  await page
    .getByRole('button', { name: /Undo allocation/ })
    .first()
    .click();
  await expect(page.getByText(/undoes no\. \d+/)).toBeVisible();
  await expect(cell(page, row, 2)).toHaveText('0');
  await expectAxeClean(page);
});

test('a paste from a spreadsheet finds its accounts by name, and what is no amount is kept and named', async ({
  page
}) => {
  await signInAs(page, 'manager', YEAR);
  await cell(page, 1, 0).click();
  await paste(
    page,
    'Account\tQ1\tQ2\r\nNorthgate\t1,000\t"2,000"\r\nNobody\t5\t6\r\nCityphone\t70\tsome\r\n'
  );
  await expect(page.locator('.said')).toHaveText(/4 cells pasted\..*Nobody/);
  const cityphone = await rowOf(page, 'Cityphone');
  await expect(cell(page, await rowOf(page, 'Northgate'), 1)).toHaveText('2,000');
  await expect(cell(page, cityphone, 1)).toHaveText(/some/);
  await expect(page.getByText('1 cell cannot be saved as it is')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Save', exact: true })).toBeDisabled();
  await expectAxeClean(page);
  await page.keyboard.press('Control+z');
  await expect(page.getByRole('button', { name: 'Save', exact: true })).toHaveCount(0);
});

test('money from a shared fund runs out in sight, and is spread over what is not locked', async ({
  page
}) => {
  await signInAs(page, 'manager', YEAR);
  await page.getByLabel('Money from').selectOption({ index: 1 });
  const pool = page.locator('.pool');
  const there = Number((await pool.innerText()).replace(/[^\d]/g, ''));
  expect(there).toBeGreaterThan(0);
  await cell(page, 1, 0).click();
  await page.keyboard.type(String(there + 1));
  await expect(pool).toHaveText(/▲ −1 CNY/);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('button', { name: 'Save', exact: true })).toBeDisabled();
  await expect(page.locator('.blocked')).toContainText('1 CNY short');
  await page.keyboard.press('Control+z');

  await cell(page, 1, 1).click();
  await page.keyboard.type('400');
  await page.keyboard.press('Enter');
  await cell(page, 1, 1).click();
  await page.keyboard.press('l');
  await cell(page, 3, 1).click({ modifiers: ['Shift'] });
  await page.getByRole('button', { name: 'Spread…' }).click();
  await page.getByLabel(/3 selected cells to a total/).fill('1,000');
  await page.getByRole('button', { name: 'Spread', exact: true }).click();
  await expect(cell(page, 1, 1)).toHaveText('400');
  await expect(cell(page, 2, 1)).toHaveText('300');
  await expect(cell(page, 3, 1)).toHaveText('300');
  await expectAxeClean(page);
});

test('a colleague who was first is shown beside mine, and neither is lost', async ({ page, browser }) => {
  await signInAs(page, 'manager', '/funds?grain=quarter&year=2032');
  await cell(page, 1, 0).click();
  await page.keyboard.type('500');
  await page.keyboard.press('Enter');
  await page.keyboard.type('600');
  await page.keyboard.press('Enter');

  const context = await browser.newContext({ baseURL: new URL('/', page.url()).href });
  const colleague = await context.newPage();
  await signInAs(colleague, 'finance', '/funds?grain=quarter&year=2032');
  await cell(colleague, 1, 0).click();
  await colleague.keyboard.type('900');
  await colleague.keyboard.press('Enter');
  await save(colleague, 'Mine first');
  await expect(colleague.locator('.said')).toHaveText(/Saved: 1 cell/);
  await context.close();

  await save(page, 'Mine');
  const conflict = page.getByRole('row', { name: /Bluewave · Q1/ });
  await expect(conflict).toContainText('900.00');
  await expect(conflict).toContainText('500.00');
  await expectAxeClean(page);
  await conflict.getByRole('button', { name: 'Keep mine' }).click();
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(page.locator('.said')).toHaveText(/Saved: 2 cells/);
  await expect(cell(page, 1, 0)).toHaveText('500');
  await page.getByText('Mine first').click();
  await expect(page.getByText('+900.00', { exact: false }).first()).toBeVisible();
});

test('what is not saved is not lost by a slip: leaving asks', async ({ page }) => {
  await signInAs(page, 'manager', YEAR);
  await cell(page, 2, 2).click();
  await page.keyboard.type('5');
  await page.keyboard.press('Enter');
  // Another grain is another look at the same work.
  await page.getByRole('link', { name: 'Years' }).click();
  await page.waitForURL(/grain=year/);
  await expect(page.locator('.save')).toContainText('1 cell');
  /** Follows a link that asks first, and answers. */
  const leaveBy = async (name: string, answer: 'accept' | 'dismiss') => {
    const asked = page.waitForEvent('dialog');
    const followed = page.getByRole('link', { name, exact: true }).first().click();
    await (await asked)[answer]();
    await followed;
  };
  await leaveBy('List', 'dismiss');
  await expect(page.locator('.save')).toContainText('1 cell');
  await leaveBy('Promotions', 'dismiss');
  await expect(page).toHaveURL(/funds/);
  await leaveBy('Promotions', 'accept');
  await page.waitForURL(/promotions/);
});

test('on a phone a second tap edits, and nothing is wider than the screen', async ({ browser, baseURL }) => {
  const context = await browser.newContext({
    baseURL,
    viewport: { width: 390, height: 844 },
    hasTouch: true,
    isMobile: true
  });
  const page = await context.newPage();
  await signInAs(page, 'manager', '/funds?grain=quarter&year=2033');
  await cell(page, 2, 0).tap();
  await cell(page, 2, 0).tap();
  await page.keyboard.type('77');
  await page.keyboard.press('Enter');
  await expect(cell(page, 2, 0)).toHaveText('77');
  const over = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  expect(over).toBeLessThanOrEqual(0);
  await expectAxeClean(page);
  await open(page, '/funds?view=list');
  await context.close();
});
