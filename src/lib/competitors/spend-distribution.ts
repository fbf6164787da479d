/**
 * What is believed about an amount: with `zero` probability there was none; otherwise it is lognormal with the
 * given mean and variance (over the non-zero part). One shape serves a week that was seen, a week in which nothing
 * was seen, and sums of both. Minor units and their square.
 */
export interface SpendDistribution {
  zero: number;
  mean: number;
  variance: number;
}

export interface Quantiles {
  p10: number;
  p25: number;
  p50: number;
  p75: number;
  p90: number;
}

/** Standard normal quantiles from −3.5 to 3.5 by bisection on `normalCdf`; far finer than the estimate deserves. */
const Z_STEPS = 40;

/** Mean over zero and non-zero parts together. */
export function meanOf({ zero, mean }: SpendDistribution): number {
  return (1 - zero) * mean;
}

/** Variance over zero and non-zero parts together. */
export function varianceOf({ zero, mean, variance }: SpendDistribution): number {
  return (1 - zero) * (variance + mean * mean) - ((1 - zero) * mean) ** 2;
}

/**
 * The sum of independent amounts: means and variances add, and it is zero only if all are. The sum of lognormals is
 * taken as lognormal again with the same two moments (Fenton–Wilkinson). Adding quantiles end by end would make the
 * range far too wide. Independence is a simplification: neighbouring weeks of one promotion err together.
 */
export function sumOf(parts: SpendDistribution[]): SpendDistribution {
  // Summed in a fixed order, so that the answer does not depend on the order of reports by a rounding bit.
  const sorted = [...parts].sort((a, b) => a.mean - b.mean || a.variance - b.variance || a.zero - b.zero);
  let [zero, mean, variance] = [1, 0, 0];
  for (const part of sorted) {
    zero *= part.zero;
    mean += meanOf(part);
    variance += varianceOf(part);
  }
  if (zero >= 1 || mean <= 0) return { zero: 1, mean: 0, variance: 0 };
  const some = mean / (1 - zero);
  return { zero, mean: some, variance: Math.max(0, (variance + mean * mean) / (1 - zero) - some * some) };
}

/** The five quantiles, rounded to whole minor units; never decreasing. */
export function quantilesOf({ zero, mean, variance }: SpendDistribution): Quantiles {
  const at = (p: number): number => {
    if (p <= zero || mean <= 0) return 0;
    const sigma2 = Math.log1p(variance / (mean * mean));
    const z = normalQuantile((p - zero) / (1 - zero));
    return Math.round(mean * Math.exp(z * Math.sqrt(sigma2) - sigma2 / 2));
  };
  return { p10: at(0.1), p25: at(0.25), p50: at(0.5), p75: at(0.75), p90: at(0.9) };
}

/** Probability that a standard normal value is below `z`. Abramowitz and Stegun 7.1.26, error below 1.5e-7. */
export function normalCdf(z: number): number {
  const x = Math.abs(z) / Math.SQRT2;
  const t = 1 / (1 + 0.3275911 * x);
  const poly =
    t * (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429))));
  const erf = 1 - poly * Math.exp(-x * x);
  return z < 0 ? (1 - erf) / 2 : (1 + erf) / 2;
}

function normalQuantile(p: number): number {
  let [low, high] = [-3.5, 3.5];
  for (let i = 0; i < Z_STEPS; i++) {
    const middle = (low + high) / 2;
    if (normalCdf(middle) < p) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}
