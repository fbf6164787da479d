import { expect, test } from '@playwright/test';
import { expectAxeClean, open, signInAs } from './support/person';

const PDF = Buffer.from(
  '%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]>>endobj\ntrailer<</Root 1 0 R>>\n'
);

test('papers come with a claim, are added and taken off, and are shown as what they are', async ({
  page
}) => {
  await signInAs(page, 'manager', '/claims/new');
  await page.getByLabel('Account', { exact: true }).selectOption('riverside');
  await page.getByLabel('Account’s number').fill('RS-PAPER-1');
  await page.getByLabel('Amount (').fill('1200');
  // A page that calls itself a paper is found out, and nothing typed is lost.
  await page
    .getByLabel('What the account sent')
    .setInputFiles({ name: 'bill.pdf', mimeType: 'application/pdf', buffer: Buffer.from('<html>no</html>') });
  await page.getByRole('button', { name: 'Enter it' }).click();
  await expect(page.getByText('“bill.pdf” is neither a PDF nor a picture')).toBeVisible();
  await expect(page.getByLabel('Account’s number')).toHaveValue('RS-PAPER-1');
  await page
    .getByLabel('What the account sent')
    .setInputFiles({ name: '账单 (May).pdf', mimeType: 'application/pdf', buffer: PDF });
  await page.getByRole('button', { name: 'Enter it' }).click();
  await page.waitForURL(/entered=yes/);

  const link = page.getByRole('link', { name: '账单 (May).pdf' });
  const answer = await page.request.get((await link.getAttribute('href'))!);
  expect(answer.status()).toBe(200);
  expect(await answer.body()).toEqual(PDF);
  const headers = answer.headers();
  expect(headers['content-type']).toBe('application/pdf');
  expect(headers['x-content-type-options']).toBe('nosniff');
  expect(headers['content-security-policy']).toContain("default-src 'none'");
  const again = await page.request.get((await link.getAttribute('href'))!, {
    headers: { 'if-none-match': headers.etag! }
  });
  expect(again.status()).toBe(304);

  // Nine megabytes pass, more than ten are stopped before they are sent, or by the server.
  const large = (bytes: number) => Buffer.concat([Buffer.from('%PDF-1.7'), Buffer.alloc(bytes)]);
  const chosen = page.getByLabel('Add what the account sent');
  await chosen.setInputFiles({ name: 'large.pdf', mimeType: 'application/pdf', buffer: large(9_000_000) });
  await page.getByRole('button', { name: 'Attach' }).click();
  await expect(page.getByText('1 paper attached.')).toBeVisible();
  await chosen.setInputFiles({ name: 'huge.pdf', mimeType: 'application/pdf', buffer: large(10_500_000) });
  await expect(page.getByText(/The files are 10 MB together/)).toBeVisible();
  await expect(page.getByRole('button', { name: 'Attach' })).toBeDisabled();
  const refused = await page.request.post(`${new URL(page.url()).pathname}?/attach`, {
    headers: { origin: new URL(page.url()).origin },
    multipart: { papers: { name: 'huge.pdf', mimeType: 'application/pdf', buffer: large(12_000_000) } }
  });
  expect(refused.status()).toBe(413);

  const line = page.getByRole('listitem').filter({ hasText: 'large.pdf' });
  await line.locator('summary').click();
  await line.getByLabel('Why it does not belong here').fill('Of another claim');
  await line.getByRole('button', { name: 'Take off' }).click();
  await expect(page.getByText(/Taken off by .+: Of another claim/)).toBeVisible();
  await expectAxeClean(page);
});

test('a form of text alone is no larger than such forms are', async ({ page }) => {
  await signInAs(page, 'manager', '/claims');
  await open(page, '/claims?status=any');
  const { origin } = new URL(page.url());
  const refused = await page.request.post(`${origin}/funds?/allocate`, {
    headers: { origin },
    form: { edits: 'x'.repeat(600_000) }
  });
  expect(refused.status()).toBe(413);
});
