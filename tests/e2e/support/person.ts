import AxeBuilder from '@axe-core/playwright';
import { expect, type Page } from '@playwright/test';

export type Role = 'manager' | 'field' | 'finance' | 'admin';

/** Waits until the page answers clicks. */
export async function ready(page: Page): Promise<void> {
  await page.locator('html[data-hydrated]').waitFor();
}

/** Opens an address and waits until it answers clicks. */
export async function open(page: Page, address: string): Promise<void> {
  await page.goto(address);
  await ready(page);
}

/** Signs in as the demo person of a role, with the one click that a visitor would use. */
export async function signInAs(page: Page, role: Role, next = ''): Promise<void> {
  // Whoever is signed in already is not asked again.
  await page.context().clearCookies({ name: 'warchest_session' });
  await open(page, `/sign-in${next ? `?next=${encodeURIComponent(next)}` : ''}`);
  await page.locator(`button[name=role][value=${role}]`).click();
  await page.waitForURL((url) => url.pathname !== '/sign-in');
  await ready(page);
}

/** No fault of WCAG 2.2 AA that axe can find, in either theme. */
export async function expectAxeClean(page: Page): Promise<void> {
  for (const theme of ['light', 'dark']) {
    await page.evaluate((value) => (document.documentElement.dataset.theme = value), theme);
    const { violations } = await new AxeBuilder({ page })
      .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'])
      .analyze();
    const found = violations.map(
      ({ id, nodes }) =>
        `${theme}: ${id} at ${nodes
          .map(({ target }) => target.join(' '))
          .slice(0, 3)
          .join(', ')}`
    );
    expect(found).toEqual([]);
  }
}
