import { type Format, givenValues, initialValues, internalLabels, type LayerState, type Learnable } from "../layer.ts";
import { permutation, randomStream } from "../random.ts";
import { elementCount, type Tensor } from "../tensor.ts";
import type { CheckedInput } from "./inputSizes.ts";

/** A double-precision array. */
export function doubles(shape: readonly number[], data: ArrayLike<number>): Tensor<"float64"> {
  return { type: "float64", shape, data: Float64Array.from(data) };
}

/** Numbers for an input over some observations: spread evenly over its range in random order, no two alike, exact in single precision. */
export function inputNumbers(each: CheckedInput, observations: number, name: string): Tensor<"float64"> {
  const shape = [observations, ...each.shape.slice(1)];
  const count = elementCount(shape);
  const random = randomStream(1, "checkLayer", name);
  if (each.largestIndex !== undefined)
    return doubles(
      shape,
      Array.from({ length: count }, () => 1 + random.below(each.largestIndex!)),
    );
  const [from, to] = each.range ?? [-2, 2];
  const order = permutation(count, random);
  return doubles(
    shape,
    Array.from(order, (place) => Math.fround(from + ((to - from) * (place + 0.25 + 0.5 * random.uniform())) / count)),
  );
}

/** First values of a learnable, each moved a little, so that zeros and ones hide no mistake. */
export function learnableNumbers(spec: Learnable, name: string): Float64Array {
  const values =
    givenValues(spec.given, spec.size, name) ??
    initialValues(spec.initializer, spec.size, spec.fans ?? { fanIn: 1, fanOut: 1 }, 1, name);
  return moved(values, name);
}

/** First values of a state, each moved a little. */
export function stateNumbers(spec: LayerState, name: string): Float64Array {
  const values = givenValues(spec.given, spec.size, name) ?? new Float64Array(elementCount(spec.size)).fill(spec.initial);
  return moved(values, name);
}

function moved(values: ArrayLike<number>, name: string): Float64Array {
  const random = randomStream(1, "checkLayer", "moved", name);
  return Float64Array.from(values, (v) => Math.fround(v + 0.6 * (random.uniform() - 0.5)));
}

/** Where an element lies as MATLAB writes it, in an activation of a format. */
export function activationIndex(format: Format, shape: readonly number[], at: number): string {
  const places = placesOf(shape, at);
  const labels = internalLabels(format);
  const used = new Set<number>();
  const ordered = [...format].map((label) => {
    const axis = labels.findIndex((l, i) => l === label && !used.has(i));
    used.add(axis);
    return places[axis] + 1;
  });
  return `(${ordered.join(",")})`;
}

/** Where an element lies as MATLAB writes it, in an array whose row-major shape is MATLAB's size reversed. */
export function storedIndex(shape: readonly number[], at: number): string {
  return `(${placesOf(shape, at)
    .reverse()
    .map((place) => place + 1)
    .join(",")})`;
}

function placesOf(shape: readonly number[], at: number): number[] {
  let rest = at;
  return shape
    .map((_, i) => {
      const size = shape[shape.length - 1 - i];
      const place = rest % size;
      rest = Math.floor(rest / size);
      return place;
    })
    .reverse();
}
