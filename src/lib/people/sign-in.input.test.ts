import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { safePath, signInInput } from './sign-in.input';

describe('where somebody goes after signing in', () => {
  it.each(['/funds?sort=-left', '/timeline?from=2026-01-05#row', '/'])('%s is a page of ours', (asked) =>
    expect(safePath(asked)).toBe(asked)
  );

  it.each([
    null,
    '',
    'https://elsewhere.example',
    '//elsewhere.example',
    '/\\elsewhere.example',
    '\\\\elsewhere.example',
    'javascript:alert(1)',
    '/\t/elsewhere.example',
    '/.//elsewhere.example',
    '/%2e//elsewhere.example',
    '/x/..//elsewhere.example',
    '/./\\elsewhere.example',
    '//',
    'data:text/html,x',
    'funds'
  ])('%s is not, and leads to the start page', (asked) => expect(safePath(asked)).toBe('/'));

  it('never leaves this site, whatever was asked for', () => {
    fc.assert(
      fc.property(
        fc.string({
          minLength: 1,
          unit: fc.constantFrom('/', '\\', '.', '%2e', '@', ':', 'a', '\t', '\n', '?', '#')
        }),
        (asked) => {
          const path = safePath(asked);
          const there = new URL(path, 'https://warchest.example');
          expect(path).toMatch(/^\/(?![/\\])/);
          expect(there.origin).toBe('https://warchest.example');
        }
      )
    );
  });
});

it('an e-mail is the same however it was typed', () => {
  expect(signInInput.parse({ email: '  Ａnna@Example.com ', password: ' x ' })).toEqual({
    email: 'anna@example.com',
    password: ' x '
  });
});
