import type { IncomingHttpHeaders } from 'node:http';

const ALWAYS: readonly (readonly [string, string])[] = [
  ['x-content-type-options', 'nosniff'],
  ['referrer-policy', 'same-origin'],
  ['cross-origin-opener-policy', 'same-origin'],
  ['x-frame-options', 'DENY'],
  ['permissions-policy', 'camera=(), microphone=(), geolocation=()']
];

/**
 * Sets on every answer what a browser should never do with it. It is done before anything answers: a redirect, a
 * refusal and a fault have no page of ours to set it.
 *
 * @param env whose ORIGIN or PROTOCOL_HEADER tells whether people come over HTTPS
 */
export function secure(
  request: { headers: IncomingHttpHeaders },
  response: { setHeader(name: string, value: string): unknown },
  env: NodeJS.ProcessEnv
): void {
  for (const [name, value] of ALWAYS) response.setHeader(name, value);
  const isHttps = env.ORIGIN
    ? env.ORIGIN.startsWith('https:')
    : env.PROTOCOL_HEADER && request.headers[env.PROTOCOL_HEADER.toLowerCase()] === 'https';
  if (isHttps) response.setHeader('strict-transport-security', 'max-age=31536000');
}
