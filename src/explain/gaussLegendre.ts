/** Places in [0, 1] and what each counts. */
export interface Quadrature {
  readonly places: readonly number[];
  readonly weights: readonly number[];
}

/**
 * The rule of Gauss and Legendre on [0, 1]: the sum of weights times values at the places is the integral, exactly for polynomials of a degree below twice
 * their number.
 */
export function gaussLegendre(count: number): Quadrature {
  const places = new Array<number>(count);
  const weights = new Array<number>(count);
  for (let i = 0; i < count; i++) {
    let x = Math.cos((Math.PI * (i + 0.75)) / (count + 0.5));
    let slope = 0;
    for (let turn = 0; turn < 100; turn++) {
      const { value, derivative } = legendre(count, x);
      slope = derivative;
      const step = value / derivative;
      x -= step;
      if (Math.abs(step) < 1e-15) break;
    }
    places[count - 1 - i] = (1 + x) / 2;
    weights[count - 1 - i] = 1 / ((1 - x * x) * slope * slope);
  }
  return { places, weights };
}

/** The Legendre polynomial of a degree and its derivative, by (k + 1)·P₍ₖ₊₁₎ = (2k + 1)·x·Pₖ − k·P₍ₖ₋₁₎. */
function legendre(degree: number, x: number): { readonly value: number; readonly derivative: number } {
  let [before, value] = [1, x];
  for (let k = 1; k < degree; k++) [before, value] = [value, ((2 * k + 1) * x * value - k * before) / (k + 1)];
  return { value, derivative: (degree * (x * value - before)) / (x * x - 1) };
}
