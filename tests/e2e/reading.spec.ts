import { expect, type Page, test } from '@playwright/test';
import { open, signInAs } from './support/person';

const PAGES = ['/timeline', '/funds', '/promotions', '/promotions/new', '/review', '/settings', '/field'];

// Several pages, one after the other.
test.setTimeout(180_000);

test.beforeEach(async ({ page }) => {
  await signInAs(page, 'admin', '/timeline');
});

/** What reaches beyond the right edge without a box around it that scrolls. */
const tooWide = (page: Page) =>
  page.evaluate(() => {
    const screen = document.documentElement.clientWidth;
    return document.documentElement.scrollWidth > screen
      ? [...document.body.querySelectorAll('*')]
          .filter((one) => one.getBoundingClientRect().right > screen + 1)
          .map((one) => `${one.tagName}.${one.getAttribute('class') ?? ''}`)
          .slice(-3)
      : [];
  });

test('nothing is wider than a screen of 320 px', async ({ page }) => {
  await page.setViewportSize({ width: 320, height: 640 });
  for (const address of [...PAGES, '/timeline?as=table', '/timeline?mode=dense']) {
    await open(page, address);
    expect({ address, wide: await tooWide(page) }).toEqual({ address, wide: [] });
  }
});

test('no figure hides beyond the edge of its table on a small laptop or a phone', async ({ page }) => {
  for (const width of [1280, 390]) {
    await page.setViewportSize({ width, height: 800 });
    for (const address of ['/funds', '/promotions', '/review']) {
      await open(page, address);
      const hidden = await page.locator('.scroll-x').evaluateAll((frames) =>
        // One pixel is the rounding of a cell.
        frames.map((frame) => frame.scrollWidth - frame.clientWidth).filter((px) => px > 1)
      );
      expect({ width, address, hidden }).toEqual({ width, address, hidden: [] });
    }
  }
});

test('nothing is wider than the screen when text is twice as large', async ({ page }) => {
  await page.setViewportSize({ width: 1280, height: 800 });
  for (const address of PAGES) {
    await open(page, address);
    // As a browser's own setting of the text size does.
    await page.addStyleTag({ content: 'html { font-size: 200% !important }' });
    expect({ address, wide: await tooWide(page) }).toEqual({ address, wide: [] });
  }
});

test('a 53rd week is named in the read-out, and its neighbours are not', async ({ page }) => {
  await open(page, '/timeline?from=2026-11-02&to=2027-02-28');
  const plot = page.getByRole('treegrid').locator('[data-plot]').first();
  const box = (await plot.boundingBox())!;
  // Seventeen weeks, of which it is the ninth.
  const hover = (week: number) =>
    plot.hover({ position: { x: ((week + 0.5) / 17) * box.width, y: box.height / 2 } });
  await hover(8);
  await expect(page.getByRole('tooltip')).toContainText('W53');
  await expect(page.getByRole('tooltip')).toContainText('Holds a 53rd week');
  await hover(7);
  await expect(page.getByRole('tooltip')).toContainText('W52');
  await expect(page.getByRole('tooltip')).not.toContainText('53rd');
});
