import type { IncomingHttpHeaders } from 'node:http';
import { isIPv4 } from 'node:net';
import { Problem } from '../lib/db/problem';

export interface Settings {
  host: string;
  port: number;
  /** Where people reach the app; printed, and given to adapter-node where ORIGIN is set. */
  address: string;
  demo: boolean;
  isPublicDemo: boolean;
}

/** What the environment and the command line ask for. @throws Problem naming the value that cannot be used */
export function readSettings(env: NodeJS.ProcessEnv, args: string[]): Settings {
  const unknown = args.find((arg) => arg !== '--empty');
  if (unknown)
    throw new Problem(
      `"${unknown}" is not an option of npm start. There is one: --empty, which loads no demo market.`
    );
  const port = Number(env.PORT || 3000);
  if (!Number.isInteger(port) || port < 1 || port > 65_535) {
    throw new Problem(`PORT is "${env.PORT}"; a port is a number from 1 to 65535.`);
  }
  const host = env.HOST || '127.0.0.1';
  const shown = isLoopback(host) || host === '0.0.0.0' || host === '::' ? 'localhost' : host;
  if (env.ORIGIN && !URL.canParse(env.ORIGIN)) {
    throw new Problem(`ORIGIN is "${env.ORIGIN}"; it reads like https://warchest.example.com.`);
  }
  return {
    host,
    port,
    address: env.ORIGIN ?? `http://${shown}:${port}`,
    demo: !args.includes('--empty') && !/^(off|no|false|0)$/i.test(env.DEMO ?? ''),
    isPublicDemo: /^(yes|on|true|1)$/i.test(env.DEMO_PUBLIC ?? '')
  };
}

export function isLoopback(host: string): boolean {
  // Only an address: 127.evil.example is a name that anybody may point anywhere.
  return host === 'localhost' || host === '::1' || (isIPv4(host) && host.startsWith('127.'));
}

/**
 * Readies a request for adapter-node where no ORIGIN is set: plain HTTP is meant, by whichever name of this machine.
 *
 * @returns false for a request that names another host while only this machine is served: a page elsewhere may
 * have pointed its own name here (DNS rebinding)
 */
export function admitRequest(request: { headers: IncomingHttpHeaders }, host: string): boolean {
  request.headers['x-forwarded-proto'] = 'http';
  const name = (request.headers.host ?? '').replace(/:\d+$/, '').replace(/^\[|\]$/g, '');
  return !isLoopback(host) || isLoopback(name);
}

/** The one line for a server that cannot listen. */
export function listenProblem(error: NodeJS.ErrnoException, { host, port }: Settings): Problem {
  switch (error.code) {
    case 'EADDRINUSE':
      return new Problem(
        `Port ${port} is in use. Stop what listens there, or choose another: PORT=${port + 1} npm start`
      );
    case 'EACCES':
      return new Problem(`Port ${port} may not be opened by you. Choose one above 1023: PORT=3000 npm start`);
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return new Problem(
        `HOST is "${host}", which is not an address of this machine. Use 127.0.0.1, or 0.0.0.0 for all.`
      );
    default:
      return new Problem(`The app cannot listen on ${host}:${port} (${error.code ?? error.message}).`);
  }
}
