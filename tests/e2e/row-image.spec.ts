import { readFileSync } from 'node:fs';
import { expect, type Page, test } from '@playwright/test';
import { open, ready, signInAs } from './support/person';

test.beforeEach(async ({ page }) => {
  await signInAs(page, 'manager', '/timeline');
});

/** How many dots of a picture have a colour. */
const dots = (page: Page, png: Buffer, colours: Record<string, number[]>) =>
  page.evaluate(
    async ([address, wanted]) => {
      const image = new Image();
      image.src = address;
      await image.decode();
      const canvas = new OffscreenCanvas(image.width, image.height);
      const pen = canvas.getContext('2d')!;
      pen.drawImage(image, 0, 0);
      const { data } = pen.getImageData(0, 0, image.width, image.height);
      const found: Record<string, number> = {};
      for (const [name, colour] of Object.entries(wanted)) {
        found[name] = 0;
        for (let i = 0; i < data.length; i += 4)
          if (colour.every((value, nth) => data[i + nth] === value)) found[name]++;
      }
      return found;
    },
    [`data:image/png;base64,${png.toString('base64')}`, colours] as const
  );

for (const view of ['mode=full', 'mode=compact']) {
  test(`a row is saved as a picture in light colours where the clipboard refuses (${view})`, async ({
    page
  }) => {
    await page.addInitScript(() => {
      navigator.clipboard.write = () => Promise.reject(new Error('refused'));
    });
    await open(page, `/timeline?${view}`);
    await page.evaluate(() => (document.documentElement.dataset.theme = 'dark'));
    const row = page.locator('[data-account]').first();
    const code = await row.getAttribute('data-account');
    const box = (await row.boundingBox())!;
    const axis = (await page.locator('[data-axis]').boundingBox())!;
    await row.hover();
    const download = page.waitForEvent('download');
    await row.getByRole('button', { name: 'Copy image' }).click();
    const file = await download;
    expect(file.suggestedFilename()).toBe(`warchest-${code}-2026-11-25.png`);
    await expect(row.getByText('Saved as warchest-')).toBeVisible();
    expect(await page.evaluate(() => document.documentElement.dataset.theme)).toBe('dark');
    const png = readFileSync(await file.path());
    // Width and height stand at the head of a PNG; around the row is a margin, below it the legend and the day.
    expect(png.readUInt32BE(16)).toBe((Math.ceil(box.width) + 32) * 2);
    expect(png.readUInt32BE(20)).toBe((Math.ceil(box.height + axis.height) + 72) * 2);
    const found = await dots(page, png, { own: [0, 114, 178], ink: [26, 32, 39], dark: [18, 22, 28] });
    expect(found.own).toBeGreaterThan(500);
    expect(found.ink).toBeGreaterThan(500);
    expect(found.dark).toBe(0);
  });
}

test('the keyboard copies the picture and the figures of a row', async ({ page, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await page.reload();
  await ready(page);
  await page.getByRole('treegrid').locator('[data-line]').first().focus();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Space');
  const bar = page.getByRole('group', { name: 'Chosen weeks' });
  await bar.getByRole('button', { name: 'Copy image' }).press('Enter');
  await expect(bar.getByText('Copied')).toBeVisible();
  const types = () =>
    page.evaluate(async () => (await navigator.clipboard.read()).flatMap(({ types }) => types));
  expect(await types()).toEqual(['image/png']);
  await bar.getByRole('button', { name: 'Copy data' }).press('Enter');
  await expect.poll(types).toContain('text/html');
  const lines = (await page.evaluate(() => navigator.clipboard.readText())).split('\n');
  expect(lines[0]).toMatch(/^When\tLeft/);
  expect(lines.at(-1)).toMatch(/^Total\t/);
  expect(new Set(lines.map((line) => line.split('\t').length)).size).toBe(1);
});
