import { expect, it } from 'vitest';
import { secure } from './security-headers';

function headersOf(env: NodeJS.ProcessEnv, sent: Record<string, string> = {}): Map<string, string> {
  const set = new Map<string, string>();
  secure({ headers: sent }, { setHeader: (name, value) => set.set(name, value) }, env);
  return set;
}

it('a browser is told to ask for nothing but HTTPS only where people come over it', () => {
  const isStrict = (...of: Parameters<typeof headersOf>) => headersOf(...of).has('strict-transport-security');
  expect(isStrict({ ORIGIN: 'https://warchest.example' })).toBe(true);
  expect(isStrict({ PROTOCOL_HEADER: 'X-Forwarded-Proto' }, { 'x-forwarded-proto': 'https' })).toBe(true);
  expect(isStrict({ PROTOCOL_HEADER: 'x-forwarded-proto' }, { 'x-forwarded-proto': 'http' })).toBe(false);
  expect(isStrict({ ORIGIN: 'http://desk.local:3000' }, { 'x-forwarded-proto': 'https' })).toBe(false);
  expect(isStrict({})).toBe(false);
});

it('no answer is framed, guessed at or told about elsewhere', () => {
  expect(Object.fromEntries(headersOf({}))).toMatchObject({
    'x-frame-options': 'DENY',
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'same-origin'
  });
});
