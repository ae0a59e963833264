import type { MatCategorical, MatChar } from "../../data/matValues.ts";
import { classOf } from "./classes.ts";
import { nanAsLogical, numbersOf, toNumeric, toStrings } from "./convert.ts";
import { type ArrayValue, isArrayValue, textOfUnits } from "./elements.ts";
import { notSupported } from "./refusals.ts";
import { ScriptError } from "./scriptError.ts";
import type { StructValue, Value } from "./value.ts";

/** An array and elements to be put into it, of one class. */
export interface Alike {
  readonly target: ArrayValue;
  readonly given: ArrayValue;
}

/**
 * The array and the elements given to it, in the array's class: MATLAB's indexed assignment keeps the class of the left side. An empty
 * `[]` takes the class of what it is given.
 * @throws ScriptError where there is no such conversion
 */
export function alike(target: ArrayValue, given: Value): Alike {
  if (!isArrayValue(given)) throw noConversion(target, given);
  if (isPlainEmpty(target)) return { target: emptyLike(given), given };
  switch (target.kind) {
    case "numeric":
      if (target.imaginary !== undefined) throw notSupported("=", target);
      return { target, given: toNumeric(given, target.class) };
    case "logical":
      return { target, given: toLogical(given) };
    case "char":
      return { target, given: toChars(given, target) };
    case "string":
      return { target, given: toStrings(given) };
    case "cell":
      if (given.kind !== "cell") throw noConversion(target, given);
      return { target, given };
    case "struct":
      return alikeStructs(target, given);
    case "categorical":
      return alikeCategories(target, given);
  }
}

/** Whether an array is `[]` itself: 0×0 double. */
export function isPlainEmpty(value: Value): boolean {
  return (
    value.kind === "numeric" && value.class === "double" && value.size.length === 2 && value.size[0] === 0 && value.size[1] === 0
  );
}

/** The 0×0 array of another's class. */
export function emptyLike(value: ArrayValue): ArrayValue {
  const size = [0, 0];
  switch (value.kind) {
    case "numeric":
      return { kind: "numeric", class: value.class, size, data: value.data.slice(0, 0) };
    case "logical":
      return { kind: "logical", size, data: new Uint8Array(0) };
    case "char":
      return { kind: "char", size, text: "" };
    case "string":
      return { kind: "string", size, values: [] };
    case "cell":
      return { kind: "cell", size, elements: [] };
    case "categorical":
      return { ...value, size, codes: new Uint32Array(0) };
    case "struct":
      return { kind: "struct", size, fields: new Map([...value.fields.keys()].map((name) => [name, []] as const)) };
  }
}

/**
 * A numeric or char array as logical: everything but 0 is true.
 * @throws ScriptError for NaN and other classes
 */
export function toLogical(value: Value): Value & { kind: "logical" } {
  if (value.kind === "logical") return value;
  const data = value.kind === "numeric" || value.kind === "char" ? numbersOf(value) : undefined;
  if (data === undefined || (value.kind !== "numeric" && value.kind !== "char")) {
    throw new ScriptError("MATLAB:invalidConversion", `Conversion to logical from ${classOf(value)} is not possible.`);
  }
  const bits = new Uint8Array(data.length);
  for (let i = 0; i < data.length; i++) {
    if (Number.isNaN(data[i])) throw nanAsLogical();
    bits[i] = data[i] ? 1 : 0;
  }
  return { kind: "logical", size: value.size, data: bits };
}

/** A numeric, logical or string array as characters; a number is a character's code. */
export function toChars(value: Value, into?: Value): MatChar {
  if (value.kind === "char") return value;
  if (value.kind === "string" && value.values.length === 1 && value.values[0] !== undefined) {
    const [characters] = value.values;
    return { kind: "char", size: characters === "" ? [0, 0] : [1, characters.length], text: characters };
  }
  const data = numbersOf(value);
  if (data === undefined || (value.kind !== "numeric" && value.kind !== "logical")) {
    throw new ScriptError(
      "MATLAB:invalidConversion",
      `Conversion to ${into ? classOf(into) : "char"} from ${classOf(value)} is not possible.`,
    );
  }
  return { kind: "char", size: value.size, text: textOfUnits(Uint16Array.from(data)) };
}

function alikeStructs(target: StructValue, given: ArrayValue): Alike {
  if (given.kind !== "struct") throw noConversion(target, given);
  if (target.fields.size === 0 && target.size.includes(0)) return { target: emptyLike(given), given };
  if (target.fields.size !== given.fields.size || [...target.fields.keys()].some((name) => !given.fields.has(name))) {
    throw new ScriptError("MATLAB:heterogeneousStrucAssignment", "Subscripted assignment between dissimilar structures.");
  }
  return { target, given };
}

function alikeCategories(target: MatCategorical, given: ArrayValue): Alike {
  const [left, right] = sharedCategories([target, toCategorical(given)]);
  return { target: left, given: right };
}

/**
 * Text, or a categorical array, as a categorical array.
 * @throws ScriptError for other classes
 */
export function toCategorical(value: Value): MatCategorical {
  if (value.kind === "categorical") return value;
  if (value.kind !== "string" && value.kind !== "char" && value.kind !== "cell") {
    throw new ScriptError("MATLAB:categorical:InvalidText", `Conversion to categorical from ${classOf(value)} is not possible.`);
  }
  const { size, values } = toStrings(value);
  const categories = [...new Set(values)].filter((name) => name !== undefined);
  const codeOf = new Map(categories.map((name, i) => [name, i + 1] as const));
  return {
    kind: "categorical",
    size,
    categories,
    codes: Uint32Array.from(values, (name) => (name === undefined ? 0 : codeOf.get(name)!)),
  };
}

/** Categorical arrays over one list of categories: the first's, then what the others have beside, in order. */
export function sharedCategories(values: readonly MatCategorical[]): MatCategorical[] {
  const categories = [...new Set(values.flatMap((value) => value.categories))];
  const codeOf = new Map(categories.map((name, i) => [name, i + 1] as const));
  return values.map((value) => {
    const codes = value.categories.map((name) => codeOf.get(name)!);
    return {
      kind: "categorical",
      size: value.size,
      categories,
      codes: Uint32Array.from(value.codes, (code) => (code === 0 ? 0 : codes[code - 1])),
    };
  });
}

function noConversion(target: Value, given: Value): ScriptError {
  return new ScriptError("MATLAB:invalidConversion", `Conversion to ${classOf(target)} from ${classOf(given)} is not possible.`);
}
