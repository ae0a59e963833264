import type { MatSize } from "../../data/matValues.ts";
import { numberOfElements } from "../../data/matValues.ts";
import { classOf, isIntegerClass } from "./classes.ts";
import { cell, emptyMatrix } from "./construct.ts";
import { toNumeric, toStrings } from "./convert.ts";
import { sharedCategories, toCategorical, toChars } from "./convertElements.ts";
import { type ArrayValue, isArrayValue } from "./elements.ts";
import { operationsOf } from "./hosts.ts";
import { joinedAlong } from "./joining.ts";
import { ScriptError } from "./scriptError.ts";
import { type Charge, lengthAlong } from "./shape.ts";
import { isUnknown, shortName, unknownFrom } from "./unknown.ts";
import { joinedSize, sized } from "./unknownSizes.ts";
import type { StructValue, Value } from "./value.ts";

/**
 * Arrays joined along a dimension (1 for `[a; b]`, 2 for `[a, b]`, any for `cat`), in the class that MATLAB gives: cells take everything in,
 * then strings, categoricals, structs, chars, integers (the first one's class), `single`, `double`, `logical`. `[]` is left out. Host
 * values join by their own operation, unknowns among them included; other arrays with an unknown are unknown.
 * @throws ScriptError where sizes or classes do not fit
 * @example concatenated(2, [text("conv"), text("1")]) // 'conv1'
 */
export function concatenated(dimension: number, values: readonly Value[], charge?: Charge): Value {
  const host = values.map(operationsOf).find((operations) => operations?.concatenate);
  if (host) return host.concatenate!(dimension, values);
  const origin = values.find(isUnknown);
  if (origin)
    return values.length === 1 ? origin : sized(unknownFrom(origin, printed(dimension, values)), joinedSize(dimension, values));
  if (values.length <= 1) return values[0] ?? emptyMatrix;
  const arrays = values.map((value) => {
    if (isArrayValue(value) || values.some(({ kind }) => kind === "cell")) return value;
    throw noArrayOf(value);
  });
  return joinedAlong(dimension, counted(dimension, sameClass(arrays)), charge);
}

/**
 * What `[ … ]` gives for rows of values: each row joined, then the rows. Text beside strings becomes strings in all rows.
 * @example literal([[number(1), number(2)], [number(3), number(4)]]) // [1 2; 3 4]
 */
export function literal(rows: readonly (readonly Value[])[], charge?: Charge): Value {
  const all = rows.flat();
  const kinds = new Set(all.map(({ kind }) => kind));
  const strings = kinds.has("string") && !["cell", "host", "object", "unknown"].some((kind) => kinds.has(kind as Value["kind"]));
  const given = strings ? rows.map((values) => values.map((value) => (value.kind === "char" ? toStrings(value) : value))) : rows;
  const joined = given.filter((values) => values.length > 0).map((values) => concatenated(2, values, charge));
  return concatenated(1, joined, charge);
}

function printed(dimension: number, values: readonly Value[]): string {
  const names = values.map(shortName);
  if (dimension > 2) return `cat(${dimension}, ${names.join(", ")})`;
  return `[${names.join(dimension === 1 ? "; " : ", ")}]`;
}

function noArrayOf(value: Value): ScriptError {
  if (value.kind === "handle") {
    return new ScriptError(
      "MATLAB:concatenate:functionHandle",
      "Nonscalar arrays of function handles are not allowed; use cell arrays instead.",
    );
  }
  return new ScriptError(
    "layergraph:concatenation",
    `Arrays of ${classOf(value)} objects are not supported here; use a cell array.`,
  );
}

/** All arrays in the class of the result. */
function sameClass(values: readonly Value[]): readonly ArrayValue[] {
  const has = (kind: Value["kind"]): boolean => values.some((value) => value.kind === kind);
  if (has("cell"))
    return values.filter((value) => !isBare(value)).map((value) => (value.kind === "cell" ? value : cell([value])));
  const arrays = values as readonly ArrayValue[];
  if (has("string")) return arrays.filter((value) => !isBare(value)).map((value) => toStrings(value));
  if (has("categorical")) return sharedCategories(arrays.filter((value) => !isBare(value)).map(toCategorical));
  if (has("struct")) return structs(arrays.filter((value) => !isBare(value)));
  if (has("char")) return arrays.map((value) => toChars(value));
  if (arrays.every(({ kind }) => kind === "logical")) return arrays;
  const classes = arrays.flatMap((value) => (value.kind === "numeric" ? [value.class] : []));
  const name = classes.find(isIntegerClass) ?? (classes.includes("single") ? "single" : "double");
  return arrays.map((value) => toNumeric(value, name));
}

/** Whether a value is 0×0 and not text: `[]`. */
function isBare(value: Value): boolean {
  return value.kind === "numeric" && value.size.length === 2 && value.size[0] === 0 && value.size[1] === 0;
}

function structs(values: readonly ArrayValue[]): StructValue[] {
  const [first] = values;
  return values.map((value) => {
    if (value.kind !== "struct") {
      throw new ScriptError(
        "MATLAB:concatenate:struct",
        `A struct array cannot be joined with a value of class '${classOf(value)}'.`,
      );
    }
    const names = first.kind === "struct" ? [...first.fields.keys()] : [];
    if (names.length !== value.fields.size || names.some((name) => !value.fields.has(name))) {
      throw new ScriptError(
        "MATLAB:catenate:structFieldBad",
        "Names of fields in structure arrays being concatenated do not match. Concatenation of structure arrays requires that these arrays have the same set of field names.",
      );
    }
    return value;
  });
}

/**
 * The arrays that count for the size: 0×0 ones do not, nor other empty ones that would not fit (MATLAB lets them pass).
 * @throws ScriptError `MATLAB:catenate:dimensionMismatch`
 */
function counted(dimension: number, arrays: readonly ArrayValue[]): readonly ArrayValue[] {
  const solid = arrays.filter(({ size }) => !(size.length === 2 && size[0] === 0 && size[1] === 0));
  const model = solid.find(({ size }) => numberOfElements(size) > 0) ?? solid[0];
  if (model === undefined) return arrays.slice(0, 1);
  return solid.filter((array) => {
    if (fits(dimension, model.size, array.size)) return true;
    if (numberOfElements(array.size) === 0) return false;
    throw new ScriptError("MATLAB:catenate:dimensionMismatch", "Dimensions of arrays being concatenated are not consistent.");
  });
}

function fits(dimension: number, a: MatSize, b: MatSize): boolean {
  for (let d = 1; d <= Math.max(a.length, b.length); d++) {
    if (d !== dimension && lengthAlong(a, d) !== lengthAlong(b, d)) return false;
  }
  return true;
}
