import type { MatSize } from "../../data/matValues.ts";
import type { Builtin, Call, Value } from "../values/value.ts";
import { chargeWork, fail, numbersAt, refuseType, reserve } from "./arguments.ts";
import { gathered, mappedIndices, stridesOf } from "./arrays.ts";
import { define } from "./define.ts";
import { wantedArray } from "./making.ts";

/** `repmat(A, m)`, `repmat(A, m, n, …)`, `repmat(A, [m n …])`, of any kind of array. */
function repmat(call: Call): Value {
  const [value] = call.args;
  const { size: times } = wantedArray({ ...call, args: call.args.slice(1) });
  return repeatedArray(call, value, times);
}

function repeatedArray(call: Call, value: Value, times: MatSize): Value {
  const before = sizeFor(call, value);
  const padded = (size: MatSize): number[] =>
    Array.from({ length: Math.max(before.length, times.length) }, (_, d) => size[d] ?? 1);
  const [old, factor] = [padded(before), padded(times)];
  const size = old.map((length, d) => length * factor[d]);
  reserve(call, size);
  const strides = stridesOf(old);
  const at = mappedIndices(size, (subscripts) => subscripts.reduce((sum, k, d) => sum + (k % old[d]) * strides[d], 0));
  return gathered(value, size, at);
}

/** `repelem(v, n)` of a vector, `repelem(A, m, n, …)`: each count is one number or one for each element along its dimension. */
function repelem(call: Call): Value {
  const [value] = call.args;
  const before = sizeFor(call, value);
  const counts = countsFor(call, before);
  const dims = Math.max(before.length, counts.length);
  const old = Array.from({ length: dims }, (_, d) => before[d] ?? 1);
  const size = old.map((length, d) => summed(counts[d], length));
  for (const length of size) reserve(call, [1, length]);
  reserve(call, size);
  chargeWork(call, [...size, dims]);
  const sources = old.map((length, d) => repeatedPlaces(counts[d], length));
  const strides = stridesOf(old);
  const at = mappedIndices(size, (subscripts) => subscripts.reduce((sum, k, d) => sum + sources[d][k] * strides[d], 0));
  return gathered(value, size, at);
}

/** How often elements are repeated, by dimension; undefined where they stay. */
function countsFor(call: Call, size: MatSize): readonly (ArrayLike<number> | undefined)[] {
  const given = call.args.slice(1).map((_, i) => numbersAt(call, i + 1).data);
  const isVector = size.length === 2 && (size[0] === 1 || size[1] === 1);
  if (given.length === 1 && !isVector)
    fail(call, "MATLAB:repelem:invalidReplications", "repelem of an array that is no vector takes a count for each dimension.");
  const counts = given.length > 1 ? given : size[0] === 1 ? [undefined, given[0]] : [given[0]];
  counts.forEach((each, d) => {
    if (each === undefined) return;
    if (!Array.from(each).every((count) => Number.isInteger(count) && count >= 0))
      fail(call, "MATLAB:repelem:invalidReplications", "Replication factors must be nonnegative integers.");
    const length = size[d] ?? 1;
    if (each.length !== 1 && each.length !== length)
      fail(
        call,
        "MATLAB:repelem:mismatchedReplications",
        `repelem has ${each.length} replication factors for dimension ${d + 1}, which has ${length} elements; one or ${length} were expected.`,
      );
  });
  return counts;
}

function summed(counts: ArrayLike<number> | undefined, length: number): number {
  if (counts === undefined) return length;
  return counts.length === 1 ? counts[0] * length : Array.from(counts).reduce((sum, count) => sum + count, 0);
}

/** The element (from 0) that stands at each place along a dimension. */
function repeatedPlaces(counts: ArrayLike<number> | undefined, length: number): readonly number[] {
  const places: number[] = [];
  for (let k = 0; k < length; k++) {
    const count = counts === undefined ? 1 : counts.length === 1 ? counts[0] : counts[k];
    for (let i = 0; i < count; i++) places.push(k);
  }
  return places;
}

function sizeFor(call: Call, value: Value): MatSize {
  if (value.kind === "host") return value.operations.size(value);
  if ("size" in value) return value.size;
  return value.kind === "handle" ? refuseType(call, value) : [1, 1];
}

/** Functions that repeat arrays or their elements. */
export const repeating: readonly Builtin[] = [define("repmat", repmat, { least: 2 }), define("repelem", repelem, { least: 2 })];
