import { expect, type Page, test } from '@playwright/test';
import { expectAxeClean, open, signInAs } from './support/person';

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
  await expect(page.getByRole('alert')).toBeInViewport({ ratio: 1 });
  await expect(page.getByRole('radio', { name: 'Beacon', exact: true })).toBeChecked();
  await expect(page.getByLabel('Note')).toHaveValue('Two end caps by the entrance');
  await page.context().setOffline(false);
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByRole('status')).toContainText('Beacon');
  await expect(page.getByText('Two end caps by the entrance')).toHaveCount(1);
});

test('a session that has ended takes no report along: signed in again elsewhere, it is saved once', async ({
  page,
  context
}) => {
  await signInAs(page, 'field');
  await goTo(page, 'Northgate');
  await page.getByRole('link', { name: 'Competitor activity' }).click();
  await page.getByRole('radio', { name: 'Beacon', exact: true }).click();
  await page.getByRole('radio', { name: 'Gift', exact: true }).click();
  await page.getByText('How sure, source, note').click();
  await page.getByLabel('Note').fill('A bag with every phone');
  await context.clearCookies({ name: 'warchest_session' });
  await page.getByRole('button', { name: 'Save' }).click();
  const said = page.getByRole('alert');
  await expect(said).toContainText('You are signed out');
  await expect(said).toBeInViewport({ ratio: 1 });
  const [elsewhere] = await Promise.all([
    context.waitForEvent('page'),
    said.getByRole('link', { name: 'Sign in in a new tab' }).click()
  ]);
  await elsewhere.locator('button[name=role][value=field]').click();
  await elsewhere.waitForURL((url) => url.pathname === '/field');
  await elsewhere.close();
  await expect(page.getByRole('radio', { name: 'Gift' })).toBeChecked();
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByRole('status')).toContainText('Beacon');
  await expect(page.getByText('A bag with every phone')).toHaveCount(1);
});

test('a report that was begun survives a closed tab, is asked about, and can be thrown away', async ({
  page,
  context
}) => {
  await signInAs(page, 'field');
  await goTo(page, 'Northgate');
  await page.getByRole('link', { name: 'Competitor activity' }).click();
  await page.getByRole('radio', { name: 'Promoter', exact: true }).click();
  let asked = '';
  page.once('dialog', (dialog) => {
    asked = dialog.message();
    void dialog.dismiss();
  });
  await page.getByRole('link', { name: 'Back', exact: true }).click();
  await expect.poll(() => asked).toContain('not sent yet');
  await expect(page.getByRole('radio', { name: 'Promoter' })).toBeChecked();
  await page.close();

  const later = await context.newPage();
  await open(later, '/field');
  await expect(later.getByText('Not sent yet')).toBeVisible();
  await later.getByRole('link', { name: 'Go on with it' }).click();
  await expect(later.getByRole('radio', { name: 'Promoter' })).toBeChecked();
  await expectAxeClean(later);
  await later.getByRole('button', { name: 'Throw it away' }).click();
  await expect(later.getByRole('radio', { name: 'Promoter' })).not.toBeChecked();
  await open(later, '/field');
  await expect(later.getByText('Not sent yet')).toHaveCount(0);
});

test('a correction names another store and kind, moves nobody, and what was not so is withdrawn', async ({
  page
}) => {
  await signInAs(page, 'field');
  await goTo(page, 'Harbour');
  const title = await page.getByRole('heading', { level: 1 }).textContent();
  await page.getByRole('link', { name: 'Out of stock', exact: true }).click();
  await page.getByRole('radio', { name: 'Beacon X' }).click();
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByRole('status')).toContainText('Beacon X');
  await goTo(page, 'Northgate');
  const here = await page.getByRole('heading', { level: 1 }).textContent();
  const mine = page.getByRole('listitem').filter({ hasText: title! }).filter({ hasText: 'Beacon X' });
  await mine
    .first()
    .getByRole('link', { name: /Correct it/ })
    .click();
  await page.getByRole('radio', { name: 'Back in stock' }).click();
  await page.getByLabel('Which store?').selectOption({ index: 1 });
  await expectAxeClean(page);
  await page.getByRole('button', { name: 'Save' }).click();
  const done = page.getByRole('status');
  await expect(done).toContainText('Back in stock');
  await expect(done).not.toContainText(title!);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(here!);

  await done.getByRole('link', { name: 'Correct it' }).click();
  await page.getByText('It was not so').click();
  await page.getByRole('button', { name: 'Withdraw the report' }).click();
  await expect(page.getByRole('status')).toContainText('Withdrawn');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(here!);
  await expect(page.getByRole('listitem').filter({ hasText: 'withdrawn' }).first()).toContainText('Beacon X');
});

test('what is missing is said, and what was chosen stays', async ({ page }) => {
  await signInAs(page, 'field');
  await goTo(page, 'Northgate');
  await page.getByRole('link', { name: 'Competitor activity' }).click();
  await page.getByRole('radio', { name: 'Gift', exact: true }).click();
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText('Choose one.')).toBeInViewport({ ratio: 1 });
  await expect(page.locator('fieldset.missing input').first()).toBeFocused();
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
  await expect(page.getByRole('status')).toContainText('nothing else to report');
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  expect(overflow).toBeLessThanOrEqual(0);
  await context.close();
});

test('every control of the form is large enough for a thumb', async ({ page }) => {
  await signInAs(page, 'field');
  await goTo(page, 'Northgate');
  await page.getByRole('link', { name: 'Competitor activity' }).click();
  await page.getByRole('button', { name: 'Save', exact: true }).waitFor();
  const small = await page
    .locator('main')
    .locator('a, button, summary, .chips label')
    .evaluateAll((all) =>
      all.filter((one) => one.getBoundingClientRect().height < 48).map((one) => one.textContent)
    );
  expect(small).toEqual([]);
});
