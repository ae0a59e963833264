import { classOf } from "../values/classes.ts";
import { logical, logicals, text } from "../values/construct.ts";
import { textOf } from "../values/convert.ts";
import { equalValues } from "../values/sameValue.ts";
import type { Builtin, Call, Value } from "../values/value.ts";
import { argument, numbersFrom, textAt } from "./arguments.ts";
import { isInteger } from "./arrays.ts";
import { define, UnknownInside } from "./define.ts";

function asking(name: string, holds: (value: Value) => boolean): Builtin {
  return define(name, ({ args }) => logical(holds(args[0])), { least: 1, most: 1 });
}

/** Superclass names that MATLAB's own classes answer to. */
const families: Readonly<Record<string, (name: string) => boolean>> = {
  float: (name) => name === "double" || name === "single",
  integer: isInteger,
  numeric: (name) => name === "double" || name === "single" || isInteger(name),
};

/** Whether a value is of a class, or of one that derives from it: MATLAB's `isa`. */
export function isOfClass(value: Value, wanted: string): boolean {
  const name = classOf(value);
  if (name === wanted || families[wanted]?.(name)) return true;
  if (value.kind === "object") return value.definition.ancestors.includes(wanted);
  return value.kind === "host" && (value.operations.ancestors ?? []).includes(wanted);
}

function isa(call: Call): Value {
  const value = argument(call, 0);
  if (value.kind === "host" && value.operations.plain?.(value))
    return logical(isOfClass(value.operations.plain(value)!, textAt(call, 1)));
  return logical(isOfClass(value, textAt(call, 1)));
}

/** A logical for every element of an array of numbers; nothing else has such elements. */
function eachNumber(name: string, holds: (x: number) => boolean, otherwise = false): Builtin {
  return define(
    name,
    (call) => {
      const value = argument(call, 0);
      if (value.kind === "char") return logicals(value.size, new Uint8Array(value.text.length).fill(otherwise ? 1 : 0));
      const { size, data } = numbersFrom(call, value);
      return logicals(size, Array.from(data, holds));
    },
    { least: 1, most: 1 },
  );
}

function ismissing(call: Call): Value {
  const value = argument(call, 0);
  if (value.kind === "string")
    return logicals(
      value.size,
      value.values.map((each) => each === undefined),
    );
  if (value.kind === "categorical")
    return logicals(
      value.size,
      Array.from(value.codes, (code) => code === 0),
    );
  if (value.kind === "cell")
    return logicals(
      value.size,
      value.elements.map((each) => textOf(each) === ""),
    );
  if (value.kind === "char")
    return logicals(
      value.size,
      [...value.text].map((each) => each === " "),
    );
  const { size, data } = numbersFrom(call, value);
  return logicals(size, Array.from(data, Number.isNaN));
}

function equality(name: string, nanEqual: boolean): Builtin {
  return define(
    name,
    (call) => {
      for (const each of call.args) requireKnown(each);
      return logical(call.args.slice(1).every((each) => equalValues(call.args[0], each, nanEqual)));
    },
    { least: 2 },
  );
}

function requireKnown(value: Value): void {
  if (value.kind === "unknown") throw new UnknownInside(value);
  if (value.kind === "cell") value.elements.forEach(requireKnown);
  if (value.kind === "struct") for (const list of value.fields.values()) list.forEach(requireKnown);
}

function isvarname(value: Value): boolean {
  const keywords =
    /^(break|case|catch|classdef|continue|else|elseif|end|for|function|global|if|otherwise|parfor|persistent|return|spmd|switch|try|while)$/;
  const name = textOf(value) ?? "";
  return /^[A-Za-z]\w{0,62}$/.test(name) && !keywords.test(name);
}

const isNumber = (value: Value): boolean => value.kind === "numeric";

/** Functions that ask what a value is. */
export const inspection: readonly Builtin[] = [
  define("class", ({ args }) => text(classOf(args[0])), { least: 1 }),
  define("isa", isa, { least: 2, most: 2 }),
  asking("isnumeric", isNumber),
  asking("isreal", (value) =>
    value.kind === "numeric" ? value.imaginary === undefined : value.kind === "logical" || value.kind === "char",
  ),
  asking("isfloat", (value) => isNumber(value) && families.float(classOf(value))),
  asking("isinteger", (value) => isInteger(classOf(value))),
  asking("islogical", (value) => value.kind === "logical"),
  asking("ischar", (value) => value.kind === "char"),
  asking("isstring", (value) => value.kind === "string"),
  asking("isStringScalar", (value) => value.kind === "string" && value.values.length === 1),
  asking("iscell", (value) => value.kind === "cell"),
  asking("isstruct", (value) => value.kind === "struct"),
  asking("iscategorical", (value) => value.kind === "categorical"),
  asking("istable", (value) => classOf(value) === "table"),
  asking("issparse", () => false),
  asking("is_function_handle", (value) => value.kind === "handle"),
  asking("isvarname", isvarname),
  eachNumber("isnan", Number.isNaN),
  eachNumber("isinf", (x) => Math.abs(x) === Number.POSITIVE_INFINITY),
  eachNumber("isfinite", Number.isFinite, true),
  define("ismissing", ismissing, { least: 1, most: 1 }),
  equality("isequal", false),
  equality("isequaln", true),
];
