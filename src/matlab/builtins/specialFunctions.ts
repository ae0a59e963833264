/** The error function, to about 1e-16: its series near 0, the continued fraction of its complement farther out. */
export function erf(x: number): number {
  if (Number.isNaN(x)) return x;
  const size = Math.abs(x);
  const value = size < 2.5 ? erfSeries(size) : size > 6 ? 1 : 1 - erfcFraction(size);
  return x < 0 ? -value : value;
}

function erfSeries(x: number): number {
  let term = x;
  let sum = x;
  for (let n = 1; Math.abs(term) > 1e-18 * Math.abs(sum) && n < 200; n++) {
    term *= (2 * x * x) / (2 * n + 1);
    sum += term;
  }
  return ((2 * sum) / Math.sqrt(Math.PI)) * Math.exp(-x * x);
}

function erfcFraction(x: number): number {
  let value = 0;
  for (let n = 60; n > 0; n--) value = n / 2 / (x + value);
  return Math.exp(-x * x) / Math.sqrt(Math.PI) / (x + value);
}

/** The inverse of the error function, by Newton's steps from a rational start. */
export function erfInverse(y: number): number {
  if (Math.abs(y) > 1 || Number.isNaN(y)) return Number.NaN;
  if (Math.abs(y) === 1) return y * Number.POSITIVE_INFINITY;
  const logarithm = Math.log(1 - y * y);
  const part = 2 / (Math.PI * 0.147) + logarithm / 2;
  let x = Math.sign(y) * Math.sqrt(Math.sqrt(part * part - logarithm / 0.147) - part);
  for (let step = 0; step < 4; step++) x -= ((erf(x) - y) * Math.sqrt(Math.PI)) / 2 / Math.exp(-x * x);
  return x;
}

const lanczos = [
  0.99999999999980993, 676.5203681218851, -1259.1392167224028, 771.32342877765313, -176.61502916214059, 12.507343278686905,
  -0.13857109526572012, 9.9843695780195716e-6, 1.5056327351493116e-7,
];

/** The logarithm of the gamma function, for positive numbers. */
export function logGamma(x: number): number {
  if (x <= 0) return Number.POSITIVE_INFINITY;
  const z = x - 1;
  const t = z + 7.5;
  const sum = lanczos.reduce((total, factor, i) => (i === 0 ? factor : total + factor / (z + i)), 0);
  return 0.5 * Math.log(2 * Math.PI) + (z + 0.5) * Math.log(t) - t + Math.log(sum);
}

/** The gamma function; exact for whole numbers as far as doubles are. */
export function gammaOf(x: number): number {
  if (Number.isInteger(x)) return x > 0 ? factorialOf(x - 1) : x === 0 ? Number.POSITIVE_INFINITY : Number.NaN;
  return x < 0.5 ? Math.PI / (Math.sin(Math.PI * x) * gammaOf(1 - x)) : Math.exp(logGamma(x));
}

/** 1 · 2 · … · n. */
export function factorialOf(n: number): number {
  if (n > 170) return Number.POSITIVE_INFINITY;
  let product = 1;
  for (let i = 2; i <= n; i++) product *= i;
  return product;
}
