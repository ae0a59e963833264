import { type MatSize, numberOfElements } from "../../data/matValues.ts";
import { number } from "./construct.ts";
import { type ArrayValue, elementBytes, isArrayValue, picked, withSize } from "./elements.ts";
import { operationOf } from "./hosts.ts";
import { ScriptError } from "./scriptError.ts";
import { type Charge, chargeArray, isVectorSize, sizeOf } from "./shape.ts";
import { beyond, boxPositions, extentOf, type Resolved, resolve } from "./subscripts.ts";
import { firstUnknown, isUnknown, operandName, shortName, unknownFrom } from "./unknown.ts";
import { indexedSize, sized } from "./unknownSizes.ts";
import type { CellValue, Subscript, Value } from "./value.ts";

/**
 * `value(subscripts)`: elements by number, by several subscripts, by a logical mask, by `:`; the shape as MATLAB gives it.
 * An unknown value or subscript gives an unknown; a host value is asked.
 * @throws ScriptError `MATLAB:badsubscript` beyond the array or for what is no subscript
 * @example indexed(row([10, 20, 30]), [number(2)]) // 20
 */
export function indexed(value: Value, subscripts: readonly Subscript[], charge?: Charge): Value {
  const origin = isUnknown(value) ? value : firstUnknown(subscripts);
  if (origin) {
    const name = `${operandName(value)}(${subscripts.map(shortName).join(", ")})`;
    return sized(unknownFrom(origin, name), indexedSize(value, subscripts));
  }
  if (value.kind === "host") return operationOf(value, "index", "Indexing with ( )")(value, subscripts);
  if (value.kind === "object") return indexedObject(value, subscripts);
  if (!isArrayValue(value)) {
    throw new ScriptError("MATLAB:index:functionHandle", "A function handle is called, not indexed.");
  }
  if (subscripts.length === 0) return value;
  if (subscripts.length === 1) return linear(value, subscripts[0], charge);
  return box(value, subscripts, charge);
}

/** An object is 1×1: only subscripts that are 1 (or `:`) name it, unless its class says more. */
function indexedObject(value: Value & { kind: "object" }, subscripts: readonly Subscript[]): Value {
  const own = value.definition.operations?.index;
  if (own) return own(value, subscripts);
  subscripts.forEach((subscript, i) => {
    const { reach, positions } = resolve(subscript, 1);
    if (reach > 1) throw beyond(subscript, 1, subscripts.length === 1 ? undefined : i + 1);
    if (positions.length !== 1) {
      throw new ScriptError("layergraph:objectArray", `Arrays of ${value.className} objects are not supported here.`);
    }
  });
  return value;
}

function linear(value: ArrayValue, subscript: Subscript, charge?: Charge): Value {
  const count = numberOfElements(value.size);
  if (value.kind === "numeric" && value.class === "double" && value.imaginary === undefined) {
    const at = simpleSubscript(subscript);
    if (at !== undefined && at <= count) return number((value.data as Float64Array)[at - 1]);
  }
  const resolved = resolve(subscript, count);
  if (resolved.colon) return withSize(value, [count, 1]);
  if (resolved.reach > count) throw beyond(subscript, count);
  const size = linearSize(value.size, resolved);
  chargeArray(size, elementBytes(value), charge);
  return picked(value, resolved.positions, size);
}

/** A whole positive double scalar, which most subscripts are. */
function simpleSubscript(subscript: Subscript): number | undefined {
  if (subscript === ":" || subscript.kind !== "numeric" || subscript.data.length !== 1 || subscript.imaginary) return undefined;
  const x = subscript.data[0];
  return typeof x === "number" && x >= 1 && Number.isInteger(x) ? x : undefined;
}

/** Vectors keep their own direction; everything else takes the shape of the subscript. */
function linearSize(size: MatSize, { positions, size: own }: Resolved): MatSize {
  const count = positions.length;
  const sourceIsVector = isVectorSize(size) && numberOfElements(size) !== 1;
  if (sourceIsVector && isVectorSize(own)) return size[0] === 1 ? [1, count] : [count, 1];
  return own;
}

function box(value: ArrayValue, subscripts: readonly Subscript[], charge?: Charge): Value {
  const count = subscripts.length;
  const resolved = subscripts.map((subscript, i) => {
    const extent = extentOf(value.size, i + 1, count);
    const one = resolve(subscript, extent, i + 1);
    if (one.reach > extent) throw beyond(subscript, extent, i + 1);
    return one;
  });
  const size = resolved.map(({ positions }) => positions.length);
  chargeArray(size, 4 + elementBytes(value), charge);
  return picked(value, boxPositions(value.size, resolved), size);
}

/**
 * `value{subscripts}`: what the cells hold, as MATLAB's comma list. A string array gives its elements as char vectors.
 * @throws ScriptError for other classes, and beyond the array
 */
export function braceIndexed(value: Value, subscripts: readonly Subscript[], charge?: Charge): readonly Value[] {
  const origin = isUnknown(value) ? value : firstUnknown(subscripts);
  if (origin) return [unknownFrom(origin, `${operandName(value)}{${subscripts.map(shortName).join(", ")}}`)];
  if (value.kind === "host" || value.kind === "object") {
    return operationOf(value, "braceIndex", "Indexing with { }")(value, subscripts);
  }
  if (value.kind === "cell") return (indexed(value, subscripts, charge) as CellValue).elements;
  if (value.kind === "string") return charsOf(indexed(value, subscripts, charge));
  throw new ScriptError("MATLAB:matrix:badBraceIndex", "Brace indexing is not supported for variables of this type.");
}

function charsOf(value: Value): Value[] {
  if (value.kind !== "string") return [value];
  return value.values.map((each) => {
    if (each === undefined)
      throw new ScriptError("MATLAB:string:MissingToChar", "A <missing> string element cannot be made a char vector.");
    return { kind: "char", size: each === "" ? [0, 0] : [1, each.length], text: each };
  });
}

/** The elements of an array one by one, each a 1×1 array (a cell array's are cells), as a `for` loop over a row meets them. */
export function elementAt(value: Value, position: number): Value {
  return indexed(value, [number(position)]);
}

/** Column `position` (from 1) of a value, all further dimensions folded: what a `for` loop's variable is. */
export function columnAt(value: Value, position: number): Value {
  const size = sizeOf(value);
  if (value.kind === "numeric" && value.class === "double" && size[0] === 1 && !value.imaginary) {
    return number((value.data as Float64Array)[position - 1]);
  }
  return indexed(value, [":", number(position)]);
}
