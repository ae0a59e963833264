import { argument } from "../builtins/arguments.ts";
import { classOf } from "../values/classes.ts";
import { numbersOf, scalarOf, textOf, textsOf } from "../values/convert.ts";
import { describeValue } from "../values/describe.ts";
import { ScriptError } from "../values/scriptError.ts";
import { isEmpty, sizeOf } from "../values/shape.ts";
import { shortName } from "../values/unknown.ts";
import type { Builtin, Call, Value } from "../values/value.ts";

/** Whether all numbers of a value pass; false for what has none. */
function every(value: Value, test: (x: number) => boolean): boolean {
  const numbers = numbersOf(value);
  return numbers?.every((x) => test(x)) === true;
}

const isText = (value: Value): boolean => value.kind === "string" || textOf(value) !== undefined;
const isNumeric = (value: Value): boolean => value.kind === "numeric";
const isVector = (value: Value): boolean => sizeOf(value).length === 2 && sizeOf(value).some((length) => length === 1);

/** The conditions on one value, each with what MATLAB says where it does not hold. */
const conditions: Readonly<Record<string, readonly [message: string, test: (value: Value) => boolean]>> = {
  mustBePositive: ["Value must be positive.", (value) => every(value, (x) => x > 0)],
  mustBeNonnegative: ["Value must be nonnegative.", (value) => every(value, (x) => x >= 0)],
  mustBeNegative: ["Value must be negative.", (value) => every(value, (x) => x < 0)],
  mustBeNonpositive: ["Value must be nonpositive.", (value) => every(value, (x) => x <= 0)],
  mustBeInteger: ["Value must be integer.", (value) => every(value, Number.isInteger)],
  mustBeFinite: ["Value must be finite.", (value) => every(value, Number.isFinite)],
  mustBeNonNan: ["Value must not be NaN.", (value) => every(value, (x) => !Number.isNaN(x))],
  mustBeNonzero: ["Value must not be zero.", (value) => every(value, (x) => x !== 0)],
  mustBeReal: ["Value must be real.", (value) => value.kind !== "numeric" || value.imaginary === undefined],
  mustBeNumeric: ["Value must be numeric.", isNumeric],
  mustBeNumericOrLogical: ["Value must be numeric or logical.", (value) => isNumeric(value) || value.kind === "logical"],
  mustBeFloat: [
    "Value must be one of the following types: 'double', 'single'.",
    (value) => /^(double|single)$/.test(classOf(value)),
  ],
  mustBeNonempty: ["Value must not be empty.", (value) => !isEmpty(value)],
  mustBeScalarOrEmpty: [
    "Value must be scalar or empty.",
    (value) => isEmpty(value) || sizeOf(value).every((length) => length === 1),
  ],
  mustBeVector: ["Value must be a vector.", isVector],
  mustBeText: ["Value must be text.", (value) => isText(value) || textsOf(value) !== undefined],
  mustBeTextScalar: ["Value must be a character vector or string scalar.", (value) => textOf(value) !== undefined],
  mustBeNonzeroLengthText: [
    "Value must be text with nonzero length.",
    (value) => textsOf(value)?.every((each) => each !== "") === true,
  ],
  mustBeValidVariableName: ["Value must be a valid MATLAB variable name.", (value) => /^[A-Za-z]\w*$/.test(textOf(value) ?? "")],
};

const relations: Readonly<Record<string, readonly [words: string, test: (x: number, limit: number) => boolean]>> = {
  mustBeGreaterThan: ["greater than", (x, limit) => x > limit],
  mustBeGreaterThanOrEqual: ["greater than or equal to", (x, limit) => x >= limit],
  mustBeLessThan: ["less than", (x, limit) => x < limit],
  mustBeLessThanOrEqual: ["less than or equal to", (x, limit) => x <= limit],
};

function refuse(message: string, { place }: Call): never {
  throw new ScriptError("MATLAB:validators:failed", message, place);
}

function mustBeMember(call: Call): readonly Value[] {
  const [value, allowed] = [argument(call, 0), argument(call, 1)];
  const texts = textsOf(value);
  const members = textsOf(allowed);
  if (texts !== undefined && members !== undefined) {
    if (texts.every((each) => members.includes(each))) return [];
    refuse(`Value must be a member of this set:\n${members.map((each) => `    '${each}'`).join("\n")}`, call);
  }
  const numbers = numbersOf(allowed);
  if (numbers !== undefined && every(value, (x) => numbers.includes(x))) return [];
  return refuse(`Value must be a member of this set:\n${Array.from(numbers ?? [], (each) => `    ${each}`).join("\n")}`, call);
}

function mustBeInRange(call: Call): readonly Value[] {
  const [value, lower, upper] = [0, 1, 2].map((i) => argument(call, i));
  const [least, most] = [scalarOf(lower) ?? -Infinity, scalarOf(upper) ?? Infinity];
  const flags = call.args.slice(3).map((flag) => textOf(flag)?.toLowerCase());
  const open = (side: string): boolean => flags.includes("exclusive") || flags.includes(`exclude-${side}`);
  const test = (x: number): boolean => (open("lower") ? x > least : x >= least) && (open("upper") ? x < most : x <= most);
  if (every(value, test)) return [];
  return refuse(
    `Value must be greater than ${open("lower") ? "" : "or equal to "}${least}, and less than ${open("upper") ? "" : "or equal to "}${most}.`,
    call,
  );
}

function mustBeA(call: Call): readonly Value[] {
  const [value, classes] = [argument(call, 0), argument(call, 1)];
  const names = textsOf(classes) ?? [];
  const ancestors =
    value.kind === "object" ? value.definition.ancestors : value.kind === "host" ? (value.operations.ancestors ?? []) : [];
  const own = [classOf(value), ...ancestors, ...(value.kind === "numeric" ? ["numeric"] : [])];
  if (names.some((name) => own.includes(name))) return [];
  return refuse(
    `Value must be one of the following types: ${names.map((name) => `'${name}'`).join(", ")}; received ${describeValue(value)}.`,
    call,
  );
}

/** MATLAB's functions that look at arguments (`mustBePositive` and its kind). */
export const validators: readonly Builtin[] = [
  ...Object.entries(conditions).map(([name, [message, test]]): Builtin => {
    return { name, role: "computes", call: (call) => (test(argument(call, 0)) ? [] : refuse(message, call)) };
  }),
  ...Object.entries(relations).map(([name, [words, test]]): Builtin => {
    const call = (given: Call): readonly Value[] => {
      const limit = scalarOf(argument(given, 1)) ?? Number.NaN;
      return every(argument(given, 0), (x) => test(x, limit))
        ? []
        : refuse(`Value must be ${words} ${shortName(given.args[1])}.`, given);
    };
    return { name, role: "computes", call };
  }),
  { name: "mustBeMember", role: "computes", call: mustBeMember },
  { name: "mustBeInRange", role: "computes", call: mustBeInRange },
  { name: "mustBeA", role: "computes", call: mustBeA },
];
