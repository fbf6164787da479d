import { expect, test } from '@playwright/test';
import { randomUUID } from 'node:crypto';
import { signInAs } from './support/person';

test('an address with a NUL in it names nothing, and breaks nothing', async ({ page }) => {
  await signInAs(page, 'admin', '/timeline');
  for (const address of ['/promotions/a%00b', '/funds/a%00b', '/a%00b'])
    expect((await page.request.get(address)).status(), address).toBe(404);
  for (const address of [
    '/timeline?q=a%00b&account=a%00&open=%00&region=%00&channel=%00&competitor=%00&window=%00&planned=a%00b',
    '/promotions?q=a%00b&account=%00&status=%00&sort=%00',
    '/promotions/new?account=%00&fund=%00&name=%00&window=%00&products=%00',
    '/funds?q=a%00b&account=%00&new=%00&sort=%00',
    '/review?period=%00&account=%00&tactic=%00&status=%00',
    '/review/export.csv?account=%00',
    '/field?q=a%00b&place=store:%00&correct=%00&report=%00&kind=%00'
  ])
    expect((await page.request.get(address)).status(), address).toBe(200);
});

test('a form with a NUL in every field is read without it, and breaks nothing', async ({ page, baseURL }) => {
  await signInAs(page, 'admin', '/timeline');
  const fields = ['name', 'reason', 'account', 'fund', 'source', 'target', 'window', 'products', 'note'];
  const nul = Object.fromEntries(fields.map((name) => [name, 'a\0b']));
  const days = { from: '2026-12-07\0', to: '2026-12-20', amount: '12\0' };
  for (const [address, form] of Object.entries<Record<string, string>>({
    '/promotions/new': { ...nul, ...days, tactic: 'display' },
    '/promotions/a%00b?/cancel': {},
    '/promotions/a%00b?/settle': { actual: '1' },
    '/funds?/open': { ...nul, ...days },
    '/funds/a%00b?/deposit': { ...nul, ...days },
    '/settings?/name': nul,
    '/settings/people?/add': { name: 'a\0', email: 'a\0b@example.com', role: 'field', password: '' },
    '/field?/log': { ...nul, id: randomUUID(), place: 'store:\0', kind: 'stock_out', what: 'brand:\0' },
    '/field?/visit': { place: 'store:a\0b' },
    '/sign-in?/password': { email: 'a\0b@example.com', password: 'a\0b' }
  })) {
    const answer = await page.request.post(address, {
      headers: { origin: baseURL!, accept: 'text/html' },
      form: { key: randomUUID(), ...form },
      maxRedirects: 0
    });
    expect(answer.status(), address).toBeLessThan(500);
  }
  await page.goto('/settings');
  await expect(page.getByLabel('Name')).toHaveValue('ab');
});
