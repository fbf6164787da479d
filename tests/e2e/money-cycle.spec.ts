import { expect, type Page, test } from '@playwright/test';
import { expectAxeClean, open, signInAs } from './support/person';

/** What stands under each head of a fund's figures, in cents; they have to add up whenever they are looked at. */
async function books(page: Page, fund: string): Promise<Record<string, number>> {
  await open(page, fund);
  const figures = await page.locator('.figures > div').evaluateAll((all) =>
    all.map((each) => [
      each.querySelector('dt')!.textContent!.trim(),
      each
        .querySelector('dd')!
        .textContent!.replace(/[^\d.−-]/g, '')
        .replace('−', '-')
    ])
  );
  const cents = Object.fromEntries(figures.map(([name, text]) => [name!, Math.round(Number(text) * 100)]));
  const { Budget, Actual, Committed, Reserve, Left } = cents as Record<string, number>;
  expect(Actual! + Committed! + Reserve! + Left!, JSON.stringify(cents)).toBe(Budget);
  return cents as Record<string, number>;
}

const ACCOUNT = 'Plaza 88';
const CODE = 'plaza-88';

test('money is allocated by paste, committed, approved by another, claimed, settled lower, and the rest is back', async ({
  page
}) => {
  // Allocated: two columns out of a spreadsheet, found by the account's name.
  await signInAs(page, 'manager', '/funds?grain=quarter&year=2027');
  await page.locator('#allocation-1-0').click();
  await page.evaluate((text) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData('text/plain', text);
    document
      .getElementById('allocation')!
      .dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
  }, `Account\tQ1\r\n${ACCOUNT}\t900,000\r\n`);
  await page.getByLabel('Why').fill('First quarter, as agreed');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(page.locator('.said')).toHaveText(/Saved: 1 cell/);
  await page.getByText('First quarter, as agreed').first().click();
  const fund = (await page
    .getByRole('link', { name: `${ACCOUNT} FY27 Q1` })
    .first()
    .getAttribute('href'))!;
  expect(await books(page, fund)).toMatchObject({ Budget: 900_000_00, Left: 900_000_00, Committed: 0 });

  // Planned above the limit: it waits, and no money moves.
  const code = fund.split('/').pop()!;
  await open(
    page,
    `/promotions/new?account=${CODE}&fund=${code}&from=2027-01-11&to=2027-01-24&amount=600000&tactic=display&name=Winter+wall`
  );
  await page.locator('form button.button-primary').last().click();
  await page.waitForURL(/submitted=yes/);
  const promotion = new URL(page.url()).pathname;
  expect(await books(page, fund)).toMatchObject({ Left: 900_000_00, Committed: 0 });

  // Approved by another person: now it is committed.
  await signInAs(page, 'finance', promotion);
  await page.getByRole('button', { name: 'Approve 600,000.00 CNY' }).click();
  await expect(page.getByRole('status')).toContainText('600,000.00');
  expect(await books(page, fund)).toMatchObject({ Left: 300_000_00, Committed: 600_000_00, Actual: 0 });

  // Claimed, for less: the software knows which promotion it belongs to, and why.
  await open(page, `/claims/new?account=${CODE}`);
  await expectAxeClean(page);
  await page.getByLabel('Account’s number').fill('PZ-2027-118');
  await page.getByLabel('Amount (CNY)').fill('412,500.50');
  await page.getByLabel('What it says it is for').fill('Winter wall, 14 days');
  await page.getByRole('button', { name: 'Enter it' }).click();
  await page.waitForURL(/\/claims\/\d+/);
  const claim = new URL(page.url()).pathname;
  const likeliest = page.locator('ol li').first();
  await expect(likeliest).toContainText('Winter wall');
  await expect(likeliest).toContainText('named on the claim');
  await expect(likeliest.getByLabel('Of this claim for Winter wall')).toHaveValue('412500.50');
  await expect(page.getByRole('button', { name: 'Approve' })).toHaveCount(0);
  await likeliest.getByLabel(/Last claim of Winter wall/).check();
  await expect(page.getByText('187,499.50 CNY go back to the fund')).toBeVisible();
  await expectAxeClean(page);
  await page.getByRole('button', { name: 'Save the split' }).click();
  await expect(page.getByRole('status').first()).toContainText('Split saved');
  expect(await books(page, fund)).toMatchObject({ Left: 300_000_00, Committed: 600_000_00, Actual: 0 });

  // Approved by another person, paid by finance: what was claimed is settled, and the rest is back.
  await signInAs(page, 'manager', claim);
  await page.getByRole('button', { name: 'Approve' }).click();
  await expect(page.getByText('Finance pays it.')).toBeVisible();
  await expectAxeClean(page);
  await signInAs(page, 'finance', claim);
  await page.getByRole('button', { name: 'Pay 412,500.50 CNY' }).click();
  await expect(page.getByRole('status').first()).toContainText('Paid');
  await expectAxeClean(page);
  expect(await books(page, fund)).toMatchObject({
    Left: 487_499_50,
    Committed: 0,
    Actual: 412_500_50,
    Budget: 900_000_00
  });
  await open(page, promotion);
  await expect(page.locator('.head')).toContainText('Settled');
  await expect(page.getByRole('link', { name: 'PZ-2027-118' })).toBeVisible();

  // And back again: the payment is taken back whole.
  await open(page, claim);
  await page.getByLabel('Why').fill('The bank returned it');
  await page.getByRole('button', { name: 'Take the payment back' }).click();
  await expect(page.getByText('Payment taken back').first()).toBeVisible();
  expect(await books(page, fund)).toMatchObject({ Left: 300_000_00, Committed: 600_000_00, Actual: 0 });
});

test('a claim that comes twice is found, one that is not agreed with says why, and the list knows how old they are', async ({
  page
}) => {
  await signInAs(page, 'manager', '/claims/new?account=bluewave');
  const enter = async () => {
    await page.getByLabel('Account’s number').fill('BW-77');
    await page.getByLabel('Amount (CNY)').fill('1,000');
    await page.getByLabel('Received on').fill('2026-11-05');
    await page.getByRole('button', { name: 'Enter it' }).click();
  };
  await page.getByLabel('Account’s number').fill('BW-77');
  await page.getByLabel('Amount (CNY)').fill('a lot');
  await page.getByRole('button', { name: 'Enter it' }).click();
  await expect(page.getByText('Not an amount above zero')).toBeVisible();
  await expect(page.getByLabel('Account’s number')).toHaveValue('BW-77');
  await enter();
  await page.waitForURL(/\/claims\/\d+/);
  await open(page, '/claims/new?account=bluewave');
  await enter();
  await expect(page.getByRole('alert')).toContainText('on file already');
  await page.getByRole('link', { name: 'Open it' }).click();
  await page.waitForURL(/\/claims\/\d+/);

  await signInAs(page, 'finance', new URL(page.url()).pathname);
  await page.getByRole('button', { name: 'Dispute' }).click();
  await expect(page.getByRole('alert')).toContainText('Say why');
  await page.getByLabel('Why').fill('No display was seen in five stores');
  await page.getByRole('button', { name: 'Dispute' }).click();
  await expect(page.getByText(/Disputed.*No display was seen/)).toBeVisible();
  await open(page, '/claims');
  await expect(page.getByRole('row', { name: /BW-77/ })).toContainText('20 days');
  await expectAxeClean(page);
  await open(page, '/claims?status=paid&q=nothing');
  await page.getByRole('link', { name: 'Clear the filters' }).click();
  await expect(page.getByRole('row', { name: /BW-77/ })).toBeVisible();
});

for (const language of ['en', 'zh-Hans', 'zh-Hant'])
  test(`claims fit a phone in ${language}`, async ({ page }) => {
    await page.setViewportSize({ width: 390, height: 844 });
    await signInAs(page, 'finance', '/claims');
    await page
      .context()
      .addCookies([{ name: 'language', value: language, url: new URL('/', page.url()).href }]);
    await open(page, '/claims?status=any');
    const first = (await page.locator('tbody a').first().getAttribute('href'))!;
    for (const address of ['/claims?status=any', '/claims/new', first]) {
      await open(page, address);
      await expect(page.locator('html')).toHaveAttribute('lang', language);
      const over = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
      expect(over, address).toBeLessThanOrEqual(0);
      await expectAxeClean(page);
    }
  });
