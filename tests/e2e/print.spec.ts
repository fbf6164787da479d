import { expect, type Page, test } from '@playwright/test';
import { open, signInAs } from './support/person';

/** Inside the margins of A4 across, in CSS px. */
const SHEET = 1047;

test.beforeEach(async ({ page }) => {
  await signInAs(page, 'manager', '/timeline');
});

const firstAccount = async (page: Page) =>
  (await page.locator('[data-account]').first().getAttribute('data-account'))!;

/** A sheet of a PDF is an object of its own. */
const sheets = (pdf: Buffer) => pdf.toString('latin1').match(/\/Type \/Page\b/g)?.length ?? 0;

test('a sheet says which view of which day it shows, and who printed it', async ({ page }) => {
  const code = await firstAccount(page);
  await open(page, `/timeline?account=${code}&hide=supply&scale=same&competitor=all&asOf=2026-11-02`);
  const head = page.locator('[data-print]');
  await expect(head).toBeHidden();
  await page.emulateMedia({ media: 'print' });
  const name = await page.locator(`[data-account="${code}"] .name`).first().innerText();
  for (const fact of [
    `Account: ${name.trim()}`,
    'Hidden: Stock-outs',
    'Same scale',
    'Competitor: All together',
    'As of 2 Nov 2026',
    'Printed by ',
    'hide=supply'
  ])
    await expect(head).toContainText(fact);
  await expect(page.locator('.toolbar')).toBeHidden();
});

for (const width of [390, 1440, 1920]) {
  test(`nothing of the chart is wider than the sheet (from a screen of ${width} px)`, async ({ page }) => {
    await page.setViewportSize({ width, height: 900 });
    for (const mode of ['full', 'compact', 'dense']) {
      await open(page, `/timeline?mode=${mode}`);
      await page.emulateMedia({ media: 'print' });
      const spans = () =>
        page.getByRole('treegrid').evaluate((grid) => {
          const edges = [grid, ...grid.querySelectorAll('*:not(svg *)')].map(
            (part) => part.getBoundingClientRect().right
          );
          return Math.floor(Math.max(...edges) - grid.getBoundingClientRect().left);
        });
      await expect.poll(spans).toBeLessThanOrEqual(SHEET);
      expect(await spans()).toBeGreaterThan(SHEET - 10);
      await page.emulateMedia({ media: 'screen' });
    }
  });
}

test('the same address fills the same sheets from every screen', async ({ page }) => {
  const accounts = page.locator('[data-account]');
  const codes = await accounts.evaluateAll((rows) =>
    rows.slice(0, 3).map((row) => row.id.slice('account-'.length))
  );
  const query = codes.map((code) => `&account=${code}`).join('');
  const counts = [];
  for (const width of [390, 1920]) {
    await page.setViewportSize({ width, height: 900 });
    await open(page, `/timeline?mode=full${query}`);
    counts.push(sheets(await page.pdf({ preferCSSPageSize: true })));
  }
  expect(counts[0]).toBeGreaterThan(1);
  expect(counts[1]).toBe(counts[0]);
});

test('the dark theme prints dark ink on white', async ({ page }) => {
  for (const theme of ['dark', 'auto']) {
    await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
    await page.evaluate((value) => (document.documentElement.dataset.theme = value), theme);
    const colours = await page.evaluate(() => {
      const { backgroundColor, color, colorScheme } = getComputedStyle(document.documentElement);
      return { backgroundColor, color, colorScheme };
    });
    expect(colours).toEqual({
      backgroundColor: 'rgb(255, 255, 255)',
      color: 'rgb(26, 32, 39)',
      colorScheme: 'light'
    });
  }
});

test('the total of a printed table stands once, below its last row', async ({ page }) => {
  await open(page, `/timeline?account=${await firstAccount(page)}&as=table`);
  await page.emulateMedia({ media: 'print' });
  await expect(page.locator('tfoot')).toHaveCSS('display', 'table-row-group');
  await expect(page.locator('tbody tr').first()).toHaveCSS('break-inside', 'avoid');
});
