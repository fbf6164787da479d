import { type APIResponse, expect, test } from '@playwright/test';
import { request as ask } from 'node:http';
import { signInAs } from './support/person';

const HEADERS = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'same-origin',
  'cross-origin-opener-policy': 'same-origin',
  'x-frame-options': 'DENY'
};

/** By hand, for a Host that no client would send. */
function askAs(host: string, baseURL: string): Promise<{ status: number; headers: Record<string, unknown> }> {
  return new Promise((resolve, reject) => {
    const { port } = new URL(baseURL);
    ask({ port, host: '127.0.0.1', path: '/', headers: { host } }, (answer) => {
      answer.resume();
      resolve({ status: answer.statusCode!, headers: answer.headers });
    })
      .on('error', reject)
      .end();
  });
}

test('every answer tells the browser what not to do with it, refusals too', async ({ page, baseURL }) => {
  await signInAs(page, 'field', '/field');
  const origin = baseURL!;
  const form = { origin, 'content-type': 'application/x-www-form-urlencoded' };
  const { request } = page;
  const answers: [number, string, APIResponse][] = [
    [200, 'a page', await request.get('/field')],
    [200, 'a file', await request.get('/icon.svg')],
    [303, 'a redirect', await request.get('/', { maxRedirects: 0 })],
    [403, 'a closed page', await request.get('/settings/people')],
    [403, 'a closed action', await request.post('/funds?/open', { headers: form, data: '' })],
    [404, 'no page', await request.get('/nowhere')],
    [
      403,
      'a form of another site',
      await request.post('/settings?/name', {
        headers: { ...form, origin: 'https://elsewhere.example' },
        data: 'name=x'
      })
    ],
    [
      413,
      'a form that is too large',
      await request.post('/preferences', { headers: form, data: 'x'.repeat(600_000) })
    ]
  ];
  for (const [status, what, answer] of answers) {
    expect(answer.status(), what).toBe(status);
    expect(answer.headers(), what).toMatchObject(HEADERS);
  }
  const foreign = await askAs('127.evil.example:80', origin);
  expect(foreign.status).toBe(421);
  expect(foreign.headers).toMatchObject(HEADERS);
});

test('what no form of ours sends is refused, and breaks nothing', async ({ page, baseURL }) => {
  await signInAs(page, 'admin', '/timeline');
  const headers = { origin: baseURL!, accept: 'text/html' };
  const file = { name: 'x.txt', mimeType: 'text/plain', buffer: Buffer.from('x') };
  for (const address of [
    '/settings?/name',
    '/settings/people?/add',
    '/funds?/open',
    '/promotions/new',
    '/field?/log'
  ]) {
    const multipart = { name: file, amount: file, place: file, __proto__x: 'y' };
    expect((await page.request.post(address, { headers, multipart })).status(), address).toBe(400);
    const data = '__proto__=x&constructor=y';
    const form = { ...headers, 'content-type': 'application/x-www-form-urlencoded' };
    expect((await page.request.post(address, { headers: form, data })).status(), address).toBe(400);
  }
  expect((await page.request.post('/preferences', { headers, data: { theme: 'dark' } })).status()).toBe(400);
  for (const route of ['__proto__', 'constructor'])
    expect((await page.request.get(`/refused?route=${route}`)).status()).toBe(403);
  const place = { place: `store:${'x'.repeat(400_000)}` };
  const kept = await page.request.post('/field?/place', { headers, form: place, maxRedirects: 0 });
  expect(kept.status()).toBe(400);
  expect(kept.headers()['set-cookie'] ?? '').not.toContain('place=');
});

test('a way back leads to pages of ours alone', async ({ page }) => {
  await signInAs(page, 'manager', '/timeline');
  for (const back of [
    'https://elsewhere.example/',
    '//elsewhere.example',
    '/.//elsewhere.example',
    'javascript:alert(1)'
  ]) {
    await page.goto(`/funds?${new URLSearchParams({ new: '', back })}`);
    const away = 'a[href^="https:"], a[href^="//"], a[href^="/."], a[href^="javascript:"]';
    await expect(page.locator(away)).toHaveCount(0);
    expect(await page.locator('form a.button-text').getAttribute('href'), back).toBe('/funds');
  }
});

test('an address of another age shows a page', async ({ page }) => {
  await signInAs(page, 'admin', '/timeline');
  for (const query of [
    'from=9999-12-01&to=9999-12-31',
    'asOf=9999-12-31',
    'asOf=0100-01-01',
    'from=0100-01-01'
  ])
    expect((await page.request.get(`/timeline?${query}`)).status(), query).toBe(200);
});
