import { randomBeta, randomGamma, randomInt, randomLcg, randomLogNormal, randomNormal } from 'd3';

/** Chance with a seed: the same seed and name give the same numbers. Distributions are D3's. */
export interface Chance {
  /** 0 up to, and without, 1. */
  uniform(): number;
  isTrue(probability: number): boolean;
  normal(mean: number, deviation: number): number;
  /** Mean and deviation of the logarithm. */
  logNormal(mean: number, deviation: number): number;
  beta(a: number, b: number): number;
  /** Both ends included. */
  integer(least: number, most: number): number;
  dirichlet(alphas: number[]): number[];
  pick<T>(from: readonly T[]): T;
  /** A stream of its own, so that one more number drawn here changes nothing there. */
  stream(name: string): Chance;
}

export function chance(seed: number | string): Chance {
  const source = randomLcg(hash(String(seed)));
  // The first numbers of near seeds are alike; the stream starts where they no longer are.
  for (let i = 0; i < 16; i++) source();
  const uniform = () => source();
  return {
    uniform,
    isTrue: (probability) => uniform() < probability,
    normal: (mean, deviation) => randomNormal.source(source)(mean, deviation)(),
    logNormal: (mean, deviation) => randomLogNormal.source(source)(mean, deviation)(),
    beta: (a, b) => randomBeta.source(source)(a, b)(),
    integer: (least, most) => randomInt.source(source)(least, most + 1)(),
    dirichlet: (alphas) => {
      const parts = alphas.map((alpha) => randomGamma.source(source)(alpha)());
      const sum = parts.reduce((a, b) => a + b, 0);
      return parts.map((part) => part / sum);
    },
    pick: (from) => from[Math.floor(uniform() * from.length)]!,
    stream: (name) => chance(`${seed}/${name}`)
  };
}

/** FNV-1a with a final mix, as a fraction: D3's generator takes a seed from 0 to 1. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (const letter of text) value = Math.imul(value ^ letter.codePointAt(0)!, 0x01000193);
  value = Math.imul(value ^ (value >>> 16), 0x45d9f3b);
  return ((value ^ (value >>> 16)) >>> 0) / 2 ** 32;
}
