import { describe, expect, it } from 'vitest';
import { signInCounts, strictly, Throttle } from './throttle';

const MINUTE = 60_000;

function failed(times: number): Throttle {
  const throttle = new Throttle();
  for (let i = 0; i < times; i++) expect(throttle.begin([strictly('a')], 0)).toBe(0);
  return throttle;
}

describe('guessing passwords', () => {
  it('is slowed down after five failures, and more with each', () => {
    const throttle = failed(5);
    expect(throttle.begin([strictly('a')], 0)).toBe(1000);
    expect(throttle.begin([strictly('a')], 1000)).toBe(0);
    expect(throttle.begin([strictly('a')], 1000)).toBe(2000);
    expect(throttle.begin([strictly('a')], 3000)).toBe(0);
    expect(throttle.begin([strictly('a')], 3000)).toBe(4000);
  });

  it('never waits longer than a quarter of an hour, and stays slow when it goes on after that', () => {
    const throttle = failed(5);
    let now = 0;
    for (let i = 0; i < 30; i++) {
      const wait = throttle.begin([strictly('a')], now);
      expect(wait).toBeLessThanOrEqual(15 * MINUTE);
      now += wait;
      throttle.begin([strictly('a')], now);
    }
    expect(throttle.begin([strictly('a')], now)).toBe(15 * MINUTE);
  });

  it('does not slow down another name', () => expect(failed(5).begin([strictly('b')], 0)).toBe(0));

  it('gets no free try by asking while it must wait', () => {
    const throttle = failed(5);
    for (let i = 0; i < 100; i++) throttle.begin([strictly('a')], 10);
    expect(throttle.begin([strictly('a')], 1000)).toBe(0);
  });

  it('counts guesses that are sent in the same moment one by one', () => {
    const throttle = new Throttle();
    const made = Array.from({ length: 100 }, () => throttle.begin([strictly('a')], 0)).filter(
      (wait) => wait === 0
    );
    expect(made).toHaveLength(5);
  });

  it('is forgiven for the attempt that succeeds, not for the others of the address', () => {
    const throttle = new Throttle();
    const [name, address] = [strictly('name'), strictly('address')];
    for (let i = 0; i < 4; i++) throttle.begin([name, address], 0);
    throttle.begin([name, address], 0);
    throttle.clear(name);
    throttle.forgive(address);
    expect(throttle.begin([name, address], 0)).toBe(0);
    expect(throttle.begin([address], 0)).toBe(1000);
    expect(throttle.begin([name], 0)).toBe(0);
  });

  it('remembers no more than ten thousand names', () => {
    const throttle = failed(5);
    for (let i = 0; i < 10_000; i++) throttle.begin([strictly(`name ${i}`)], 0);
    expect(throttle.begin([strictly('a')], 0)).toBe(0);
  });
});

describe('a sign-in', () => {
  const attempt = (throttle: Throttle, email: string, address: string, now: number) => {
    const { pair, shared } = signInCounts(email, address);
    return throttle.begin([pair, ...shared], now);
  };

  it('of the owner is let in from elsewhere, however often somebody guessed', () => {
    const throttle = new Throttle();
    for (let now = 0; now < 60 * MINUTE; now += 1000) attempt(throttle, 'anna', 'guesser', now);
    expect(attempt(throttle, 'anna', 'guesser', 60 * MINUTE)).toBeGreaterThan(0);
    expect(attempt(throttle, 'anna', 'home', 60 * MINUTE)).toBe(0);
  });

  it('of a colleague behind the same address is not held up by one who forgot their password', () => {
    const throttle = new Throttle();
    for (let i = 0; i < 8; i++) attempt(throttle, 'anna', 'office', 0);
    expect(attempt(throttle, 'anna', 'office', 0)).toBeGreaterThan(0);
    expect(attempt(throttle, 'ben', 'office', 0)).toBe(0);
  });

  it('is guessed at slowly from many addresses, and with many e-mails from one', () => {
    const [spread, listed] = [new Throttle(), new Throttle()];
    let [made, tried] = [0, 0];
    for (let i = 0; i < 3600; i++) {
      if (attempt(spread, 'anna', `address ${i}`, i * 1000) === 0) made++;
      if (attempt(listed, `name ${i}`, 'guesser', i * 1000) === 0) tried++;
    }
    expect(made).toBeLessThan(500);
    expect(tried).toBeLessThan(500);
  });

  it('never waits for longer than ten seconds because of what others do', () => {
    const throttle = new Throttle();
    for (let i = 0; i < 3600; i++) attempt(throttle, 'anna', `address ${i}`, i * 1000);
    expect(attempt(throttle, 'anna', 'home', 3_600_000)).toBeLessThanOrEqual(10_000);
  });
});
