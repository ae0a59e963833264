import { type MatSize, numberOfElements } from "../../data/matValues.ts";
import { concatenated } from "../values/concatenate.ts";
import { cell } from "../values/construct.ts";
import { sizeOf } from "../values/shape.ts";
import type { Builtin, Call, Value } from "../values/value.ts";
import { argument, cellAt, fail, numbersAt } from "./arguments.ts";
import { gathered, mappedIndices, stridesOf } from "./arrays.ts";
import { define, type Results, UnknownInside } from "./define.ts";

/** The elements of an array, each as an array of its own. */
export function elementsOf(value: Value): readonly Value[] {
  if (value.kind === "cell") return value.elements;
  return Array.from({ length: numberOfElements(sizeOf(value)) }, (_, i) => gathered(value, [1, 1], [i]));
}

function num2cell(call: Call): Value {
  const value = argument(call, 0);
  if (call.args.length > 1) return slicesAlong(call, value);
  const elements = value.kind === "cell" ? value.elements.map((each) => cell([each])) : elementsOf(value);
  return cell(elements, sizeOf(value));
}

/** `num2cell(A, dims)`: these dimensions stay together in each cell. */
function slicesAlong(call: Call, value: Value): Value {
  const kept = Array.from(numbersAt(call, 1).data, (d) => d - 1);
  const size = sizeOf(value);
  const outer = size.map((length, d) => (kept.includes(d) ? 1 : length));
  const inner = size.map((length, d) => (kept.includes(d) ? length : 1));
  return cell(
    partsOf(
      value,
      outer,
      () => inner,
      (subs) => [...subs],
    ),
    outer,
  );
}

/** For every place of `outer` the block of `value` that begins at `start(place)` and has the size `inner(place)`. */
function partsOf(
  value: Value,
  outer: MatSize,
  inner: (place: readonly number[]) => MatSize,
  start: (place: readonly number[]) => readonly number[],
): Value[] {
  const strides = stridesOf(sizeOf(value));
  const places: number[][] = [];
  mappedIndices(outer, (subscripts) => places.push([...subscripts]));
  return places.map((place) => {
    const [size, first] = [inner(place), start(place)];
    const at = mappedIndices(size, (subs) => subs.reduce((sum, k, d) => sum + (first[d] + k) * strides[d], 0));
    return gathered(value, size, at);
  });
}

function mat2cell(call: Call): Value {
  const value = argument(call, 0);
  const size = sizeOf(value);
  const cuts = size.map((length, d) => (call.args[d + 1] === undefined ? [length] : Array.from(numbersAt(call, d + 1).data)));
  cuts.forEach((lengths, d) => {
    const sum = lengths.reduce((a, b) => a + b, 0);
    if (sum !== size[d])
      fail(
        call,
        "MATLAB:mat2cell:VectorSumMismatch",
        `Input arguments, D1 through D${size.length}, must sum to each dimension of the input matrix size, [${size.join(" ")}].`,
      );
  });
  const before = cuts.map((lengths) => lengths.map((_, i) => lengths.slice(0, i).reduce((a, b) => a + b, 0)));
  const outer = cuts.map((lengths) => lengths.length);
  return cell(
    partsOf(
      value,
      outer,
      (place) => place.map((i, d) => cuts[d][i]),
      (place) => place.map((i, d) => before[d][i]),
    ),
    outer,
  );
}

function cell2mat(call: Call): Value {
  const { size, elements } = cellAt(call, 0);
  if (elements.length === 0) return concatenated(1, []);
  for (const each of elements) if (each.kind === "unknown") throw new UnknownInside(each);
  if (elements.some((each) => each.kind !== elements[0].kind))
    fail(call, "MATLAB:cell2mat:MixedDataTypes", "All contents of the input cell array must be of the same data type.");
  if (elements.some((each) => each.kind === "string" || each.kind === "categorical"))
    fail(
      call,
      "MATLAB:cell2mat:UnsupportedCellContent",
      "CELL2MAT does not support cell arrays containing cell arrays or objects.",
    );
  let parts = elements;
  for (let d = size.length - 1; d >= 0; d--) {
    const inner = numberOfElements(size.slice(0, d));
    parts = Array.from({ length: inner }, (_, i) =>
      concatenated(
        d + 1,
        Array.from({ length: size[d] }, (_, k) => parts[i + inner * k]),
        call.session.charge,
      ),
    );
  }
  return parts[0];
}

/** `[a, b] = deal(x, y)`, or one value for all. */
function deal(call: Call): Results {
  const wanted = Math.max(1, call.nargout);
  if (call.args.length === 1) return Array.from({ length: wanted }, () => call.args[0]);
  if (call.args.length !== wanted)
    fail(call, "MATLAB:deal:narginNargoutMismatch", "The number of outputs should match the number of inputs.");
  return call.args;
}

/** Functions of cell arrays. */
export const cells: readonly Builtin[] = [
  define("num2cell", num2cell, { least: 1, most: 2 }),
  define("mat2cell", mat2cell, { least: 2 }),
  define("cell2mat", cell2mat, { least: 1, most: 1 }),
  define("deal", deal, { least: 1, unknowns: "accept" }),
];
