import { describe, expect, it } from 'vitest';
import { admitRequest, isLoopback, listenProblem, readSettings } from './settings';

describe('the settings of npm start', () => {
  it('serve this machine with the demo unless told otherwise', () => {
    expect(readSettings({}, [])).toMatchObject({
      host: '127.0.0.1',
      port: 3000,
      demo: true,
      address: 'http://localhost:3000'
    });
    expect(readSettings({ DEMO: 'off' }, []).demo).toBe(false);
    expect(readSettings({}, ['--empty']).demo).toBe(false);
  });

  it.each<[NodeJS.ProcessEnv, string[], RegExp]>([
    [{ PORT: 'abc' }, [], /PORT is "abc"/],
    [{ PORT: '70000' }, [], /1 to 65535/],
    [{ ORIGIN: 'warchest' }, [], /ORIGIN is "warchest"/],
    [{}, ['--demo'], /not an option/]
  ])('refuse %o %o', (env, args, words) => expect(() => readSettings(env, args)).toThrow(words));

  it('say which port is taken and how to choose another', () => {
    const error = Object.assign(new Error(), { code: 'EADDRINUSE' });
    expect(listenProblem(error, readSettings({ PORT: '3000' }, [])).message).toMatch(
      /Port 3000 is in use.*PORT=3001/
    );
  });
});

it('this machine alone is named by an address, not by a name that looks like one', () => {
  for (const host of ['localhost', '::1', '127.0.0.1', '127.8.9.10'])
    expect(isLoopback(host), host).toBe(true);
  for (const host of ['127.anything.example', '127.', '0.0.0.0', '::', '12.7.0.1', 'localhost.example'])
    expect(isLoopback(host), host).toBe(false);
});

describe('a request without ORIGIN', () => {
  const admits = (host: string, name: string) => admitRequest({ headers: { host: name } }, host);
  it('is answered by any name of this machine, and by no other', () => {
    for (const name of ['localhost:3000', '127.0.0.1:3000', '[::1]:3000'])
      expect(admits('127.0.0.1', name)).toBe(true);
    for (const name of ['evil.example:3000', '127.evil.example', '127.0.0.1.evil.example:3000', '127.1', ''])
      expect(admits('127.0.0.1', name), name).toBe(false);
    expect(admits('0.0.0.0', 'desk.local:3000')).toBe(true);
  });
});
