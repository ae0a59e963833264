import { numberOfElements } from "../../data/matValues.ts";
import { classOf, isNumericClass } from "../values/classes.ts";
import { text } from "../values/construct.ts";
import { textOf } from "../values/convert.ts";
import { sizeOf } from "../values/shape.ts";
import { isUnknown, shortName } from "../values/unknown.ts";
import type { Builtin, Call, Value } from "../values/value.ts";
import { argument, cellAt, fail, numbersAt, textAt, textsAt } from "./arguments.ts";
import { numbersIn } from "./arrays.ts";
import { define, type Results } from "./define.ts";
import { isOfClass } from "./inspection.ts";

/** Whether all numbers of a value (and it must have numbers) are so. */
function each(holds: (x: number) => boolean): (value: Value) => boolean {
  return (value) => {
    const found = numbersIn(value);
    return found !== undefined && Array.prototype.every.call(found.data, holds);
  };
}

const length = (value: Value): number => numberOfElements(sizeOf(value));

/** What `validateattributes` can ask of a value; those of `limits` take a number. */
const attributes: Readonly<Record<string, (value: Value) => boolean>> = {
  positive: each((x) => x > 0),
  nonnegative: each((x) => x >= 0),
  integer: each(Number.isInteger),
  finite: each(Number.isFinite),
  nonnan: each((x) => !Number.isNaN(x)),
  nonzero: each((x) => x !== 0),
  real: (value) => numbersIn(value) !== undefined,
  nonempty: (value) => length(value) > 0,
  scalar: (value) => length(value) === 1,
  vector: (value) => sizeOf(value).length === 2 && Math.min(...sizeOf(value)) === 1,
  row: (value) => sizeOf(value)[0] === 1,
  column: (value) => sizeOf(value)[1] === 1,
  "2d": (value) => sizeOf(value).length === 2,
  "3d": (value) => sizeOf(value).length <= 3,
  square: (value) => sizeOf(value)[0] === sizeOf(value)[1],
  binary: each((x) => x === 0 || x === 1),
  even: each((x) => x % 2 === 0),
  odd: each((x) => Math.abs(x % 2) === 1),
  nonsparse: () => true,
};

const limits: Readonly<Record<string, (value: Value, limit: Value) => boolean>> = {
  ">": (value, limit) => each((x) => x > bound(limit))(value),
  ">=": (value, limit) => each((x) => x >= bound(limit))(value),
  "<": (value, limit) => each((x) => x < bound(limit))(value),
  "<=": (value, limit) => each((x) => x <= bound(limit))(value),
  numel: (value, limit) => length(value) === bound(limit),
  ncols: (value, limit) => sizeOf(value)[1] === bound(limit),
  nrows: (value, limit) => sizeOf(value)[0] === bound(limit),
  ndims: (value, limit) => sizeOf(value).length === bound(limit),
  size: (value, limit) =>
    Array.from(numbersIn(limit)?.data ?? []).every((n, i) => Number.isNaN(n) || n === (sizeOf(value)[i] ?? 1)),
};

function bound(limit: Value): number {
  return Number(numbersIn(limit)?.data[0]);
}

/** `validateattributes(A, classes, attributes)`. */
function validateattributes(call: Call): Results {
  if (call.args.some(isUnknown)) return [];
  const value = argument(call, 0);
  const classes = textsAt(call, 1);
  if (
    classes.length > 0 &&
    !classes.some((name) => isOfClass(value, name) || (name === "numeric" && isNumericClass(classOf(value))))
  )
    fail(
      call,
      "MATLAB:invalidType",
      `Expected input to be one of these types:\n\n${classes.join(", ")}\n\nInstead its type was ${classOf(value)}.`,
    );
  const asked = cellAt(call, 2).elements;
  for (let i = 0; i < asked.length; i++) {
    const name = textOf(asked[i]) ?? "";
    const limited = Object.hasOwn(limits, name) ? limits[name] : undefined;
    if (limited === undefined && !Object.hasOwn(attributes, name))
      fail(call, "layergraph:unsupported", `validateattributes does not know the attribute '${name}'.`);
    if (limited ? limited(value, asked[++i]) : attributes[name](value)) continue;
    fail(call, `MATLAB:expected${name}`, `Expected input to be ${limited ? `${name} ${shortName(asked[i])}` : name}.`);
  }
  return [];
}

/** `validatestring(text, options)`: the one option that begins so. */
function validatestring(call: Call): Value {
  const given = textAt(call, 0);
  const options = textsAt(call, 1);
  const exact = options.find((one) => one.toLowerCase() === given.toLowerCase());
  const found = exact ?? options.filter((one) => one.toLowerCase().startsWith(given.toLowerCase()))[0];
  if (found === undefined)
    fail(
      call,
      "MATLAB:unrecognizedStringChoice",
      `Expected input to match one of these values:\n\n${options.map((one) => `'${one}'`).join(", ")}\n\nThe input, '${given}', did not match any of the valid values.`,
    );
  return text(found);
}

/** Old ways to check the number of arguments: its message, or nothing. */
function nargchk(call: Call): Value {
  const [low, high, given] = [0, 1, 2].map((i) => numbersAt(call, i).data[0]);
  return text(given < low ? "Not enough input arguments." : given > high ? "Too many input arguments." : "");
}

/** Functions that check arguments. */
export const validation: readonly Builtin[] = [
  define("validateattributes", validateattributes, { least: 3, unknowns: "accept", raises: true }),
  define("validatestring", validatestring, { least: 2, raises: true }),
  define("nargchk", nargchk, { least: 3, most: 4 }),
];
