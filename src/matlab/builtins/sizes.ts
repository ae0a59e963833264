import { type MatSize, numberOfElements } from "../../data/matValues.ts";
import { logical, number, row } from "../values/construct.ts";
import { sizeOf } from "../values/shape.ts";
import type { Builtin, Call, Value } from "../values/value.ts";
import { argument, dimensionAt, fail, numbersAt } from "./arguments.ts";
import { define, type Results } from "./define.ts";

function size(call: Call): Results {
  const lengths = sizeOf(argument(call, 0));
  const along = call.args.slice(1).flatMap((_, i) => Array.from(numbersAt(call, i + 1).data));
  for (const dimension of along)
    if (!Number.isInteger(dimension) || dimension < 1)
      fail(
        call,
        "MATLAB:getdimarg:dimensionMustBePositiveInteger",
        "Dimension argument must be a positive integer scalar or a vector of positive integers.",
      );
  const wanted = along.length > 0 ? along.map((dimension) => lengths[dimension - 1] ?? 1) : undefined;
  if (call.nargout <= 1) return row(wanted ?? lengths);
  if (wanted !== undefined) return wanted.map((length) => number(length));
  return splitOver(lengths, call.nargout).map((length) => number(length));
}

/** `[m, n] = size(x)`: the last result has all dimensions that are left. */
function splitOver(lengths: MatSize, count: number): number[] {
  return Array.from({ length: count }, (_, i) => {
    if (i < count - 1) return lengths[i] ?? 1;
    return numberOfElements(lengths.slice(i));
  });
}

function measure(name: string, of: (lengths: MatSize) => number): Builtin {
  return define(name, ({ args }) => number(of(sizeOf(args[0]))), { least: 1, most: 1 });
}

function numel(call: Call): Value {
  return number(numberOfElements(sizeOf(argument(call, 0))));
}

function along(name: string, position: number): Builtin {
  return define(name, ({ args }) => number(sizeOf(args[0])[position]), { least: 1, most: 1 });
}

function shape(name: string, holds: (lengths: MatSize) => boolean): Builtin {
  return define(name, ({ args }) => logical(holds(sizeOf(args[0]))), { least: 1, most: 1 });
}

/** Functions that tell the size of a value, or ask about it. */
export const sizes: readonly Builtin[] = [
  define("size", size, { least: 1 }),
  define("numel", numel, { least: 1 }),
  measure("length", (lengths) => (lengths.includes(0) ? 0 : Math.max(...lengths))),
  measure("ndims", (lengths) => lengths.length),
  along("height", 0),
  along("width", 1),
  shape("isempty", (lengths) => lengths.includes(0)),
  shape("isscalar", (lengths) => lengths.length === 2 && lengths[0] === 1 && lengths[1] === 1),
  shape("isvector", (lengths) => lengths.length === 2 && (lengths[0] === 1 || lengths[1] === 1)),
  shape("isrow", (lengths) => lengths.length === 2 && lengths[0] === 1),
  shape("iscolumn", (lengths) => lengths.length === 2 && lengths[1] === 1),
  shape("ismatrix", (lengths) => lengths.length === 2),
];

/** The dimension (from 0) that an argument names, or the first that is not 1. */
export function dimensionOr(call: Call, i: number, lengths: MatSize): number {
  if (call.args[i] !== undefined) return dimensionAt(call, i);
  return Math.max(
    0,
    lengths.findIndex((length) => length !== 1),
  );
}
