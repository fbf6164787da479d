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
    'funds'
  ])('%s is not, and leads to the start page', (asked) => expect(safePath(asked)).toBe('/'));

  it('never leaves this site, whatever was asked for', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom('/', '\\', '.', '@', ':', 'a', '\t', '\n', '?') }),
        (asked) => {
          const there = new URL(safePath(asked), 'https://warchest.example');
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
