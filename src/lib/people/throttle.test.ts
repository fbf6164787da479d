import { describe, expect, it } from 'vitest';
import { Throttle } from './throttle';

const MINUTE = 60_000;

function failed(times: number): Throttle {
  const throttle = new Throttle();
  for (let i = 0; i < times; i++) expect(throttle.begin(['a'], 0)).toBe(0);
  return throttle;
}

describe('guessing passwords', () => {
  it('is slowed down after five failures, and more with each', () => {
    const throttle = failed(5);
    expect(throttle.begin(['a'], 0)).toBe(1000);
    expect(throttle.begin(['a'], 1000)).toBe(0);
    expect(throttle.begin(['a'], 1000)).toBe(2000);
    expect(throttle.begin(['a'], 3000)).toBe(0);
    expect(throttle.begin(['a'], 3000)).toBe(4000);
  });

  it('never waits longer than a quarter of an hour, and stays slow when it goes on after that', () => {
    const throttle = failed(5);
    let now = 0;
    for (let i = 0; i < 30; i++) {
      const wait = throttle.begin(['a'], now);
      expect(wait).toBeLessThanOrEqual(15 * MINUTE);
      now += wait;
      throttle.begin(['a'], now);
    }
    expect(throttle.begin(['a'], now)).toBe(15 * MINUTE);
  });

  it('does not slow down another name', () => expect(failed(5).begin(['b'], 0)).toBe(0));

  it('gets no free try by asking while it must wait', () => {
    const throttle = failed(5);
    for (let i = 0; i < 100; i++) throttle.begin(['a'], 10);
    expect(throttle.begin(['a'], 1000)).toBe(0);
  });

  it('counts guesses that are sent in the same moment one by one', () => {
    const throttle = new Throttle();
    const made = Array.from({ length: 100 }, () => throttle.begin(['a'], 0)).filter((wait) => wait === 0);
    expect(made).toHaveLength(5);
  });

  it('is forgiven for the attempt that succeeds, not for the others of the address', () => {
    const throttle = new Throttle();
    for (let i = 0; i < 4; i++) throttle.begin(['name', 'address'], 0);
    throttle.begin(['name', 'address'], 0);
    throttle.clear('name');
    throttle.forgive('address');
    expect(throttle.begin(['name', 'address'], 0)).toBe(0);
    expect(throttle.begin(['address'], 0)).toBe(1000);
    expect(throttle.begin(['name'], 0)).toBe(0);
  });

  it('remembers no more than ten thousand names', () => {
    const throttle = failed(5);
    for (let i = 0; i < 10_000; i++) throttle.begin([`name ${i}`], 0);
    expect(throttle.begin(['a'], 0)).toBe(0);
  });
});
