import { type MatSize, numberOfElements } from "../../data/matValues.ts";
import { cell, emptyMatrix } from "./construct.ts";
import { alike, emptyLike, isPlainEmpty } from "./convertElements.ts";
import { withDeleted } from "./deletion.ts";
import { type ArrayValue, filled, isArrayValue, put } from "./elements.ts";
import { operationOf, operationsOf } from "./hosts.ts";
import { joinedAlong } from "./joining.ts";
import { ScriptError } from "./scriptError.ts";
import { type Charge, chargeArray, isVectorSize, lengthAlong, sameSize } from "./shape.ts";
import { boxPositions, extentOf, type Resolved, resolve } from "./subscripts.ts";
import { firstUnknown, isUnknown, shortName, unknownFrom } from "./unknown.ts";
import { assignedSize, sized } from "./unknownSizes.ts";
import type { Subscript, Value } from "./value.ts";

/**
 * The value with `value(subscripts) = given`: a scalar goes everywhere, the array grows as far as the subscripts reach (filled with 0,
 * false, char(0), missing or `[]`), the class of the array is kept (an empty `[]` takes the given one's), and `[]` deletes.
 * @param value undefined for a variable that is not there yet
 * @throws ScriptError where sizes or classes do not fit
 * @example withIndexed(row([1, 2]), [number(4)], number(9)) // [1 2 0 9]
 */
export function withIndexed(value: Value | undefined, subscripts: readonly Subscript[], given: Value, charge?: Charge): Value {
  const target = value ?? emptyMatrix;
  if (isUnknown(target)) return sized({ ...target, lengths: undefined }, assignedSize(target, subscripts));
  if (target.kind === "host" || (target.kind === "object" && target.definition.operations?.withIndex)) {
    return operationOf(target, "withIndex", "Assignment to elements")(target, subscripts, given);
  }
  const origin = firstUnknown(subscripts);
  if (origin) return sized(unknownFrom(origin, shortName(target)), assignedSize(target, subscripts));
  if (isUnknown(given)) return sized({ ...given, lengths: undefined }, assignedSize(target, subscripts));
  if (!isArrayValue(given)) return withSingle(target, subscripts, given);
  if (!isArrayValue(target)) throw noArray(target);
  if (isPlainEmpty(given) && value !== undefined) return withDeleted(target, subscripts, charge);
  return withElements(target, subscripts, given, charge);
}

/**
 * The value with `value{subscripts} = given`: one cell takes the value, whatever it is. A string array takes text.
 * @throws ScriptError for other classes, and where the subscripts name more than one cell
 */
export function withBraceIndexed(
  value: Value | undefined,
  subscripts: readonly Subscript[],
  given: Value,
  charge?: Charge,
): Value {
  if (value !== undefined && isUnknown(value)) return value;
  const origin = firstUnknown(subscripts);
  if (origin) return unknownFrom(origin, value === undefined ? origin.name : shortName(value));
  if (value?.kind === "string") return withIndexed(value, subscripts, given, charge);
  if (value === undefined || value.kind === "cell" || isPlainEmpty(value)) {
    const target = value?.kind === "cell" ? value : cell([], [0, 0]);
    return withElements(target, subscripts, cell([given]), charge);
  }
  throw new ScriptError(
    "MATLAB:matrix:badBraceIndex",
    "Unable to perform assignment because brace indexing is not supported for variables of this type.",
  );
}

/** An object, host value or handle given to the only element that a variable has or will have. */
function withSingle(target: Value, subscripts: readonly Subscript[], given: Value): Value {
  const alone = subscripts.every((subscript) => subscript !== ":" && resolve(subscript, 1).reach === 1);
  const replaceable = isPlainEmpty(target) || (target.kind === given.kind && target.kind !== "numeric");
  if (alone && replaceable) return given;
  const operations = operationsOf(given);
  // Numbers that are known only later may be put among numbers.
  const joins = isPlainEmpty(target) || operations?.ancestors?.includes("numeric");
  if (operations?.withIndex && joins) return operations.withIndex(target, subscripts, given);
  if (isArrayValue(target)) alike(target, given);
  throw noArray(given);
}

function noArray(value: Value): ScriptError {
  const what = value.kind === "handle" ? "function handles" : "such objects";
  return new ScriptError("MATLAB:nonscalarArray", `Nonscalar arrays of ${what} are not allowed; use cell arrays instead.`);
}

function withElements(left: ArrayValue, subscripts: readonly Subscript[], right: Value, charge?: Charge): ArrayValue {
  const { target, given } = alike(left, right);
  if (subscripts.length === 0) {
    throw new ScriptError("MATLAB:assignment:noSubscripts", "Unable to perform assignment with empty subscripts ( ).");
  }
  return subscripts.length === 1 ? linear(target, subscripts[0], given, charge) : box(target, subscripts, given, charge);
}

function linear(target: ArrayValue, subscript: Subscript, given: ArrayValue, charge?: Charge): ArrayValue {
  const count = numberOfElements(target.size);
  const appended = count > 0 ? withAppended(target, subscript, given, charge) : undefined;
  if (appended) return appended;
  const { positions, reach } = resolve(subscript, count);
  const givenCount = numberOfElements(given.size);
  if (givenCount !== 1 && givenCount !== positions.length) {
    throw new ScriptError(
      "MATLAB:matrix:singleSubscriptNumelMismatch",
      "Unable to perform assignment because the left and right sides have a different number of elements.",
    );
  }
  const room = reach > count ? grown(target, linearGrowth(target.size, reach), charge) : target;
  charge?.({ steps: Math.ceil(positions.length / 32) });
  return put(room, positions, given);
}

/** The vector with one element more, which is what most growth is; undefined for any other assignment. */
function withAppended(target: ArrayValue, subscript: Subscript, given: ArrayValue, charge?: Charge): ArrayValue | undefined {
  const count = numberOfElements(target.size);
  if (subscript === ":" || subscript.kind !== "numeric" || subscript.data.length !== 1 || Number(subscript.data[0]) !== count + 1)
    return undefined;
  if (numberOfElements(given.size) !== 1 || !isVectorSize(target.size)) return undefined;
  return joinedAlong(target.size[0] === 1 ? 2 : 1, [target, given], charge);
}

function linearGrowth(size: MatSize, reach: number): MatSize {
  const count = numberOfElements(size);
  if (count <= 1 && !(size.length === 2 && size[1] === 1 && size[0] === 0)) return [1, reach];
  if (isVectorSize(size)) return size[0] === 1 ? [1, reach] : [reach, 1];
  throw new ScriptError("MATLAB:indexed:cannotGrow", "Attempt to grow array along ambiguous dimension.");
}

function box(target: ArrayValue, subscripts: readonly Subscript[], given: ArrayValue, charge?: Charge): ArrayValue {
  const count = subscripts.length;
  const resolved = resolvedAgainst(target, subscripts, given);
  const counts = resolved.map(({ positions }) => positions.length);
  if (numberOfElements(given.size) !== 1 && !sameSize(withoutOnes(counts), withoutOnes(given.size))) {
    const words = [counts, given.size].map((size) => size.join("-by-"));
    throw new ScriptError(
      "MATLAB:subsassigndimmismatch",
      `Unable to perform assignment because the size of the left side is ${words[0]} and the size of the right side is ${words[1]}.`,
    );
  }
  if (counts.includes(0)) return target;
  const size = boxGrowth(target.size, resolved);
  const room = sameSize(size, target.size) ? target : grown(target, size, charge);
  chargeArray(counts, 4, charge);
  return put(room, boxPositions(count < room.size.length ? room.size : size, resolved), given);
}

/** A colon along a dimension that is still empty is as long as what it is given. */
function resolvedAgainst(target: ArrayValue, subscripts: readonly Subscript[], given: ArrayValue): Resolved[] {
  const count = subscripts.length;
  const first = subscripts.map((subscript, i) => resolve(subscript, extentOf(target.size, i + 1, count), i + 1));
  const open = first.map((each) => each.colon && each.positions.length === 0);
  if (!open.includes(true) || numberOfElements(target.size) !== 0) return first;
  const lengths = withoutOnes(given.size);
  const exact = given.size.length === count && first.every((each, i) => open[i] || each.positions.length === given.size[i]);
  return first.map((each, i) => {
    if (!open[i]) {
      if (each.positions.length !== 1) lengths.shift();
      return each;
    }
    return resolve(":", exact ? given.size[i] : (lengths.shift() ?? 1));
  });
}

function boxGrowth(size: MatSize, resolved: readonly Resolved[]): MatSize {
  const count = resolved.length;
  const last = resolved[count - 1];
  if (count < size.length) {
    if (last.reach > extentOf(size, count, count)) {
      throw new ScriptError("MATLAB:indexed:cannotGrow", "Attempt to grow array along ambiguous dimension.");
    }
    return size.map((length, i) => (i < count - 1 ? Math.max(length, resolved[i].reach) : length));
  }
  return resolved.map(({ reach }, i) => Math.max(lengthAlong(size, i + 1), reach));
}

function withoutOnes(size: MatSize): number[] {
  return size.filter((length) => length !== 1);
}

/** The array in a larger size, its elements where their subscripts stay the same. */
function grown(value: ArrayValue, size: MatSize, charge?: Charge): ArrayValue {
  const room = filled(value.size.includes(0) ? emptyLike(value) : value, size, charge);
  if (value.size.includes(0)) return room;
  const inside = size.map((_, i) => resolve(":", lengthAlong(value.size, i + 1)));
  return put(room, boxPositions(size, inside), value);
}
