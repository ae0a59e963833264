import {
  add,
  addDims,
  cast,
  constant,
  type Dim,
  flip,
  floorDivide,
  gatherRows,
  concatenate as joined,
  multiply,
  multiplyDims,
  type Value as Op,
  range,
  reshape,
  sizeValue,
  slice,
  subtract,
  subtractDims,
  transpose,
} from "../../ops/index.ts";
import { ScriptError } from "../values/scriptError.ts";
import type { Subscript } from "../values/value.ts";
import { notTraced, plainNumbers } from "./plainValues.ts";
import { symbolicOf } from "./symbolicNumbers.ts";
import {
  asFloat,
  dimOf,
  keptOf,
  type Progression,
  printSizesOf,
  resized,
  sizesOf,
  storedLearnable,
  TracedArray,
  tracedOf,
  unlabelled,
  withRank,
} from "./tracedArray.ts";

/** What one subscript takes of a dimension: everything, numbers in equal steps, known places, or places that are computed; all from 0. */
export type Taken =
  | { readonly kind: "all" }
  | { readonly kind: "steps"; readonly start: Dim; readonly step: number; readonly count: Dim }
  | { readonly kind: "places"; readonly places: readonly number[] }
  | { readonly kind: "computed"; readonly places: Op; readonly count: Dim };

/** What a subscript takes of a dimension of size `size`. */
export function takenBy(subscript: Subscript, size: Dim): Taken {
  if (subscript === ":") return { kind: "all" };
  const traced = tracedOf(subscript);
  if (traced) return takenByTraced(traced);
  const symbolic = symbolicOf(subscript);
  if (symbolic) return takenBySymbolic(symbolic.elements);
  const plain = plainNumbers(subscript);
  if (!plain) throw new ScriptError("MATLAB:badsubscript", "Array indices must be positive integers or logical values.");
  if (subscript.kind === "char" && subscript.text === ":") return { kind: "all" };
  const numbers = plain.logical
    ? Array.from(plain.data).flatMap((on, i) => (on === 0 ? [] : [i]))
    : Array.from(plain.data, (n) => n - 1);
  for (const n of numbers) requirePlace(n, size);
  return stepsOf(numbers) ?? { kind: "places", places: numbers };
}

function takenBySymbolic(elements: readonly { readonly numerator: Dim; readonly divisor: number }[]): Taken {
  const [{ numerator, divisor }] = elements;
  if (elements.length === 1 && divisor === 1) return { kind: "steps", start: addDims(numerator, -1), step: 1, count: 1 };
  throw notTraced("An index made of several sizes that are known only when data arrives cannot be traced.", "Use a range.");
}

function takenByTraced(x: TracedArray): Taken {
  if (x.progression) {
    const { start, step, count } = x.progression;
    return { kind: "steps", start: addDims(start, -1), step, count };
  }
  if (x.value.type === "bool") {
    throw notTraced("How many elements a logical index takes depends on the data.", "Multiply with the condition instead.");
  }
  const count = multiplyDims(...sizesOf(x));
  const places = cast(subtract(asFloat(storedLearnable(x)), 0.5), "int64"); // (i − 1) + 0.5, cut
  return { kind: "computed", places: reshape(places, [count]), count };
}

function requirePlace(n: number, size: Dim): void {
  if (!Number.isInteger(n) || n < 0) {
    throw new ScriptError("MATLAB:badsubscript", "Array indices must be positive integers or logical values.");
  }
  if (typeof size === "number" && n >= size) {
    throw new ScriptError(
      "MATLAB:badsubscript",
      `Index in position exceeds array bounds. Index must not exceed ${size}, received ${n + 1}.`,
    );
  }
}

function stepsOf(numbers: readonly number[]): Taken | undefined {
  if (numbers.length === 0) return undefined;
  const step = numbers.length === 1 ? 1 : numbers[1] - numbers[0];
  if (step === 0 || numbers.some((n, i) => n !== numbers[0] + i * step)) return undefined;
  return { kind: "steps", start: numbers[0], step, count: numbers.length };
}

/** How many elements are taken. */
export function countTaken(taken: Taken, size: Dim): Dim {
  return taken.kind === "all" ? size : taken.kind === "places" ? taken.places.length : taken.count;
}

/** `x(subscripts)`. */
export function indexed(x: TracedArray, subscripts: readonly Subscript[]): TracedArray {
  if (subscripts.length === 0) return x;
  if (subscripts.length === 1) return linear(x, subscripts[0]);
  const { array, labels } = folded(x, subscripts.length);
  let result = array;
  for (const [d, subscript] of subscripts.entries()) result = takenAlong(result, d, takenBy(subscript, dimOf(result, d)));
  return new TracedArray(result.value, result.axes, {
    ...(x.steps && { steps: x.steps }),
    ...(labels !== undefined && { labels }),
  });
}

/** The array with as many dimensions as there are subscripts, the last ones joined; it has labels where none were joined. */
export function folded(x: TracedArray, count: number): { readonly array: TracedArray; readonly labels?: string } {
  const sizes = sizesOf(x);
  if (sizes.length > count) {
    return { array: resized(x, [...sizes.slice(0, count - 1), multiplyDims(...sizes.slice(count - 1))]) };
  }
  const array = withRank(unlabelled(x.rank > Math.max(count, sizes.length) ? resized(x, sizes) : x), count);
  return { array, ...(x.labels !== undefined && { labels: x.labels + "U".repeat(array.rank - x.labels.length) }) };
}

/** `x(i)`: with `:` a column, otherwise in the shape of a vector x, or of the index. */
function linear(x: TracedArray, subscript: Subscript): TracedArray {
  const sizes = sizesOf(x);
  const total = multiplyDims(...sizes);
  const column = resized(unlabelled(x), [total, 1]);
  const taken = takenBy(subscript, total);
  if (taken.kind === "all") return column;
  const result = takenAlong(column, 0, taken);
  const asRow = sizes.length === 2 && sizes[0] === 1 && sizes[1] !== 1;
  const shape = subscript === ":" ? undefined : shapeOfIndex(subscript);
  const vector = sizes.length === 2 && sizes.some((d) => d === 1) && total !== 1;
  const count = countTaken(taken, total);
  if (vector && (!shape || shape.some((d) => d === 1))) return asRow ? resized(result, [1, count]) : result;
  return shape ? resized(result, shape) : result;
}

function shapeOfIndex(subscript: Exclude<Subscript, ":">): readonly Dim[] | undefined {
  const traced = tracedOf(subscript);
  if (traced) return sizesOf(traced);
  const plain = plainNumbers(subscript);
  return plain && !plain.logical ? plain.size : undefined;
}

/** What is taken of one dimension, counted from 0. */
export function takenAlong(x: TracedArray, dimension: number, taken: Taken): TracedArray {
  if (taken.kind === "all") return x;
  const full = withRank(x, dimension + 1);
  const axis = full.axes[dimension];
  return new TracedArray(takenOf(full.value, axis, taken), full.axes, keptOf(full));
}

function takenOf(value: Op, axis: number, taken: Exclude<Taken, { kind: "all" }>): Op {
  if (taken.kind === "steps") {
    const { start, step, count } = taken;
    if (step === 1) return slice(value, axis, start, addDims(start, count));
    if (step === -1) {
      const first = addDims(subtractDims(start, count), 1);
      return flip(slice(asFloat(value), axis, first, addDims(start, 1)), [axis]);
    }
    if (typeof count === "number" && count <= 4) {
      const each = Array.from({ length: count }, (_, i) => addDims(start, i * step));
      return joined(
        each.map((at) => slice(value, axis, at, addDims(at, 1))),
        axis,
      );
    }
    return gathered(value, axis, add(multiply(range(count), step), asWhole(start)), count);
  }
  if (taken.kind === "computed") return gathered(value, axis, taken.places, taken.count);
  const { places } = taken;
  if (places.length === 0) return slice(value, axis, 0, 0);
  if (places.length <= 4)
    return joined(
      places.map((at) => slice(value, axis, at, at + 1)),
      axis,
    );
  return gathered(value, axis, wholeConstant(places), places.length);
}

function asWhole(dim: Dim): Op {
  return sizeValue(dim, "int64");
}

function wholeConstant(places: readonly number[]): Op {
  return constant(places, [places.length], "int64");
}

/** The given places along one axis. */
function gathered(value: Op, axis: number, places: Op, count: Dim): Op {
  const rank = value.shape.length;
  const order = [axis, ...Array.from({ length: rank }, (_, i) => i).filter((i) => i !== axis)];
  const rest = order.slice(1).map((i) => value.shape[i]);
  const table = reshape(transpose(asFloat(value), order), [value.shape[axis], multiplyDims(...rest)]);
  const rows = reshape(gatherRows(table, places), [count, ...rest]);
  return transpose(
    rows,
    order.map((_, i) => order.indexOf(i)),
  );
}

/** The range `start:step:stop` where its ends are known only when data arrives. */
export function progression(start: Dim, step: number, stop: Dim): Progression {
  const across = step > 0 ? subtractDims(stop, start) : subtractDims(start, stop);
  return { start, step, count: addDims(floorDivide(across, Math.abs(step)), 1) };
}

/** A range as a row of numbers. */
export function progressionRow({ start, step, count }: Progression): TracedArray {
  const places = asFloat(range(count));
  const scaled = step === 1 ? places : multiply(places, step);
  const value = add(scaled, typeof start === "number" ? start : sizeValue(start));
  return new TracedArray(reshape(value, [count, 1]), [1, 0], { progression: { start, step, count } });
}

/** A message about sizes in an assignment. */
export function assignmentMismatch(left: readonly Dim[], right: TracedArray): ScriptError {
  return new ScriptError(
    "MATLAB:subsassigndimmismatch",
    `Unable to perform assignment because the size of the left side is ${left.join("-by-")} and the size of the right side is ${printSizesOf(right)}.`,
  );
}
