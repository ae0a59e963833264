import { type MatSize, numberOfElements } from "../../data/matValues.ts";
import { number, numbers } from "../values/construct.ts";
import { isArrayValue } from "../values/elements.ts";
import { unary } from "../values/operators.ts";
import { sizeOf } from "../values/shape.ts";
import { transposed } from "../values/transpose.ts";
import type { Builtin, Call, Value } from "../values/value.ts";
import { argument, dimensionAt, fail, isEmptyMatrix, numbersAt, reserve, scalarAt, wholeAt } from "./arguments.ts";
import { arrayOf, gathered, mappedIndices, stridesOf } from "./arrays.ts";
import { define, type Results } from "./define.ts";
import { dimensionOr } from "./sizes.ts";

function reshape(call: Call): Value {
  const value = argument(call, 0);
  const total = numberOfElements(sizeOf(value));
  return gathered(value, call.args.length === 2 ? wholeSize(call, total) : sizeWithGap(call, total));
}

function wholeSize(call: Call, total: number): MatSize {
  const size = Array.from(numbersAt(call, 1).data);
  if (size.length < 2) fail(call, "MATLAB:getReshapeDims:sizeVector", "Size vector must have at least two elements.");
  return checkedSize(call, size, total);
}

function checkedSize(call: Call, size: MatSize, total: number): MatSize {
  if (size.some((length) => !Number.isInteger(length) || length < 0))
    fail(call, "MATLAB:getReshapeDims:notRealInt", "Size arguments must be real integers.");
  if (numberOfElements(size) !== total)
    fail(
      call,
      "MATLAB:getReshapeDims:notSameNumel",
      "Number of elements must not change. Use [] as one of the size inputs to automatically calculate the appropriate size for that dimension.",
    );
  return size;
}

/** `reshape(A, 2, [], 3)`: the empty one is what is left. */
function sizeWithGap(call: Call, total: number): MatSize {
  const lengths = call.args.slice(1).map((value, i) => (isEmptyMatrix(value) ? undefined : scalarAt(call, i + 1)));
  const gaps = lengths.filter((length) => length === undefined).length;
  if (gaps === 0) return checkedSize(call, lengths as number[], total);
  if (gaps > 1) fail(call, "MATLAB:getReshapeDims:unknownDim", "Size can only have one unknown dimension.");
  const known = lengths.reduce<number>((product, length) => product * (length ?? 1), 1);
  if (known === 0 || total % known !== 0)
    fail(
      call,
      "MATLAB:getReshapeDims:notDivisible",
      `Product of known dimensions, ${known}, not divisible into total number of elements, ${total}.`,
    );
  return lengths.map((length) => length ?? total / known);
}

/** The array with its dimensions in another order (from 0). */
export function permuted(value: Value, order: readonly number[]): Value {
  const before = sizeOf(value);
  const old = order.map((_, d) => before[d] ?? 1);
  const strides = stridesOf(old);
  const size = order.map((d) => old[d]);
  const steps = order.map((d) => strides[d]);
  return gathered(
    value,
    size,
    mappedIndices(size, (subscripts) => subscripts.reduce((sum, k, d) => sum + k * steps[d], 0)),
  );
}

function orderAt(call: Call): number[] {
  const order = Array.from(numbersAt(call, 1).data, (x) => x - 1);
  const whole = [...order].sort((a, b) => a - b).every((d, i) => d === i);
  if (!whole || order.length < sizeOf(argument(call, 0)).length)
    fail(
      call,
      "MATLAB:permute:badIndex",
      "ORDER must contain a permutation of 1:N, where N is at least the number of dimensions of the array.",
    );
  return order;
}

function permute(call: Call): Value {
  const order = orderAt(call);
  reserve(call, sizeOf(call.args[0]));
  return permuted(call.args[0], order);
}

function ipermute(call: Call): Value {
  const order = orderAt(call);
  return permuted(
    call.args[0],
    order.map((_, d) => order.indexOf(d)),
  );
}

function squeeze(call: Call): Value {
  const value = argument(call, 0);
  const size = sizeOf(value);
  return size.length <= 2 ? value : gathered(value, squeezed(size));
}

function squeezed(size: MatSize): MatSize {
  const kept = size.filter((length) => length !== 1);
  return kept.length === 0 ? [1, 1] : kept.length === 1 ? [kept[0], 1] : kept;
}

/** Element k along a dimension comes from `from(k, length)`. */
function moved(value: Value, dimension: number, from: (k: number, length: number) => number): Value {
  const size = sizeOf(value);
  const strides = stridesOf(size);
  if (dimension >= size.length) return value;
  const source = Array.from({ length: size[dimension] }, (_, k) => from(k, size[dimension]));
  return gathered(
    value,
    size,
    mappedIndices(size, (subs) => subs.reduce((sum, k, d) => sum + (d === dimension ? source[k] : k) * strides[d], 0)),
  );
}

function flipped(value: Value, dimension: number): Value {
  return moved(value, dimension, (k, length) => length - 1 - k);
}

function flip(call: Call): Value {
  const value = argument(call, 0);
  return flipped(value, dimensionOr(call, 1, sizeOf(value)));
}

function circshift(call: Call): Value {
  const value = argument(call, 0);
  const shifts = Array.from(numbersAt(call, 1).data);
  const around = (by: number) => (k: number, length: number) => (((k - by) % length) + length) % length;
  if (call.args.length > 2) return moved(value, dimensionAt(call, 2), around(shifts[0]));
  if (shifts.length === 1) return moved(value, dimensionOr(call, 3, sizeOf(value)), around(shifts[0]));
  return shifts.reduce((shifted, by, d) => moved(shifted, d, around(by)), value);
}

function rot90(call: Call): Value {
  const value = argument(call, 0);
  const turns = ((wholeAt(call, 1, 1) % 4) + 4) % 4;
  if (turns === 2) return flipped(flipped(value, 0), 1);
  if (turns === 0) return value;
  return turns === 1 ? flipped(permuted(value, [1, 0]), 0) : permuted(flipped(value, 0), [1, 0]);
}

function transpose(call: Call): Value {
  const value = argument(call, 0);
  return isArrayValue(value) ? transposed(value, call.session.charge) : unary(".'", value, call.session.charge);
}

function triangle(name: string, keeps: (row: number, column: number, k: number) => boolean): Builtin {
  return define(
    name,
    (call) => {
      const { size, data, class: kind } = numbersAt(call, 0);
      const k = wholeAt(call, 1, 0);
      const kept = Float64Array.from(data, (x, i) => (keeps(i % size[0], Math.floor(i / size[0]), k) ? x : 0));
      return arrayOf(size, kept, kind);
    },
    { least: 1, most: 2 },
  );
}

function diag(call: Call): Value {
  const { size, data, class: kind } = numbersAt(call, 0);
  const k = wholeAt(call, 1, 0);
  const [down, right] = [Math.max(0, -k), Math.max(0, k)];
  if (size[0] !== 1 && size[1] !== 1) {
    const length = Math.max(0, Math.min(size[0] - down, size[1] - right));
    return arrayOf(
      [length, 1],
      Float64Array.from({ length }, (_, i) => data[i + down + size[0] * (i + right)]),
      kind,
    );
  }
  const side = data.length + Math.abs(k);
  const matrix = new Float64Array(reserve(call, [side, side]));
  for (let i = 0; i < data.length; i++) matrix[i + down + side * (i + right)] = data[i];
  return arrayOf([side, side], matrix, kind);
}

function sub2ind(call: Call): Value {
  const size = Array.from(numbersAt(call, 0).data);
  const subscripts = call.args.slice(1).map((_, i) => numbersAt(call, i + 1));
  const strides = stridesOf(size);
  const data = Float64Array.from(subscripts[0].data, (_, i) =>
    subscripts.reduce((sum, { data: own }, d) => {
      const length = d === subscripts.length - 1 ? numberOfElements(size.slice(d)) : size[d];
      if (!(own[i] >= 1 && own[i] <= length)) fail(call, "MATLAB:sub2ind:IndexOutOfRange", "Out of range subscript.");
      return sum + (own[i] - 1) * strides[d];
    }, 1),
  );
  return numbers(subscripts[0].size, data);
}

function ind2sub(call: Call): Results {
  const lengths = Array.from(numbersAt(call, 0).data);
  const { size, data } = numbersAt(call, 1);
  const outputs = Math.max(1, call.nargout);
  const total = numberOfElements(lengths);
  for (let i = 0; i < data.length; i++)
    if (!(data[i] >= 1 && data[i] <= total)) fail(call, "MATLAB:ind2sub:IndexOutOfRange", "Index out of range.");
  return Array.from({ length: outputs }, (_, d) => {
    const stride = numberOfElements(lengths.slice(0, d));
    const length = d === outputs - 1 ? Number.POSITIVE_INFINITY : (lengths[d] ?? 1);
    return numbers(
      size,
      Float64Array.from(data, (x) => (Math.floor((x - 1) / stride) % length) + 1),
    );
  });
}

function shiftdim(call: Call): Results {
  const value = argument(call, 0);
  const size = sizeOf(value);
  if (call.args.length < 2) {
    const leading = Math.max(
      0,
      size.findIndex((length) => length !== 1),
    );
    return [gathered(value, size.slice(leading)), number(leading)];
  }
  const n = wholeAt(call, 1);
  if (n < 0) return gathered(value, [...new Array<number>(-n).fill(1), ...size]);
  return permuted(
    value,
    size.map((_, d) => (d + n) % size.length),
  );
}

/** Functions that give an array another size or put its elements in another order. */
export const rearranging: readonly Builtin[] = [
  define("reshape", reshape, { least: 2 }),
  define("permute", permute, { least: 2, most: 2 }),
  define("ipermute", ipermute, { least: 2, most: 2 }),
  define("squeeze", squeeze, { least: 1, most: 1 }),
  define("shiftdim", shiftdim, { least: 1, most: 2 }),
  define("flip", flip, { least: 1, most: 2 }),
  define("fliplr", (call) => flipped(argument(call, 0), 1), { least: 1, most: 1 }),
  define("flipud", (call) => flipped(argument(call, 0), 0), { least: 1, most: 1 }),
  define("circshift", circshift, { least: 2, most: 3 }),
  define("rot90", rot90, { least: 1, most: 2 }),
  define("transpose", transpose, { least: 1, most: 1 }),
  define("ctranspose", (call) => unary("'", argument(call, 0), call.session.charge), { least: 1, most: 1 }),
  triangle("tril", (i, j, k) => j - i <= k),
  triangle("triu", (i, j, k) => j - i >= k),
  define("diag", diag, { least: 1, most: 2 }),
  define("sub2ind", sub2ind, { least: 2 }),
  define("ind2sub", ind2sub, { least: 2, most: 2 }),
];
