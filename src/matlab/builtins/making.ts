import { type MatSize, type NumericClass, numberOfElements } from "../../data/matValues.ts";
import { classOf, integerLimits, isNumericClass, numericClasses, storage } from "../values/classes.ts";
import { concatenated } from "../values/concatenate.ts";
import { emptyCells, logicals, number, numbers, numericOf, row, strings } from "../values/construct.ts";
import { toNumeric } from "../values/convert.ts";
import { range } from "../values/range.ts";
import type { Builtin, Call, Value } from "../values/value.ts";
import { fail, isOption, numbersAt, numbersFrom, refuse, reserve, scalarAt, textAt, wholeAt } from "./arguments.ts";
import { arrayOf, type ElementClass, isInteger, mappedIndices } from "./arrays.ts";
import { define, type Results } from "./define.ts";

/** What functions such as `zeros` are told: a size, and a class by its name or by an example (`'like', x`). */
export interface Wanted {
  readonly size: MatSize;
  readonly class: ElementClass;
}

/** Reads `f(n)`, `f(m, n, …)`, `f([m n …])`, each with a class or `'like', x` behind; the work is not charged yet. */
export function wantedArray(call: Call, from = 0): Wanted {
  const lengths: number[] = [];
  let name: ElementClass = "double";
  for (let i = from; i < call.args.length; i++) {
    const value = call.args[i];
    if (isOption(value, "like") && i + 1 < call.args.length) {
      const example = call.args[++i];
      name = numbersFrom(call, example).class;
    } else if (value.kind === "char" || value.kind === "string") {
      name = classNamed(call, textAt(call, i));
    } else {
      lengths.push(...lengthsIn(call, i));
    }
  }
  if (lengths.length === 0) return { size: [1, 1], class: name };
  return { size: lengths.length === 1 ? [lengths[0], lengths[0]] : lengths, class: name };
}

function classNamed(call: Call, name: string): ElementClass {
  if (isNumericClass(name) || name === "logical") return name;
  return fail(
    call,
    `MATLAB:${call.name}:invalidInputClass`,
    `Trailing string input '${name}' must be a valid numeric class name.`,
  );
}

function lengthsIn(call: Call, i: number): number[] {
  const { data } = numbersAt(call, i);
  const lengths = Array.from(data, (x) => Math.max(0, x));
  if (!lengths.every((x) => Number.isInteger(x))) fail(call, "MATLAB:NonIntegerInput", "Size inputs must be integers.");
  return lengths;
}

function filled(call: Call, fill: number): Value {
  const wanted = wantedArray(call);
  const length = reserve(call, wanted.size);
  return arrayOf(wanted.size, new Float64Array(length).fill(fill), wanted.class);
}

function filling(name: string, fill: number): Builtin {
  return define(name, (call) => filled(call, fill));
}

function truth(name: string, bit: boolean): Builtin {
  return define(name, (call) => {
    const { size } = wantedArray(call);
    return logicals(size, new Uint8Array(reserve(call, size, 1)).fill(bit ? 1 : 0));
  });
}

function eye(call: Call): Value {
  const wanted = wantedArray(call);
  const [rows, columns] = wanted.size;
  const data = new Float64Array(reserve(call, wanted.size));
  for (let i = 0; i < Math.min(rows, columns); i++) data[i + rows * i] = 1;
  return arrayOf(wanted.size, data, wanted.class);
}

function linspace(call: Call): Value {
  const [first, last] = [scalarAt(call, 0), scalarAt(call, 1)];
  const steps = Math.max(1, Math.floor(scalarAt(call, 2, 100)));
  const data = new Float64Array(reserve(call, [1, steps]));
  for (let i = 0; i < steps; i++) data[i] = first + (i * (last - first)) / (steps - 1);
  data[steps - 1] = last;
  return numericOf([1, steps], data, "double");
}

function logspace(call: Call): Value {
  const [first, last, steps] = [scalarAt(call, 0), scalarAt(call, 1), wholeAt(call, 2, 50)];
  reserve(call, [1, steps]);
  return row(
    Array.from({ length: steps }, (_, i) => 10 ** (i === steps - 1 ? last : first + (i * (last - first)) / (steps - 1))),
  );
}

function colon(call: Call): Value {
  const [first, second, third] = call.args;
  const { charge } = call.session;
  return third === undefined ? range(first, undefined, second, charge) : range(first, second, third, charge);
}

function cell(call: Call): Value {
  const { size } = wantedArray(call);
  const wanted = call.args.length === 0 ? [0, 0] : size;
  reserve(call, wanted);
  return emptyCells(wanted);
}

function stringArray(call: Call): Value {
  const { size } = wantedArray(call);
  return strings(new Array<string>(reserve(call, size)).fill(""), size);
}

function grid(call: Call, swapped: boolean): Results {
  const vectors = (call.args.length === 1 ? [0, 0] : call.args.map((_, i) => i)).map((i) => numbersAt(call, i).data);
  const order = swapped && vectors.length > 1 ? [1, 0, ...[...vectors.keys()].slice(2)] : [...vectors.keys()];
  const size = order.map((which) => vectors[which].length);
  reserve(call, [...size, vectors.length]);
  return vectors.map((vector, which) => {
    const dimension = order.indexOf(which);
    const at = mappedIndices(size, (subscripts) => subscripts[dimension]);
    return numbers(
      size,
      Float64Array.from(at, (i) => vector[i]),
    );
  });
}

function eps(call: Call): Value {
  const [value] = call.args;
  if (value === undefined || value.kind === "char" || value.kind === "string")
    return isOption(value, "single") ? numbers([1, 1], [2 ** -23], "single") : number(Number.EPSILON);
  const { size, data, class: name } = numbersAt(call, 0);
  const single = name === "single";
  const spacing = (x: number): number =>
    Number.isFinite(x)
      ? 2 ** Math.max(Math.floor(Math.log2(Math.abs(x) || 0)) - (single ? 23 : 52), single ? -149 : -1074)
      : Number.NaN;
  return numbers(size, Float64Array.from(data, spacing), single ? "single" : "double");
}

function limit(name: string, which: 0 | 1): Builtin {
  return define(name, (call) => {
    const [value] = call.args;
    const given = value === undefined ? "int32" : value.kind === "numeric" ? classOf(value) : textAt(call, 0);
    if (!isInteger(given))
      return fail(call, `MATLAB:${name}:invalidClassName`, `Invalid class name: '${given}' is not an integer class.`);
    const found = integerLimits(given as NumericClass)[which];
    const data = typeof found === "bigint" ? (given === "int64" ? BigInt64Array.of(found) : BigUint64Array.of(found)) : undefined;
    return data ? numericOf([1, 1], data, given as NumericClass) : numbers([1, 1], [Number(found)], given as NumericClass);
  });
}

function realLimit(name: string, double: number, single: number): Builtin {
  return define(name, (call) => (isOption(call.args[0], "single") ? numbers([1, 1], [single], "single") : number(double)));
}

/** `double(x)`, `int8(x)` …: numbers, logicals, chars; strings are read as numbers. */
function conversion(name: NumericClass): Builtin {
  return define(name, (call) => toNumeric(call.args[0], name, call.session.charge), { least: 1, most: 1 });
}

function toLogical(call: Call): Value {
  const { size, data } = numbersAt(call, 0);
  const bits = Uint8Array.from(data, (x) => {
    if (Number.isNaN(x)) fail(call, "MATLAB:nologicalnan", "NaN's cannot be converted to logicals.");
    return x === 0 ? 0 : 1;
  });
  return logicals(size, bits);
}

function cast(call: Call): Value {
  const name = isOption(call.args[1], "like") ? classOf(call.args[2]) : textAt(call, 1);
  if (name === "logical") return toLogical(call);
  if (!isNumericClass(name)) return refuse(call, 1, "the name of a numeric class");
  return toNumeric(call.args[0], name, call.session.charge);
}

/** The same bytes read as elements of another class. */
function typecast(call: Call): Value {
  const [value] = call.args;
  const name = textAt(call, 1);
  if (value.kind !== "numeric" || value.imaginary !== undefined || !isNumericClass(name))
    return refuse(
      call,
      value.kind === "numeric" ? 1 : 0,
      value.kind === "numeric" ? "the name of a numeric class" : "a numeric array",
    );
  const bytes = new Uint8Array(value.data.buffer, value.data.byteOffset, value.data.byteLength);
  const width = storage(name, [1, 1]).BYTES_PER_ELEMENT;
  if (bytes.length % width !== 0)
    fail(call, "MATLAB:typecastc:notEnoughInputElements", "Too few input values to make output type.");
  const count = bytes.length / width;
  const size = value.size[0] === 1 ? [1, count] : [count, 1];
  const data = storage(name, size);
  new Uint8Array(data.buffer).set(bytes);
  return numericOf(size, data, name);
}

function concatenation(name: string, dimension: number): Builtin {
  return define(name, (call) => concatenated(dimension, call.args, call.session.charge), { unknowns: "accept" });
}

function cat(call: Call): Value {
  return concatenated(wholeAt(call, 0), call.args.slice(1), call.session.charge);
}

function blkdiag(call: Call): Value {
  const blocks = call.args.map((_, i) => numbersAt(call, i));
  const rows = blocks.reduce((sum, { size }) => sum + size[0], 0);
  const columns = blocks.reduce((sum, { size }) => sum + size[1], 0);
  const data = new Float64Array(reserve(call, [rows, columns]));
  let [top, left] = [0, 0];
  for (const block of blocks) {
    for (let i = 0; i < numberOfElements(block.size); i++)
      data[top + (i % block.size[0]) + rows * (left + Math.floor(i / block.size[0]))] = block.data[i];
    top += block.size[0];
    left += block.size[1];
  }
  return numericOf([rows, columns], data, "double");
}

/** Functions that make arrays, or put arrays into another class or together. */
export const making: readonly Builtin[] = [
  filling("zeros", 0),
  filling("ones", 1),
  filling("pi", Math.PI),
  filling("Inf", Number.POSITIVE_INFINITY),
  filling("inf", Number.POSITIVE_INFINITY),
  filling("NaN", Number.NaN),
  filling("nan", Number.NaN),
  truth("true", true),
  truth("false", false),
  define("eye", eye),
  define("eps", eps),
  limit("intmax", 1),
  limit("intmin", 0),
  realLimit("realmax", Number.MAX_VALUE, 3.4028234663852886e38),
  realLimit("realmin", 2 ** -1022, 2 ** -126),
  realLimit("flintmax", 2 ** 53, 2 ** 24),
  define("linspace", linspace, { least: 2, most: 3 }),
  define("logspace", logspace, { least: 2, most: 3 }),
  define("colon", colon, { least: 2, most: 3, unknowns: "accept" }),
  define("cell", cell),
  define("strings", stringArray),
  define("meshgrid", (call) => grid(call, true), { least: 1, most: 3 }),
  define("ndgrid", (call) => grid(call, false), { least: 1 }),
  ...numericClasses.map(conversion),
  define("logical", toLogical, { least: 1, most: 1 }),
  define("typecast", typecast, { least: 2, most: 2 }),
  define("cast", cast, { least: 2, most: 3 }),
  concatenation("horzcat", 2),
  concatenation("vertcat", 1),
  define("cat", cat, { least: 1, unknowns: "accept" }),
  define("blkdiag", blkdiag),
];
