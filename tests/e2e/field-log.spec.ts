import { expect, type Page, test } from '@playwright/test';
import { expectAxeClean, open, ready, signInAs } from './support/person';

test.use({ viewport: { width: 390, height: 844 }, hasTouch: true });

/** Goes to a store as a person would: search, tap. */
async function goTo(page: Page, store: string): Promise<void> {
  await open(page, '/field?choose');
  await page.getByRole('searchbox').fill(store);
  await page.getByRole('button', { name: 'Search' }).click();
  await page.getByRole('button', { name: store }).first().click();
  await expect(page.getByRole('link', { name: 'Out of stock', exact: true })).toBeVisible();
}

test('a stock-out takes three taps, is corrected, and a manager sees it on the timeline', async ({
  page,
  browser
}) => {
  await signInAs(page, 'field');
  await goTo(page, 'Cityphone');
  await expectAxeClean(page);

  await page.getByRole('link', { name: 'Out of stock', exact: true }).click();
  await page.getByRole('radio', { name: 'Corvid 7', exact: true }).click();
  await page.getByRole('button', { name: 'Save' }).click();
  const done = page.getByRole('status');
  await expect(done).toContainText('Corvid 7');
  await expect(done).toContainText('Out of stock');

  await done.getByRole('link', { name: 'Correct it' }).click();
  await expect(page.getByRole('radio', { name: 'Corvid 7' })).toBeChecked();
  await page.getByRole('radio', { name: 'Beacon Max', exact: true }).click();
  await page.getByRole('radio', { name: 'Yesterday', exact: true }).click();
  await expectAxeClean(page);
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByRole('status')).toContainText('Beacon Max');
  const replaced = page
    .getByRole('listitem')
    .filter({ hasText: 'Corvid 7' })
    .filter({ hasText: 'Cityphone' });
  await expect(replaced.first()).toContainText('corrected');

  const desk = await browser.newPage();
  await signInAs(desk, 'manager', '/timeline?open=cityphone');
  await expect(desk.locator('main')).toContainText(/Beacon out of stock: 1 of \d+ stores[^.]*24 Nov 2026/);
  await desk.close();
});

test('without a network nothing that was chosen is lost, and sent again it counts once', async ({ page }) => {
  await signInAs(page, 'field');
  await goTo(page, 'Northgate');
  await page.getByRole('link', { name: 'Competitor activity' }).click();
  await page.getByRole('radio', { name: 'Beacon', exact: true }).click();
  await page.getByRole('radio', { name: 'Display', exact: true }).click();
  await page.getByText('How sure, source, note').click();
  await page.getByLabel('Note').fill('Two end caps by the entrance');
  await page.context().setOffline(true);
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByRole('alert')).toContainText('Not sent');
  await expect(page.getByRole('radio', { name: 'Beacon', exact: true })).toBeChecked();
  await expect(page.getByLabel('Note')).toHaveValue('Two end caps by the entrance');
  await page.context().setOffline(false);
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByRole('status')).toContainText('Beacon');
  await expect(page.getByText('Two end caps by the entrance')).toHaveCount(1);
});

test('what is missing is said, and what was chosen stays', async ({ page }) => {
  await signInAs(page, 'field');
  await goTo(page, 'Northgate');
  await page.getByRole('link', { name: 'Competitor activity' }).click();
  await page.getByRole('radio', { name: 'Gift', exact: true }).click();
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText('Choose one.')).toBeVisible();
  await expect(page.getByRole('radio', { name: 'Gift' })).toBeChecked();
});

test('it works as a plain form where no script runs', async ({ browser }) => {
  const context = await browser.newContext({
    javaScriptEnabled: false,
    viewport: { width: 320, height: 640 }
  });
  const page = await context.newPage();
  await page.goto('/sign-in');
  await page.locator('button[name=role][value=field]').click();
  await page.goto('/field?choose&q=Harbour');
  await page
    .getByRole('button', { name: /Harbour/ })
    .first()
    .click();
  await page.getByRole('link', { name: 'Back in stock' }).click();
  await page.getByRole('radio', { name: 'Beacon X' }).check({ force: true });
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByRole('status')).toContainText('Beacon X');
  await page.getByRole('button', { name: /nothing to report/ }).click();
  await expect(page.getByRole('status')).toContainText('there was nothing');
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  expect(overflow).toBeLessThanOrEqual(0);
  await context.close();
});

test('every control of the form is large enough for a thumb', async ({ page }) => {
  await signInAs(page, 'field');
  await goTo(page, 'Northgate');
  await page.getByRole('link', { name: 'Competitor activity' }).click();
  await ready(page);
  const small = await page
    .locator('main')
    .locator('a, button, summary, .chips label')
    .evaluateAll((all) =>
      all.filter((one) => one.getBoundingClientRect().height < 44).map((one) => one.textContent)
    );
  expect(small).toEqual([]);
});
