import { expect, test } from '@playwright/test';
import { readFile } from 'node:fs/promises';
import { expectAxeClean, open, signInAs } from './support/person';

const HEAD = 'Account\tNumber\tAmount (CNY)\tDate\tOur clerk\n';

test('claims come from a spreadsheet: looked through, mended, and entered all together', async ({ page }) => {
  await signInAs(page, 'finance', '/claims/import');
  const cells = page.getByLabel('Cells of a spreadsheet');
  await cells.fill(
    `${HEAD}Old Town Stores\tOT-1\t1,250.50\t2026/11/3\tLi\nOld Town\tOT-2\t80\t03/11/2026\tLi\nold-town-stores\tOT-1\t9\t2026-11-04\tLi`
  );
  await page.getByRole('button', { name: 'Look through' }).click();
  await expect(page.getByRole('alert')).toContainText('2 lines have something wrong.');
  await expect(page.getByRole('alert')).toContainText('Columns that are not used: Our clerk.');
  const table = page.getByRole('region', { name: 'What was read' });
  await expect(table).toContainText('No account has this code or name.');
  await expect(table).toContainText('A date with its year first');
  await expect(table).toContainText('The same number of the account stands further up.');
  await expect(page.getByRole('button', { name: /^Enter/ })).toHaveCount(0);
  await expectAxeClean(page);

  // What was pasted is still there to be mended.
  await cells.fill(
    (await cells.inputValue())
      .replace('Old Town\t', 'Old Town Stores\t')
      .replace('03/11/2026', '2026-11-03')
      .replace('OT-1\t9', 'OT-3\t9')
  );
  await page.getByRole('button', { name: 'Look through' }).click();
  await expect(page.getByRole('status')).toContainText('3 claims to enter: 1,339.50 CNY.');
  await page.getByRole('button', { name: 'Enter 3 claims' }).click();
  await page.waitForURL(/\/claims\?imported=3/);
  await expect(page.getByText('3 claims entered.')).toBeVisible();

  await open(page, '/claims?account=old-town-stores&q=OT-&status=any');
  await expect(page.locator('tfoot')).toContainText('1,339.50');
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: 'Download as CSV' }).click()
  ]);
  const lines = (await readFile(await download.path(), 'utf8')).trim().split('\r\n');
  expect(lines).toHaveLength(4);

  // The same sheet again: all is on file, from a file this time.
  await open(page, '/claims/import');
  await page.getByLabel('Or a CSV file').setInputFiles({
    name: 'claims.csv',
    mimeType: 'text/csv',
    buffer: Buffer.from('Account,Number,Amount,Date\nold-town-stores,OT-1,"1,250.50",2026-11-03\n')
  });
  await page.getByRole('button', { name: 'Look through' }).click();
  await expect(page.getByText('1 is on file just so and is left alone.')).toBeVisible();
  await page.getByLabel('Or a CSV file').setInputFiles({
    name: 'claims.xlsx',
    mimeType: 'application/octet-stream',
    buffer: Buffer.from('PK\u0003\u0004')
  });
  await page.getByRole('button', { name: 'Look through' }).click();
  await expect(page.getByRole('alert')).toContainText('This is no CSV file');
});
