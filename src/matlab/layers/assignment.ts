import { addDims, type Dim, concatenate as joined, multiplyDims, pad, sameDim, select, slice, zeros } from "../../ops/index.ts";
import type { Subscript } from "../values/value.ts";
import { aligned } from "./alignment.ts";
import { truths } from "./operators.ts";
import { notTraced } from "./plainValues.ts";
import { stretched } from "./shapes.ts";
import { assignmentMismatch, countTaken, folded, type Taken, takenAlong, takenBy } from "./subscripts.ts";
import {
  asFloat,
  dimOf,
  fromStored,
  inLayout,
  isScalar,
  keptOf,
  numeric,
  resized,
  sizesOf,
  TracedArray,
  tracedOf,
  unlabelled,
  withRank,
  withValue,
} from "./tracedArray.ts";

/** `x(subscripts) = given`, with growth by zeros; `x` is undefined where it is empty so far. */
export function assigned(x: TracedArray | undefined, subscripts: readonly Subscript[], given: TracedArray): TracedArray {
  const [only] = subscripts;
  const mask = subscripts.length === 1 ? tracedOf(only) : undefined;
  if (x && mask?.value.type === "bool") return whereTrue(x, mask, given);
  if (!x) return assigned(zerosFor(subscripts, given), subscripts, given);
  if (subscripts.length === 1) return assignedLinear(x, only, given);
  const { array, labels } = folded(x, subscripts.length);
  const grown = subscripts.reduce((all, subscript, d) => grownTo(all, d, subscript), numeric(array));
  const taken = subscripts.map((subscript, d) => takenBy(subscript, dimOf(grown, d)));
  const result = placed(grown, taken, fitted(given, taken, grown));
  if (sizesOf(x).length > subscripts.length) return withLabels(resized(result, sizesOf(x)), x.labels, x);
  return withLabels(result, labels, x);
}

function withLabels(x: TracedArray, labels: string | undefined, like: TracedArray): TracedArray {
  const steps = like.steps && { steps: like.steps };
  return new TracedArray(x.value, x.axes, { ...steps, ...(labels !== undefined && labels.length === x.rank && { labels }) });
}

/** `x(i) = given`: along a vector, or over all elements. */
function assignedLinear(x: TracedArray, subscript: Subscript, given: TracedArray): TracedArray {
  const sizes = sizesOf(x);
  const column = resized(unlabelled(numeric(x)), [multiplyDims(...sizes), 1]);
  const along = sizes.length === 2 && sizes[0] === 1 ? 1 : 0;
  const vector = sizes.length === 2 && (sizes[0] === 1 || sizes[1] === 1);
  const grown = vector ? grownTo(column, 0, subscript) : column;
  const taken = [takenBy(subscript, dimOf(grown, 0)), { kind: "all" } as const];
  const result = placed(grown, taken, fitted(given, taken, grown));
  if (!sameDim(dimOf(grown, 0), dimOf(column, 0))) return along === 1 ? resized(result, [1, dimOf(grown, 0)]) : result;
  return withLabels(resized(result, sizes), x.labels, x);
}

/** `x(condition) = number`. */
function whereTrue(x: TracedArray, mask: TracedArray, given: TracedArray): TracedArray {
  if (!isScalar(given)) {
    throw notTraced(
      "How many elements X(condition) has depends on the data.",
      "Assign a single number, or multiply with the condition.",
    );
  }
  const { values, axes, labels } = aligned([numeric(x), mask, unlabelled(numeric(given))]);
  const [value, condition, number] = values;
  return new TracedArray(select(truths(condition), number, value), axes, {
    ...keptOf(x),
    ...(labels !== undefined && { labels }),
  });
}

/** Zeros where an empty array is assigned to: as large as the subscripts say, `:` as large as what is given. */
function zerosFor(subscripts: readonly Subscript[], given: TracedArray): TracedArray {
  const sizes = sizesOf(given).filter((d) => d !== 1);
  let next = 0;
  const size = subscripts.map((subscript): Dim => {
    const taken = takenBy(subscript, Number.POSITIVE_INFINITY);
    if (taken.kind !== "all") return extent(taken) ?? 1;
    return sizes[next++] ?? 1;
  });
  const whole = size.length === 1 ? [1, size[0]] : size;
  return fromStored(zeros([...whole].reverse()));
}

/** How far a subscript reaches; undefined where that is not known. */
function extent(taken: Taken): Dim | undefined {
  if (taken.kind === "places") return Math.max(0, ...taken.places) + 1;
  if (taken.kind !== "steps") return undefined;
  const { start, step, count } = taken;
  return step > 0 ? addDims(start, multiplyDims(addDims(count, -1), step), 1) : addDims(start, 1);
}

/** The array with zeros at the end of a dimension where the subscript reaches beyond it. */
function grownTo(x: TracedArray, dimension: number, subscript: Subscript): TracedArray {
  const size = dimOf(x, dimension);
  const reach = extent(takenBy(subscript, Number.POSITIVE_INFINITY));
  if (typeof reach !== "number" || typeof size !== "number" || reach <= size) return x;
  const full = withRank(x, dimension + 1);
  return withValue(full, pad(full.value, full.axes[dimension], 0, reach - size));
}

/** What is given in the size of what it replaces: ones in its size do not matter, a single number is stretched. */
function fitted(given: TracedArray, taken: readonly Taken[], x: TracedArray): TracedArray {
  const wanted = taken.map((each, d) => countTaken(each, dimOf(x, d)));
  const plain = unlabelled(numeric(given));
  if (isScalar(plain)) return stretched(resized(plain, [1, 1]), wanted);
  const [own, there] = [sizesOf(plain), wanted].map((sizes) => sizes.filter((d) => d !== 1));
  if (own.length !== there.length || !own.every((d, i) => sameDim(d, there[i]))) throw assignmentMismatch(wanted, given);
  return resized(plain, wanted);
}

/** The array with a block replaced. */
function placed(x: TracedArray, taken: readonly Taken[], given: TracedArray): TracedArray {
  const dimension = taken.findIndex((each, d) => !takesAll(each, dimOf(x, d)));
  if (dimension < 0) return given;
  const each = taken[dimension];
  const rest = taken.map((other, d) => (d === dimension ? ({ kind: "all" } as const) : other));
  if (each.kind === "all") return placed(x, rest, given);
  if (each.kind === "computed") {
    throw notTraced("An assignment to places that are computed from data cannot be traced.", "Use known places.");
  }
  if (each.kind === "steps" && each.step === 1)
    return inBlock(x, dimension, each.start, each.count, (old) => placed(old, rest, given));
  const places = each.kind === "places" ? each.places : knownPlaces(each);
  return places.reduce<TracedArray>((all, place, i) => {
    const one = takenAlong(given, dimension, { kind: "steps", start: i, step: 1, count: 1 });
    return inBlock(all, dimension, place, 1, (old) => placed(old, rest, one));
  }, x);
}

function takesAll(taken: Taken, size: Dim): boolean {
  if (taken.kind === "all") return true;
  return taken.kind === "steps" && taken.start === 0 && taken.step === 1 && sameDim(taken.count, size);
}

function knownPlaces({ start, step, count }: Extract<Taken, { kind: "steps" }>): number[] {
  if (typeof start === "number" && typeof count === "number") return Array.from({ length: count }, (_, i) => start + i * step);
  throw notTraced(
    "An assignment in steps up to a size that is known only when data arrives cannot be traced.",
    "Concatenate instead.",
  );
}

/** The array with the elements from `start` on along a dimension replaced by what becomes of them. */
function inBlock(
  x: TracedArray,
  dimension: number,
  start: Dim,
  count: Dim,
  replace: (old: TracedArray) => TracedArray,
): TracedArray {
  const axis = x.axes[dimension];
  const end = addDims(start, count);
  const size = dimOf(x, dimension);
  const middle = withRank(replace(withValue(x, slice(x.value, axis, start, end))), x.rank);
  const parts = [
    ...(start === 0 ? [] : [slice(x.value, axis, 0, start)]),
    asFloat(inLayout(middle, x.axes).value),
    ...(sameDim(end, size) ? [] : [slice(x.value, axis, end, size)]),
  ];
  return withValue(x, joined(parts, axis));
}

/** The array without the elements that the subscripts name; all subscripts but one are `:`. */
export function withoutElements(x: TracedArray, subscripts: readonly Subscript[]): TracedArray {
  const dimension = subscripts.findIndex((subscript) => subscript !== ":");
  const size = dimOf(x, dimension);
  if (typeof size !== "number") {
    const taken = takenBy(subscripts[dimension], size);
    if (taken.kind !== "steps" || taken.step !== 1) throw notTraced("This deletion cannot be traced.", "Take a range instead.");
    const { start, count } = taken;
    const axis = x.axes[dimension];
    return withValue(x, joined([slice(x.value, axis, 0, start), slice(x.value, axis, addDims(start, count), size)], axis));
  }
  const taken = takenBy(subscripts[dimension], size);
  const gone = taken.kind === "places" ? taken.places : taken.kind === "steps" ? knownPlaces(taken) : undefined;
  if (!gone) throw notTraced("A deletion of places that are computed from data cannot be traced.", "Take what stays instead.");
  const places = Array.from({ length: size }, (_, i) => i).filter((i) => !gone.includes(i));
  return takenAlong(x, dimension, { kind: "places", places });
}
