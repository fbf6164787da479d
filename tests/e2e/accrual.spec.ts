import { expect, test } from '@playwright/test';
import { expectAxeClean, ready, signInAs } from './support/person';

test('a fund accrues with its account’s orders, and finance says how far it may be overdrawn', async ({
  page
}) => {
  await signInAs(page, 'finance', '/funds?new=greenline&view=list');
  await page.getByLabel('Name').fill('Greenline co-op');
  await page.getByLabel('Accrues with orders, in per cent').fill('150');
  await page.getByRole('button', { name: 'Add the fund' }).click();
  await expect(page.getByText('A share up to 100')).toBeVisible();
  await page.getByLabel('Accrues with orders, in per cent').fill('1.5');
  await expectAxeClean(page);
  await page.getByRole('button', { name: 'Add the fund' }).click();
  await page.waitForURL(/opened=yes/);
  await ready(page);
  await expect(
    page.getByText(/CNY of orders in its period × rate = [\d,.]+ due; [\d,.]+ accrued/)
  ).toBeVisible();
  const formula = /rate = ([\d,.]+) due; ([\d,.]+) accrued/.exec(await page.locator('main').innerText())!;
  expect(formula[1]).toBe(formula[2]);
  expect(Number(formula[1]!.replaceAll(',', ''))).toBeGreaterThan(0);
  await expect(page.locator('.figures')).toContainText(formula[1]!);
  await expectAxeClean(page);

  // Twice the rate makes twice as much due.
  await page.getByText('Set a rate', { exact: true }).first().click();
  const rate = page.locator('form[action="?/rate"]');
  await rate.getByLabel('Per cent of the orders’ net value').fill('3');
  await rate.getByLabel('From').fill('2025-12-29');
  await rate.getByLabel('Why').fill('The new agreement');
  await rate.getByRole('button').click();
  await expect(page.getByRole('status')).toContainText('The rate is set');
  const twice = /rate = ([\d,.]+) due/.exec(await page.locator('main').innerText())!;
  expect(Number(twice[1]!.replaceAll(',', ''))).toBeCloseTo(2 * Number(formula[1]!.replaceAll(',', '')), -1);

  const overdraw = page.locator('form[action="?/overdraw"]');
  await overdraw.getByLabel('Per cent of its budget').fill('5');
  await overdraw.getByLabel('Why').fill('Orders come late in the year');
  await overdraw.getByRole('button').click();
  await expect(page.getByRole('status')).toContainText('The allowance is set.');
  await expect(page.getByText('May be overdrawn by 5% of its budget')).toBeVisible();
  await expect(page.getByText('5% of its budget · Orders come late in the year')).toBeVisible();
  await expectAxeClean(page);
});
