import { expect, test } from '@playwright/test';
import { expectAxeClean, open, ready, signInAs } from './support/person';

test('each role lands where its day starts', async ({ page }) => {
  for (const [role, path] of [
    ['manager', '/timeline'],
    ['field', '/field'],
    ['finance', '/review'],
    ['admin', '/timeline']
  ] as const) {
    await signInAs(page, role);
    expect(new URL(page.url()).pathname).toBe(path);
    await page.context().clearCookies();
  }
});

test('a page that a role may not open says why, and the session stays', async ({ page }) => {
  await signInAs(page, 'field');
  // Two levels deep, too: its styles and scripts are found from there.
  const response = await page.goto('/settings/people');
  expect(response?.status()).toBe(403);
  await ready(page);
  await expect(page.getByText('This page is open to: Administrator')).toBeVisible();
  expect((await page.goto('/funds'))?.status()).toBe(403);
  await ready(page);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('This page is not for your role');
  await expect(page.getByText('Marketing manager')).toBeVisible();
  await expectAxeClean(page);
  await page.getByRole('link', { name: 'To the start page' }).click();
  await expect(page).toHaveURL(/\/field/);
});

test('somebody who is not signed in is asked to, and then gets where they wanted', async ({ page }) => {
  await open(page, '/funds?period=all');
  await expect(page).toHaveURL(/\/sign-in\?next=/);
  await expectAxeClean(page);
  await page.locator('button[name=role][value=manager]').click();
  await expect(page).toHaveURL(/\/funds\?period=all$/);
});

test('language and theme hold, and the address keeps its query', async ({ page }) => {
  await signInAs(page, 'manager', '/funds?sort=left');
  await page.locator('details.person summary').click();
  await page.getByRole('button', { name: '繁體中文' }).click();
  await ready(page);
  await expect(page.locator('html')).toHaveAttribute('lang', 'zh-Hant');
  expect(new URL(page.url()).search).toBe('?sort=left');
  await page.locator('details.person summary').click();
  await page.getByRole('button', { name: '深色' }).click();
  await ready(page);
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
  await page.locator('details.person summary').click();
  await page.getByRole('button', { name: 'English' }).click();
  await page.locator('details.person summary').click();
  await page.getByRole('button', { name: 'Sign out' }).click();
  await expect(page).toHaveURL(/\/sign-in/);
});

test('settings and people are clean for everybody who reads with a reader', async ({ page }) => {
  await signInAs(page, 'admin', '/settings/people');
  await expectAxeClean(page);
  await open(page, '/settings');
  await expectAxeClean(page);
  expect((await page.goto('/nowhere'))?.status()).toBe(404);
  await ready(page);
  await expectAxeClean(page);
});
